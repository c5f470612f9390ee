using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>
/// The constraint alone, and the whole op in double, against central differences; the kernels' constraint against the reference.
/// </summary>
public class ConstraintTests
{
    static ConstraintTests() => TorchLibrary.Load();

    [Fact]
    public void The_gradient_of_the_constraint_is_what_differences_in_double_give() => ForRandomCases((c, weights, random) =>
    {
        var g = FiniteDifferences.Values(weights.Values.Length, random);
        Tensor Constrain(Tensor p) => TorchPropagation.Constrain(p, c.Connection);
        FiniteDifferences.Agree(values => Loss(values, weights, g, Constrain), weights.Values, Gradient(weights, g, Constrain), random);
    });

    [Fact]
    public void So_is_that_of_a_constrained_scan_with_respect_to_raw_weights() => ForRandomCases((c, weights, random) =>
    {
        var g = FiniteDifferences.Values(c.Shape.Count, random);
        Tensor Scan(Tensor p) => TorchPropagation.Scan(c.Map().ToTensor().to(ScalarType.Float64), p, c.Direction, c.Connection);
        FiniteDifferences.Agree(values => Loss(values, weights, g, Scan), weights.Values, Gradient(weights, g, Scan), random);
    });

    [Fact]
    public void In_float32_it_equals_the_reference_and_a_plain_expression_of_torch_in_every_layout() =>
        Property.Holds(PropagationCase.Any(maxExtent: 40), c =>
        {
            using var scope = NewDisposeScope();
            var random = new Random(c.Seed);
            var arrangement = (Arrangement)random.Next(Enum.GetValues<Arrangement>().Length);
            var weights = FiniteDifferences.Weights(c, random).ToPropagationWeights();
            var g = PropagationWeights.Random(c.Connection, c.WeightShape, c.Seed);
            var (raw, reaching) = (ReferenceWeights.From(weights), ReferenceWeights.From(g));
            var (p, naive) = (TensorCase.Leaf(weights.ToTensor()), TensorCase.Leaf(weights.ToTensor(), ScalarType.Float64));
            using var module = new StabilityConstraint(c.Connection);
            var q = module.call(TensorCase.Arrange(p, arrangement));
            TensorCase.Arrange(q, arrangement).mul(TensorCase.Arrange(g.ToTensor(), arrangement)).sum().backward();
            Near.Assert_near(Reference.Normalise(raw).Values, TensorCase.Values(q), 1e-6);
            Near.Assert_near(Reference.NormaliseBackward(raw, reaching).Values, TensorCase.Values(p.grad!), 1e-5);
            var expected = NaivePropagation.Constrain(naive, c.Connection);
            expected.mul(g.ToTensor()).sum().backward();
            Near.Assert_near(TensorCase.Values(expected), TensorCase.Values(q), 1e-6);
            Near.Assert_near(TensorCase.Values(naive.grad!), TensorCase.Values(p.grad!), 1e-5);
        });

    [Fact]
    public void Constraining_first_is_what_the_op_does_unless_told_otherwise()
    {
        using var scope = NewDisposeScope();
        var c = new PropagationCase(Connection.ThreeWay, new MapShape(2, 2, 9, 8), false, default, 6);
        var (x, p) = (c.Map().ToTensor(), c.RawWeights().ToTensor());
        var constrained = TorchPropagation.Constrain(p, c.Connection);
        Near.Assert_near(
            TensorCase.Values(TorchPropagation.Propagate(x, p, c.Connection)),
            TensorCase.Values(TorchPropagation.Propagate(x, constrained, c.Connection, normalisation: Normalisation.Raw)), 1e-6);
    }

    private static void ForRandomCases(Action<PropagationCase, ReferenceWeights, Random> body) =>
        Property.Holds(PropagationCase.Any(maxExtent: 6), c =>
        {
            var random = new Random(c.Seed);
            body(c, FiniteDifferences.Weights(c, random), random);
        });

    private static Tensor Leaf(double[] values, ReferenceWeights weights)
    {
        var shape = weights.Shape;
        return tensor(values).reshape(shape.Batch, 4L * weights.Neighbours * shape.Channels, shape.Height, shape.Width).requires_grad_();
    }

    private static double Loss(double[] values, ReferenceWeights weights, double[] g, Func<Tensor, Tensor> of)
    {
        using var scope = NewDisposeScope();
        return of(Leaf(values, weights).detach()).flatten().mul(tensor(g)).sum().item<double>();
    }

    private static double[] Gradient(ReferenceWeights weights, double[] g, Func<Tensor, Tensor> of)
    {
        using var scope = NewDisposeScope();
        var p = Leaf(weights.Values, weights);
        of(p).flatten().mul(tensor(g)).sum().backward();
        return TensorCase.Values(p.grad!);
    }
}
