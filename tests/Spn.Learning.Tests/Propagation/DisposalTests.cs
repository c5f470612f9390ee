using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>The op leaves no tensors behind.</summary>
public class DisposalTests
{
    static DisposalTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void In_dispose_scopes_the_number_of_tensors_stays(ScalarType type) => Stays(type, (x, p) =>
    {
        using var scope = NewDisposeScope();
        var y = TorchPropagation.Propagate(x, TorchPropagation.Constrain(p, Connection.ThreeWay), Connection.ThreeWay);
        TorchPropagation.Scan(y, p, Direction.LeftToRight, Connection.ThreeWay).sum().backward();
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void Without_a_scope_it_stays_too_where_the_caller_disposes_what_it_got(ScalarType type) => Stays(type, (x, p) =>
    {
        using var constrained = TorchPropagation.Constrain(p, Connection.ThreeWay);
        using var y = TorchPropagation.Propagate(x, constrained, Connection.ThreeWay);
        using var z = TorchPropagation.Scan(y, p, Direction.LeftToRight, Connection.ThreeWay);
        using var loss = z.sum();
        TorchPropagation.Backward(loss);
    });

    [Fact]
    public void A_layout_that_is_copied_and_a_failure_leave_nothing_either() => Stays(ScalarType.Float32, calls: 50, body: (x, p) =>
    {
        using var turned = x.transpose(2, 3);
        using var y = TorchPropagation.Propagate(turned, p, Connection.ThreeWay);
        using (no_grad())
            p.add_(0);
        using var loss = y.sum();
        Assert.ThrowsAny<Exception>(() => TorchPropagation.Backward(loss));
    });

    [Fact]
    public void A_backward_of_torch_keeps_at_most_one_calls_gradients() => Stays(ScalarType.Float32, slack: 2, body: (x, p) =>
    {
        using var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        using var loss = y.sum();
        loss.backward();
    });

    private static void Stays(ScalarType type, Action<Tensor, Tensor> body, long slack = 0, int calls = 500)
    {
        using var x = Leaf(type, 1, 2, 5, 5);
        using var p = Leaf(type, 1, 24, 5, 5);
        body(x, p);
        var before = LiveTensors.Count();
        for (var i = 0; i < calls; i++)
            body(x, p);
        Assert.InRange(Tensor.TotalCount - before, 0, slack);
    }

    private static Tensor Leaf(ScalarType type, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return rand(shape).to(type).requires_grad_().MoveToOuterDisposeScope();
    }
}
