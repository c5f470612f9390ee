namespace Spn.Tests;

/// <summary>What the op is, as properties of its forward and its backward, through the default backend.</summary>
public class PropagationTests
{
    private static readonly PropagationOptions Raw = new() { Normalisation = Normalisation.Raw };

    [Fact]
    public void Forward_is_linear_in_x() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, y, weights) = (c.Map(1), c.Map(2), c.RawWeights());
        var mixed = FeatureMap.Generate(c.Shape, (n, ch, row, column) => 2 * x[n, ch, row, column] - 3 * y[n, ch, row, column]);
        var (hx, hy) = (Propagation.Scan(x, weights, c.Direction), Propagation.Scan(y, weights, c.Direction));
        var expected = FeatureMap.Generate(c.Shape, (n, ch, row, column) => 2 * hx[n, ch, row, column] - 3 * hy[n, ch, row, column]);
        Near.Assert_near(expected.Values, Propagation.Scan(mixed, weights, c.Direction).Values, 1e-5);
    });

    [Fact]
    public void Backward_is_the_adjoint_of_forward() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, g, weights) = (c.Map(1), c.Map(2), c.RawWeights());
        var h = Propagation.Scan(x, weights, c.Direction);
        var gx = Propagation.ScanBackward(x, weights, c.Direction, g).Input;
        Near.Assert_near(Dot(g, h), Dot(gx, x), 1e-5);
    });

    [Fact]
    public void A_constant_map_is_a_fixed_point() => Property.Holds(PropagationCase.Any(), c =>
    {
        var x = FeatureMap.Constant(c.Shape, 0.75f);
        Near.Assert_near(x.Values, Propagation.Scan(x, c.RawWeights(), c.Direction).Values, 1e-5);
        Near.Assert_near(x.Values, Propagation.Forward(x, c.RawWeights()).Output.Values, 1e-5);
    });

    [Fact]
    public void Weights_in_0_1_with_sum_at_most_one_obey_the_maximum_principle() => Property.Holds(PropagationCase.Any(), c =>
    {
        var x = c.Map();
        var hidden = Propagation.Scan(x, c.AveragingWeights(), c.Direction, Raw);
        for (var n = 0; n < c.Shape.Batch; n++)
            for (var ch = 0; ch < c.Shape.Channels; ch++)
            {
                var (low, high) = Range(x.Plane(n, ch));
                var (lowest, highest) = Range(hidden.Plane(n, ch));
                Assert.True(lowest >= low - 1e-5f && highest <= high + 1e-5f);
            }
    });

    [Fact]
    public void Sums_of_magnitudes_at_most_one_bound_what_a_change_of_the_first_line_does() =>
        Property.Holds(PropagationCase.Any(maxExtent: 24), c =>
    {
        var (x, changed, weights) = (c.Map(), c.Map(), c.RawWeights());
        ForFirstLine(c, (n, channel, row, column) => changed[n, channel, row, column] += 1);
        var (before, after) = (Propagation.Scan(x, weights, c.Direction), Propagation.Scan(changed, weights, c.Direction));
        for (var i = 0; i < before.Values.Length; i++)
            Assert.True(Math.Abs(after.Values[i] - before.Values[i]) <= 1 + 1e-5f);
    });

    [Fact]
    public void Sums_of_magnitudes_at_most_one_bound_the_output() => Property.Holds(PropagationCase.Any(maxExtent: 24), c =>
    {
        // Signed weights: |1 − Σp| ≤ 2, so each line adds at most twice the largest |x|.
        var (x, hidden) = (c.Map(), Propagation.Scan(c.Map(), c.RawWeights(), c.Direction));
        var largest = x.Values.Max(Math.Abs);
        Assert.All(hidden.Values, value => Assert.True(Math.Abs(value) <= (2 * c.Lines - 1) * largest * (1 + 1e-5f)));
    });

    [Fact]
    public void Weights_of_minus_one_reach_the_bound_of_linear_growth()
    {
        var shape = new MapShape(1, 1, 1, 50);
        var x = FeatureMap.Generate(shape, (_, _, _, column) => column % 2 == 0 ? 1 : -1);
        var hidden = Propagation.Scan(x, PropagationWeights.Constant(Connection.OneWay, shape, -1), Direction.LeftToRight);
        Assert.Equal(2 * 50 - 1, Math.Abs(hidden.Values[^1]));
    }

    private static void ForFirstLine(PropagationCase c, Action<int, int, int, int> visit)
    {
        for (var n = 0; n < c.Shape.Batch; n++)
            for (var channel = 0; channel < c.Shape.Channels; channel++)
                for (var row = 0; row < c.Shape.Height; row++)
                    for (var column = 0; column < c.Shape.Width; column++)
                        if (c.IsAbsent(c.Direction, (int)c.Connection / 2, row, column))
                            visit(n, channel, row, column);
    }

    private static double Dot(FeatureMap a, FeatureMap b) => a.Values.Zip(b.Values, (x, y) => (double)x * y).Sum();

    private static (float Low, float High) Range(Span<float> values) => (values.ToArray().Min(), values.ToArray().Max());
}
