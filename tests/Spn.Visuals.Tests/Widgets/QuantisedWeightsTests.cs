namespace Spn.Visuals.Tests.Widgets;

/// <summary>Weights rounded for a page stay near, stay stable, and their rounding does not add up along a scan.</summary>
public class QuantisedWeightsTests
{
    private static readonly MapShape Shape = new(1, 1, 40, 300);

    public static TheoryData<Connection> Connections => [Connection.OneWay, Connection.ThreeWay];

    [Theory, MemberData(nameof(Connections))]
    public void Each_is_within_two_steps_and_magnitudes_sum_to_at_most_one(Connection connection)
    {
        var exact = Stability.Constrain(PropagationWeights.Random(connection, Shape, 5));
        var quantised = QuantisedWeights.Of(exact, 0, 0);
        var rounded = quantised.ToWeights();
        Assert.Equal(127, quantised.Steps);
        foreach (var direction in Directions.All)
            for (var i = 0; i < Shape.PlaneSize; i++)
            {
                var sum = 0f;
                for (var n = 0; n < exact.Neighbours; n++)
                    sum += MathF.Abs(rounded.Plane(0, direction, n, 0)[i]);
                Assert.InRange(sum, 0, 1 + 1e-6f);
            }

        foreach (var direction in Directions.All)
            for (var row = 1; row < Shape.Height - 1; row++)
                for (var column = 1; column < Shape.Width - 1; column++)
                    for (var n = 0; n < exact.Neighbours; n++)
                        Assert.InRange(
                            Math.Abs(exact[0, direction, n, 0, row, column] - rounded[0, direction, n, 0, row, column]) * 127, 0, 2);
    }

    [Fact]
    public void A_share_that_lasts_for_hundreds_of_pixels_lasts_as_long_after_rounding()
    {
        // Plain rounding makes 0.3289·3 a 0.9921, and after 299 columns 0.093 instead of 0.0186.
        var exact = PropagationWeights.Constant(Connection.ThreeWay, Shape, 0.3289f);
        var rounded = QuantisedWeights.Of(exact, 0, 0).ToWeights();
        var pixel = new Pixel(20, 299);
        var (one, other) = (Affinity.Row(exact, Direction.LeftToRight, pixel), Affinity.Row(rounded, Direction.LeftToRight, pixel));
        double First(AffinitySlice row) => Enumerable.Range(0, Shape.Height).Sum(r => (double)row.Values[0, 0, r, 0]);
        Assert.InRange(First(other) / First(one), 0.95, 1.05);
    }

    [Fact]
    public void A_wall_stays_a_wall_and_raw_weights_above_one_keep_their_size()
    {
        var raw = PropagationWeights.Generate(Connection.ThreeWay, new MapShape(1, 1, 9, 12),
            (_, _, n, _, _, column) => column == 6 ? 0 : n == 1 ? 2.5f : -0.5f);
        var quantised = QuantisedWeights.Of(raw, 0, 0);
        var rounded = quantised.ToWeights();
        Assert.Equal(127 / 2.5, quantised.Steps, 1e-6);
        Assert.Equal(0, rounded[0, Direction.LeftToRight, 1, 0, 4, 6]);
        Assert.Equal(2.5f, rounded[0, Direction.LeftToRight, 1, 0, 4, 5], 0.03f);
        Assert.Equal(-0.5f, rounded[0, Direction.LeftToRight, 0, 0, 4, 5], 0.03f);
    }
}
