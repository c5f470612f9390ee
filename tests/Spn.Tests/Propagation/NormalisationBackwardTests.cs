namespace Spn.Tests;

/// <summary>The backward of every normalisation, with chunks and input gates, against finite differences in double.</summary>
public class NormalisationBackwardTests
{
    [Fact]
    public void Of_a_scan() => Property.Holds(NormalisedCase.Any(maxExtent: 4), c =>
    {
        var (x, weights, g, random) = Inputs(c);
        double Loss(double[] xs, double[] ws, double[]? gate) => Dot(g.Values, Reference.Scan(
            new(c.Shape, xs), With(weights, ws, gate), c.Of.Direction, c.Normalisation, c.Chunk).Values);
        var gradient = Reference.ScanBackward(x, weights, c.Of.Direction, g, c.Normalisation, c.Chunk);
        Agree(Loss, x, weights, gradient, random);
    });

    [Fact]
    public void Of_four_scans_and_their_maximum() => Property.Holds(NormalisedCase.Any(maxExtent: 4), c =>
    {
        var (x, weights, g, random) = Inputs(c);
        var winner = Reference.Forward(x, weights, c.Normalisation, c.Chunk).Winner;
        // With who wins held fast, which a difference may change, the output is smooth.
        double Loss(double[] xs, double[] ws, double[]? gate)
        {
            var hidden = Reference.Forward(new(c.Shape, xs), With(weights, ws, gate), c.Normalisation, c.Chunk).Hidden;
            return g.Values.Select((value, i) => value * hidden[winner.Values[i]].Values[i]).Sum();
        }

        Agree(Loss, x, weights, Reference.Backward(x, weights, winner, g, c.Normalisation, c.Chunk), random);
    });

    [Fact]
    public void Of_the_weights_alone() => Property.Holds(NormalisedCase.Any(maxExtent: 5, withInputGate: false), c =>
    {
        var (_, weights, _, random) = Inputs(c);
        var g = new ReferenceWeights(c.Of.Connection, weights.Shape);
        FiniteDifferences.Values(g.Values.Length, random).CopyTo(g.Values, 0);
        FiniteDifferences.Agree(
            v => Dot(g.Values, Reference.Normalise(With(weights, v, null), c.Normalisation, c.Chunk).Values), weights.Values,
            Reference.NormaliseBackward(weights, g, c.Normalisation, c.Chunk).Values, random);
    });

    private static void Agree(
        Func<double[], double[], double[]?, double> loss, ReferenceMap x, ReferenceWeights weights, ReferenceGradient gradient,
        Random random)
    {
        var gate = weights.InputGate?.Values;
        FiniteDifferences.Agree(v => loss(v, weights.Values, gate), x.Values, gradient.Input.Values, random);
        FiniteDifferences.Agree(v => loss(x.Values, v, gate), weights.Values, gradient.Weights.Values, random);
        if (gate is not null)
            FiniteDifferences.Agree(v => loss(x.Values, weights.Values, v), gate, gradient.Weights.InputGate!.Values, random);
    }

    /// <summary>Weights away from zero and, under clipping, from Σ|p| = 1: a difference meets no kink.</summary>
    private static (ReferenceMap X, ReferenceWeights Weights, ReferenceMap Gradient, Random Random) Inputs(NormalisedCase c)
    {
        var random = new Random(c.Of.Seed);
        var gate = c.InputGateChannels == 0 ? null : new ReferenceMap(
            c.Shape with { Channels = 4 * c.InputGateChannels },
            FiniteDifferences.Values(4 * c.InputGateChannels * c.Shape.Count / c.Shape.Channels, random));
        var values = c.Normalisation == Normalisation.Gate
            ? FiniteDifferences.Values(PropagationWeights.Count(c.Of.Connection, c.Of.WeightShape, gated: true), random)
            : FiniteDifferences.Weights(c.Of, random).Values;
        return (new(c.Shape, FiniteDifferences.Values(c.Shape.Count, random)),
            new(c.Of.Connection, c.Of.WeightShape, values, c.Normalisation == Normalisation.Gate) { InputGate = gate },
            new(c.Shape, FiniteDifferences.Values(c.Shape.Count, random)), random);
    }

    private static ReferenceWeights With(ReferenceWeights like, double[] values, double[]? gate) =>
        new(like.Connection, like.Shape, values, like.IsGated) { InputGate = gate is null ? null : new(like.InputGate!.Shape, gate) };

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
