using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>Who asks for a gradient, and who does not; types other than float32; batches of nothing.</summary>
public class GradModeTests
{
    static GradModeTests() => TorchLibrary.Load();

    private static readonly TensorCase Case =
        new(new(Connection.ThreeWay, new(2, 3, 6, 7), true, default, 12), normalisation: Normalisation.Clip);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_input_alone_gets_its_gradient(bool ofX)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (Case.X.ToTensor().requires_grad_(ofX), Case.Weights.ToTensor().requires_grad_(!ofX));
        TorchPropagation.Propagate(x, p, Connection.ThreeWay).mul(Case.Gradient.ToTensor()).sum().backward();
        var expected = Case.Reference(null);
        Assert.Null(ofX ? p.grad : x.grad);
        Near.Assert_near(ofX ? expected.Input.Values : expected.Weights.Values, TensorCase.Values(ofX ? x.grad! : p.grad!), 1e-5);
    }

    [Fact]
    public void Nothing_is_recorded_where_nobody_asks()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(Case.X.ToTensor()), TensorCase.Leaf(Case.Weights.ToTensor()));
        var expected = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        Assert.True(expected.requires_grad);
        Assert.True(TorchPropagation.Constrain(p, Connection.ThreeWay).requires_grad);
        var plain = TorchPropagation.Propagate(x.detach(), p.detach(), Connection.ThreeWay);
        using (no_grad())
        {
            var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
            Assert.All([y, plain, TorchPropagation.Constrain(p, Connection.ThreeWay)], result => Assert.False(result.requires_grad));
            Assert.Equal(expected.ToFeatureMap().Values, y.ToFeatureMap().Values);
        }

        using (inference_mode())
        {
            var y = TorchPropagation.Scan(x, p, Direction.BottomToTop, Connection.ThreeWay);
            Assert.False(y.requires_grad);
            Assert.False(TorchPropagation.Propagate(y, p, Connection.ThreeWay).requires_grad);
        }
    }

    [Fact]
    public void A_tensor_of_inference_mode_is_refused_where_a_gradient_is_asked_for()
    {
        using var scope = NewDisposeScope();
        Tensor x;
        using (inference_mode())
            x = Case.X.ToTensor();
        var p = TensorCase.Leaf(Case.Weights.ToTensor());
        var exception = Assert.ThrowsAny<Exception>(() => TorchPropagation.Propagate(x, p, Connection.ThreeWay));
        Assert.Contains("Inference tensors cannot be saved for backward", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float16, 2e-3)]
    [InlineData(ScalarType.BFloat16, 2e-2)]
    public void Half_precision_is_computed_in_float32_and_rounded(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(Case.X.ToTensor(), type), TensorCase.Leaf(Case.Weights.ToTensor(), type));
        var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        Assert.Equal(type, y.dtype);
        var single = TorchPropagation.Propagate(x.detach().to(ScalarType.Float32), p.detach().to(ScalarType.Float32), Connection.ThreeWay);
        Assert.True(y.detach().eq(single.to(type)).all().item<bool>());
        y.mul(Case.Gradient.ToTensor().to(type)).sum().backward();
        Assert.Equal(type, x.grad!.dtype);
        var expected = Case.Reference(null);
        Near.Assert_near(expected.Input.Values, TensorCase.Values(x.grad!), tolerance * 10);
        Assert.Equal(type, p.grad!.dtype);
        Assert.Equal(type, TorchPropagation.Constrain(p, Connection.ThreeWay).dtype);
    }

    [Fact]
    public void Double_precision_is_the_reference_itself()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(Case.X.ToTensor(), ScalarType.Float64), TensorCase.Leaf(Case.Weights.ToTensor(), ScalarType.Float64));
        var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        var (rx, rp) = (ReferenceMap.From(Case.X), ReferenceWeights.From(Case.Weights));
        var result = Reference.Forward(rx, rp);
        Assert.Equal(result.Output.Values, TensorCase.Values(y));
        y.mul(Case.Gradient.ToTensor()).sum().backward();
        var expected = Reference.Backward(rx, rp, result.Winner, ReferenceMap.From(Case.Gradient));
        Assert.Equal(expected.Input.Values, TensorCase.Values(x.grad!));
        Assert.Equal(expected.Weights.Values, TensorCase.Values(p.grad!));
    }

    [Fact]
    public void A_batch_of_nothing_gives_nothing_and_gradients_of_nothing()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            var (x, p) = (TensorCase.Leaf(empty(0, 3, 5, 4), type), TensorCase.Leaf(empty(0, 36, 5, 4), type));
            var scanned = TorchPropagation.Scan(x, p, Direction.TopToBottom, Connection.ThreeWay);
            var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay) + scanned;
            Assert.Equal([0, 3, 5, 4], y.shape);
            var q = TorchPropagation.Constrain(p, Connection.ThreeWay);
            Assert.Equal(p.shape, q.shape);
            (y.sum() + q.sum()).backward();
            Assert.Equal(x.shape, x.grad!.shape);
            Assert.Equal(p.shape, p.grad!.shape);
            Assert.Equal(type, y.dtype);
        }
    }

    [Fact]
    public void A_graph_that_is_retained_gives_its_gradient_again()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(Case.X.ToTensor()), TensorCase.Leaf(Case.Weights.ToTensor()));
        var loss = TorchPropagation.Propagate(x, p, Connection.ThreeWay).mul(Case.Gradient.ToTensor()).sum();
        loss.backward(retain_graph: true);
        var once = p.grad!.clone();
        loss.backward();
        Assert.True(p.grad!.eq(once + once).all().item<bool>());
    }

    [Fact]
    public void Where_no_gradient_comes_back_none_goes_on()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(Case.X.ToTensor()), TensorCase.Leaf(Case.Weights.ToTensor()));
        var constrained = TorchPropagation.Constrain(p, Connection.ThreeWay);
        NoGradient.apply(TorchPropagation.Propagate(x, constrained, Connection.ThreeWay)).sum().backward();
        Assert.Null(x.grad);
        Assert.Null(p.grad);
    }

    /// <summary>A function whose gradient is undefined.</summary>
    private sealed class NoGradient : autograd.SingleTensorFunction<NoGradient>
    {
        public override string Name => nameof(NoGradient);

        public override Tensor forward(autograd.AutogradContext context, params object[] arguments) => ((Tensor)arguments[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradOutput) => [null!];
    }
}
