using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>Normalisations, chunks and input gates on tensors, against the reference: float32 and float64, outputs and gradients.</summary>
public class TensorNormalisationTests
{
    static TensorNormalisationTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Outputs_and_gradients_equal_the_reference(ScalarType type)
    {
        var seed = 0;
        foreach (var normalisation in Normalisations.All)
            foreach (var (connection, shared, chunk, gate) in new[]
            {
                (Connection.ThreeWay, false, 0, 0), (Connection.ThreeWay, true, 4, 2), (Connection.OneWay, false, 3, 1),
            })
                foreach (var direction in new Direction?[] { null, Direction.RightToLeft })
                {
                    using var scope = NewDisposeScope();
                    var c = new NormalisedCase(new(connection, new(2, 2, 7, 9), shared, default, ++seed), normalisation, chunk, gate);
                    Compare(c, direction, type, type == ScalarType.Float32 ? 1e-5 : 1e-12);
                }
    }

    [Fact]
    public void The_weights_alone_have_a_gradient_of_their_own()
    {
        foreach (var normalisation in Normalisations.All)
        {
            using var scope = NewDisposeScope();
            var c = new NormalisedCase(new(Connection.ThreeWay, new(1, 2, 6, 7), false, default, 3), normalisation, 4, 0);
            var (weights, g) = (c.Weights(), PropagationWeights.Random(Connection.ThreeWay, c.Shape, 4));
            var p = TensorCase.Leaf(weights.ToTensor());
            var q = TorchPropagation.Normalise(p, Connection.ThreeWay, normalisation, chunk: 4);
            TorchPropagation.Backward(q.mul(g.ToTensor()).sum());
            var raw = ReferenceWeights.From(weights);
            Near.Assert_near(Reference.Normalise(raw, normalisation, 4).Values, TensorCase.Values(q), 1e-6);
            Near.Assert_near(
                Reference.NormaliseBackward(raw, ReferenceWeights.From(g), normalisation, 4).Values, TensorCase.Values(p.grad!), 1e-5);
        }
    }

    [Fact]
    public void A_module_propagates_with_its_normalisation_and_chunk()
    {
        using var scope = NewDisposeScope();
        var c = new NormalisedCase(new(Connection.ThreeWay, new(1, 2, 6, 7), true, default, 3), Normalisation.Gate, 4, 2);
        var weights = c.Weights();
        using var module = new SpatialPropagation(Connection.ThreeWay, Normalisation.Gate, chunk: 4);
        var y = module.forward(c.Of.Map().ToTensor(), weights.ToTensor(), weights.InputGate!.ToTensor());
        Assert.Equal(Spn.Propagation.Forward(c.Of.Map(), weights, c.Options).Output.Values, y.ToFeatureMap().Values);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (rand(1, 2, 4, 5), rand(1, 16, 4, 5));
        Assert.Contains("g beside each direction's neighbours", Assert.Throws<ArgumentException>(
            () => TorchPropagation.Propagate(x, rand(1, 12, 4, 5), Connection.ThreeWay, Normalisation.Gate)).Message,
            StringComparison.Ordinal);
        Assert.Contains("expected an input gate of shape", Assert.Throws<ArgumentException>(
            () => TorchPropagation.Propagate(x, p, Connection.ThreeWay, Normalisation.Gate, 0, rand(1, 6, 4, 5))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchPropagation.Propagate(x, p, Connection.ThreeWay, Normalisation.Gate, -2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialPropagation(normalisation: (Normalisation)7));
    }

    private static void Compare(NormalisedCase c, Direction? direction, ScalarType type, double tolerance)
    {
        var (map, gradient, weights) = (c.Of.Map(1), c.Of.Map(2), c.Weights());
        var (x, p) = (TensorCase.Leaf(map.ToTensor(), type), TensorCase.Leaf(weights.ToTensor(), type));
        var gate = weights.InputGate is null ? null : TensorCase.Leaf(weights.InputGate.ToTensor(), type);
        var y = direction is { } one
            ? TorchPropagation.Scan(x, p, one, c.Of.Connection, c.Normalisation, c.Chunk, gate)
            : TorchPropagation.Propagate(x, p, c.Of.Connection, c.Normalisation, c.Chunk, gate);
        TorchPropagation.Backward(y.mul(gradient.ToTensor().to(type)).sum());
        var (rx, rp, rg) = (ReferenceMap.From(map), ReferenceWeights.From(weights), ReferenceMap.From(gradient));
        var forward = Reference.Forward(rx, rp, c.Normalisation, c.Chunk);
        var expected = direction is { } only
            ? Reference.ScanBackward(rx, rp, only, rg, c.Normalisation, c.Chunk)
            : Reference.Backward(rx, rp, forward.Winner, rg, c.Normalisation, c.Chunk);
        var output = direction is { } single ? Reference.Scan(rx, rp, single, c.Normalisation, c.Chunk) : forward.Output;
        Near.Assert_near(output.Values, TensorCase.Values(y), tolerance);
        Near.Assert_near(expected.Input.Values, TensorCase.Values(x.grad!), tolerance);
        Near.Assert_near(expected.Weights.Values, TensorCase.Values(p.grad!), tolerance);
        if (gate is not null)
            Near.Assert_near(expected.Weights.InputGate!.Values, TensorCase.Values(gate.grad!), tolerance);
    }
}
