namespace Spn.Tests;

/// <summary>What the op is, as properties of its forward and its backward, through the default backend.</summary>
public class PropagationTests
{
    private static readonly PropagationOptions Raw = new() { Stabilize = false };

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
        Near.Assert_near(Dot(g, h), Dot(gx, x), 1e-4);
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
                Assert.True(lowest >= low - 1e-6f && highest <= high + 1e-6f);
            }
    });

    [Fact]
    public void Stable_weights_never_let_the_output_grow() => Property.Holds(PropagationCase.Any(maxExtent: 24), c =>
    {
        // h_t − x̄ of a line is at most three times max|x| away: |1 − Σp| ≤ 2 and Σ|p| ≤ 1 bound a single step, but not the sum over
        // steps. What is bounded for any number of lines is the difference that the first line makes.
        var (x, y) = (c.Map(), c.Map());
        for (var n = 0; n < c.Shape.Batch; n++)
            for (var ch = 0; ch < c.Shape.Channels; ch++)
                ForFirstLine(c, (row, column) => y[n, ch, row, column] += 1);
        var options = new PropagationOptions();
        var (hx, hy) = (Propagation.Scan(x, c.RawWeights(), c.Direction, options), Propagation.Scan(y, c.RawWeights(), c.Direction, options));
        for (var i = 0; i < hx.Values.Length; i++)
            Assert.True(Math.Abs(hy.Values[i] - hx.Values[i]) <= 1 + 1e-5f);
    });

    private static void ForFirstLine(PropagationCase c, Action<int, int> visit)
    {
        for (var i = 0; i < (c.Direction.IsHorizontal() ? c.Shape.Height : c.Shape.Width); i++)
        {
            var line = c.Direction.IsReversed() ? c.Lines - 1 : 0;
            visit(c.Direction.IsHorizontal() ? i : line, c.Direction.IsHorizontal() ? line : i);
        }
    }

    private static double Dot(FeatureMap a, FeatureMap b) => a.Values.Zip(b.Values, (x, y) => (double)x * y).Sum();

    private static (float Low, float High) Range(Span<float> values) => (values.ToArray().Min(), values.ToArray().Max());
}
