using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>What goes wrong inside a backward reaches the caller as an exception, and this process lives on.</summary>
public class BackwardFailureTests
{
    static BackwardFailureTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_change_in_place_between_forward_and_backward_is_refused(bool ofX)
    {
        using var scope = NewDisposeScope();
        var (loss, changed) = Op(ofX);
        using (no_grad())
            changed.zero_();
        var plain = Assert.ThrowsAny<Exception>(() => loss.backward(retain_graph: true));
        Assert.Contains("modified by an inplace operation", TorchPropagation.CauseOf(plain).Message, StringComparison.Ordinal);
        var cause = Assert.ThrowsAny<Exception>(() => TorchPropagation.Backward(loss));
        Assert.Contains("modified by an inplace operation", cause.Message, StringComparison.Ordinal);
        ItGoesOn();
    }

    [Fact]
    public void A_second_derivative_is_refused_when_it_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var x = TensorCase.Leaf(rand(1, 4, 4, 5));
        var propagated = TorchPropagation.Propagate(x, rand(1, 12, 4, 5), Connection.ThreeWay);
        foreach (var y in new[] { propagated, TorchPropagation.Constrain(x, Connection.OneWay) })
        {
            var first = autograd.grad([y.sum()], [x], retain_graph: true)[0];
            var gradient = autograd.grad([y.sum()], [x], create_graph: true)[0];
            Assert.Equal(first.ToFeatureMap().Values, gradient.ToFeatureMap().Values);
            Assert.True(gradient.requires_grad);
            var cause = Assert.Throws<NotSupportedException>(() => TorchPropagation.Backward(gradient.square().sum()));
            Assert.Contains("got a second one: they have none", cause.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<Exception>(() => gradient.sum().backward());
            ItGoesOn();
        }
    }

    [Fact]
    public void A_failure_is_told_from_others()
    {
        using var scope = NewDisposeScope();
        var (first, changed) = Op(true);
        using (no_grad())
            changed.zero_();
        var failure = Assert.ThrowsAny<Exception>(() => first.backward());
        var other = new InvalidOperationException("something else");
        Assert.Same(other, TorchPropagation.CauseOf(other));
        Assert.NotSame(failure, TorchPropagation.CauseOf(failure));
        var leaf = rand(3).requires_grad_();
        var loss = leaf.exp();
        var ofTorch = Assert.ThrowsAny<Exception>(() => TorchPropagation.Backward(loss)); // no scalar
        Assert.Contains("scalar", ofTorch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_on_many_threads_keep_the_process_alive()
    {
        Parallel.For(0, 64, i =>
        {
            using var scope = NewDisposeScope();
            var (loss, changed) = Op(i % 2 == 0);
            if (i % 3 != 0)
            {
                TorchPropagation.Backward(loss);
                return;
            }

            using (no_grad())
                changed.zero_();
            Assert.ThrowsAny<Exception>(() => TorchPropagation.Backward(loss));
        });
        ItGoesOn();
    }

    private static (Tensor Loss, Tensor Input) Op(bool ofX)
    {
        var (x, p) = (TensorCase.Leaf(rand(1, 2, 4, 5)).clone(), TensorCase.Leaf(rand(1, 12, 4, 5)).clone());
        return (TorchPropagation.Propagate(x, p, Connection.ThreeWay).sum(), ofX ? x : p);
    }

    private static void ItGoesOn()
    {
        var x = TensorCase.Leaf(rand(1, 2, 4, 5));
        TorchPropagation.Backward(TorchPropagation.Propagate(x, rand(1, 12, 4, 5), Connection.ThreeWay).sum());
        Assert.True(x.grad!.isfinite().all().item<bool>());
    }
}
