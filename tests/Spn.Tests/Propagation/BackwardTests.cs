namespace Spn.Tests;

/// <summary>
/// Every hand-derived backward of the reference against finite differences in double, over both connections, all directions, own and shared
/// weights.
/// </summary>
public class BackwardTests
{
    [Fact]
    public void Scan_with_respect_to_x() => ForRandomCases((c, random, normalisation) =>
    {
        var (x, weights, g) = Inputs(c, random);
        var gradient = Reference.ScanBackward(x, weights, c.Direction, g, normalisation).Input;
        FiniteDifferences.Agree(
            v => Dot(g, Reference.Scan(new(c.Shape, v), weights, c.Direction, normalisation)), x.Values, gradient.Values, random);
    });

    [Fact]
    public void Scan_with_respect_to_the_weights() => ForRandomCases((c, random, normalisation) =>
    {
        var (x, weights, g) = Inputs(c, random);
        var gradient = Reference.ScanBackward(x, weights, c.Direction, g, normalisation).Weights;
        FiniteDifferences.Agree(
            v => Dot(g, Reference.Scan(x, new(c.Connection, c.WeightShape, v), c.Direction, normalisation)), weights.Values,
            gradient.Values, random);
    });

    [Fact]
    public void Four_scans_and_the_maximum_with_respect_to_x() => ForRandomCases((c, random, normalisation) =>
    {
        var (x, weights, g) = Inputs(c, random);
        ReferenceResult At(double[] v) => Reference.Forward(new(c.Shape, v), weights, normalisation);
        var winner = At(x.Values).Winner;
        var gradient = Reference.Backward(x, weights, winner, g, normalisation).Input;
        FiniteDifferences.Agree(v => Dot(g, At(v).Output), x.Values, gradient.Values, random, SameWinner(At, winner));
    });

    [Fact]
    public void Four_scans_and_the_maximum_with_respect_to_the_weights() => ForRandomCases((c, random, normalisation) =>
    {
        var (x, weights, g) = Inputs(c, random);
        ReferenceResult At(double[] v) => Reference.Forward(x, new(c.Connection, c.WeightShape, v), normalisation);
        var winner = At(weights.Values).Winner;
        var gradient = Reference.Backward(x, weights, winner, g, normalisation).Weights;
        FiniteDifferences.Agree(v => Dot(g, At(v).Output), weights.Values, gradient.Values, random, SameWinner(At, winner));
    });

    [Fact]
    public void The_stability_constraint() => ForRandomCases((c, random, _) =>
    {
        var weights = FiniteDifferences.Weights(c, random);
        var g = new ReferenceWeights(c.Connection, c.WeightShape, FiniteDifferences.Values(weights.Values.Length, random));
        double Loss(double[] v) => Reference.Normalise(new(c.Connection, c.WeightShape, v)).Values.Zip(g.Values, (a, b) => a * b).Sum();
        FiniteDifferences.Agree(Loss, weights.Values, Reference.NormaliseBackward(weights, g).Values, random);
    });

    [Fact]
    public void A_scan_with_dense_transitions_with_respect_to_x_and_to_every_element() => ForRandomCases((c, random, _) =>
    {
        var (height, width) = (c.Shape.Height, c.Shape.Width);
        var length = c.Direction.IsHorizontal() ? height : width;
        var x = FiniteDifferences.Values(height * width, random);
        var g = Rows(FiniteDifferences.Values(height * width, random), height, width);
        var w = FiniteDifferences.Values((c.Lines - 1) * length * length, random);
        var gradient = DenseReference.Backward(Rows(x, height, width), Matrices(w), c.Direction, g);
        double Loss(double[] xs, double[] ws) =>
            DenseReference.Scan(Rows(xs, height, width), Matrices(ws), c.Direction).Cast<double>()
                .Zip(g.Cast<double>(), (a, b) => a * b).Sum();
        FiniteDifferences.Agree(v => Loss(v, w), x, [.. gradient.Input.Cast<double>()], random);
        if (w.Length > 0)
            FiniteDifferences.Agree(v => Loss(x, v), w, [.. gradient.Transitions.SelectMany(m => m.Cast<double>())], random);

        double[][,] Matrices(double[] values) =>
            [.. Enumerable.Range(0, c.Lines - 1)
                .Select(t => Rows(values[(t * length * length)..((t + 1) * length * length)], length, length))];
    });

