namespace Spn.Tests;

/// <summary>The stability constraint of Theorem 3 as users call it.</summary>
public class ConstraintTests
{
    [Fact]
    public void Constrained_magnitudes_sum_to_at_most_one_and_keep_their_proportions() => Property.Holds(PropagationCase.Any(), c =>
    {
        var raw = c.RawWeights();
        var constrained = Stability.Constrain(c.WithNaNAtAbsent(raw));
        ForEachPixel(c, (n, direction, channel, row, column, present) =>
        {
            var s = present.Sum(k => (double)Math.Abs(raw[n, direction, k, channel, row, column]));
            foreach (var k in present)
                Near.Assert_near(
                    raw[n, direction, k, channel, row, column] / Math.Max(1, s), constrained[n, direction, k, channel, row, column], 1e-6);
        });
    });

    [Fact]
    public void Absent_neighbours_come_out_as_zero() => Property.Holds(PropagationCase.Any(), c =>
    {
        var constrained = Stability.Constrain(c.WithNaNAtAbsent(c.RawWeights()));
        ForEachPixel(c, (n, direction, channel, row, column, present) =>
        {
            for (var k = 0; k < (int)c.Connection; k++)
                if (!present.Contains(k))
                    Assert.Equal(0, constrained[n, direction, k, channel, row, column]);
        });
    });

    [Fact]
    public void Stable_weights_pass_with_their_gradient_unchanged() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (weights, gradient) = (c.StableWeights(), c.RawWeights());
        var (constrained, backward) = (Stability.Constrain(weights), Propagation.NormaliseBackward(weights, gradient));
        ForEachPixel(c, (n, direction, channel, row, column, present) =>
        {
            foreach (var k in present)
            {
                Assert.Equal(weights[n, direction, k, channel, row, column], constrained[n, direction, k, channel, row, column]);
                Assert.Equal(gradient[n, direction, k, channel, row, column], backward[n, direction, k, channel, row, column]);
            }
        });
    });

    [Fact]
    public void Backward_agrees_with_the_reference_and_is_zero_at_absent_neighbours() => Property.Holds(PropagationCase.Any(), c =>
    {
        var raw = c.RawWeights();
        var gradient = PropagationWeights.Random(c.Connection, c.WeightShape, c.Seed + 2);
        var expected = Reference.NormaliseBackward(ReferenceWeights.From(raw), ReferenceWeights.From(gradient)).ToPropagationWeights();
        var actual = Propagation.NormaliseBackward(c.WithNaNAtAbsent(raw), c.WithNaNAtAbsent(gradient));
        Near.Assert_near(expected.Values, actual.Values, 1e-5);
        ForEachPixel(c, (n, direction, channel, row, column, present) =>
        {
            for (var k = 0; k < (int)c.Connection; k++)
                if (!present.Contains(k))
                    Assert.Equal(0, actual[n, direction, k, channel, row, column]);
        });
    });

    [Fact]
    public void The_gradient_has_no_part_along_the_weights_where_they_are_constrained() => Property.Holds(PropagationCase.Any(), c =>
    {
        // p / Σ|p| does not change when p is scaled, so the gradient is orthogonal to p.
        var weights = PropagationWeights.Generate(
            c.Connection, c.WeightShape, (_, _, k, _, row, column) => (1.5f + (7 * row + 3 * column + k) % 5) * (k == 1 ? -1 : 1));
        var gradient = PropagationWeights.Random(c.Connection, c.WeightShape, c.Seed + 2);
        var backward = Propagation.NormaliseBackward(weights, gradient);
        ForEachPixel(c, (n, direction, channel, row, column, present) =>
            Near.Assert_near(
                0,
                present.Sum(k => (double)weights[n, direction, k, channel, row, column] * backward[n, direction, k, channel, row, column]),
                1e-5));
    });

    [Fact]
    public void A_fused_constraint_is_the_separate_one_before_an_unconstrained_scan() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, g, raw, off) = (c.Map(1), c.Map(2), c.RawWeights(), new PropagationOptions { Normalisation = Normalisation.Raw });
        var constrained = Stability.Constrain(raw);
        Near.Assert_near(Propagation.Scan(x, constrained, c.Direction, off).Values, Propagation.Scan(x, raw, c.Direction).Values, 1e-5);
        var (separate, fused) = (
            Propagation.ScanBackward(x, constrained, c.Direction, g, off), Propagation.ScanBackward(x, raw, c.Direction, g));
        Near.Assert_near(separate.Input.Values, fused.Input.Values, 1e-5);
        Near.Assert_near(Propagation.NormaliseBackward(raw, separate.Weights).Values, fused.Weights.Values, 1e-5);
    });

    [Fact]
    public void Gradients_of_another_connection_or_shape_are_refused()
    {
        var weights = new PropagationWeights(Connection.ThreeWay, new(1, 2, 3, 4));
        Assert.Contains(
            "OneWay",
            Assert.Throws<ArgumentException>(
                () => Propagation.NormaliseBackward(weights, new(Connection.OneWay, new(1, 2, 3, 4)))).Message);
        Assert.Contains(
            "1×2×4×3",
            Assert.Throws<ArgumentException>(
                () => Propagation.NormaliseBackward(weights, new(Connection.ThreeWay, new(1, 2, 4, 3)))).Message);
    }

    private static void ForEachPixel(PropagationCase c, Action<int, Direction, int, int, int, int[]> visit)
    {
        for (var n = 0; n < c.Shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var channel = 0; channel < c.WeightShape.Channels; channel++)
                    for (var row = 0; row < c.Shape.Height; row++)
                        for (var column = 0; column < c.Shape.Width; column++)
                            visit(
                                n, direction, channel, row, column,
                                [.. Enumerable.Range(0, (int)c.Connection).Where(k => !c.IsAbsent(direction, k, row, column))]);
    }
}