    [Fact]
    public void Gradients_of_the_weights_of_other_directions_and_of_absent_neighbours_are_zero() => ForRandomCases(
        (c, random, normalisation) =>
    {
        var (x, weights, g) = Inputs(c, random);
        var one = Reference.ScanBackward(x, weights, c.Direction, g, normalisation).Weights;
        var all = Reference.Backward(x, weights, Reference.Forward(x, weights, normalisation).Winner, g, normalisation).Weights;
        foreach (var direction in Directions.All)
            for (var k = 0; k < (int)c.Connection; k++)
                for (var row = 0; row < c.Shape.Height; row++)
                    for (var column = 0; column < c.Shape.Width; column++)
                    {
                        if (direction != c.Direction || c.IsAbsent(direction, k, row, column))
                            Assert.Equal(0, one[0, direction, k, 0, row, column]);
                        if (c.IsAbsent(direction, k, row, column))
                            Assert.Equal(0, all[0, direction, k, 0, row, column]);
                    }
    });

    [Fact]
    public void The_gradient_of_shared_weights_is_the_sum_over_channels() => ForRandomCases((c, random, normalisation) =>
    {
        c = c with { Shared = true };
        var (x, shared, g) = Inputs(c, random);
        var s = c.Shape;
        var plane = s.PlaneSize;
        var own = new ReferenceWeights(c.Connection, s);
        for (var i = 0; i < own.Values.Length; i++)
            own.Values[i] = shared.Values[i / (plane * s.Channels) * plane + i % plane];
        var summed = Reference.ScanBackward(x, shared, c.Direction, g, normalisation);
        var separate = Reference.ScanBackward(x, own, c.Direction, g, normalisation);
        var expected = new double[shared.Values.Length];
        for (var i = 0; i < own.Values.Length; i++)
            expected[i / (plane * s.Channels) * plane + i % plane] += separate.Weights.Values[i];
        Near.Assert_near(expected, summed.Weights.Values, 1e-12);
        Near.Assert_near(separate.Input.Values, summed.Input.Values, 1e-12);
    });

    private static void ForRandomCases(
        Action<PropagationCase, Random, Normalisation> body) => Property.Holds(PropagationCase.Any(maxExtent: 5), c =>
    {
        body(c, new Random(c.Seed), Normalisation.Raw);
        body(c, new Random(c.Seed), Normalisation.Clip);
    });

    private static (ReferenceMap X, ReferenceWeights Weights, ReferenceMap Gradient) Inputs(PropagationCase c, Random random) => (
        new(c.Shape, FiniteDifferences.Values(c.Shape.Count, random)),
        FiniteDifferences.Weights(c, random),
        new(c.Shape, FiniteDifferences.Values(c.Shape.Count, random)));

    /// <summary>
    /// The maximum is smooth between two points where the same directions win. On the first lines of two scans that cross, and where no
    /// neighbour is, hidden maps are the same x: there directions tie at every point, and the earlier wins at every point.
    /// </summary>
    private static Func<double[], double[], bool> SameWinner(Func<double[], ReferenceResult> at, DirectionMap winner) => (behind, ahead) =>
        at(behind).Winner.Values.SequenceEqual(winner.Values) && at(ahead).Winner.Values.SequenceEqual(winner.Values);

    private static double Dot(ReferenceMap a, ReferenceMap b) => a.Values.Zip(b.Values, (x, y) => x * y).Sum();

    private static double[,] Rows(double[] values, int height, int width)
    {
        var rows = new double[height, width];
        Buffer.BlockCopy(values, 0, rows, 0, values.Length * sizeof(double));
        return rows;
    }
}
