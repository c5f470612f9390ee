namespace Spn.Tests;

public class IteratedAffinityTests
{
    [Theory]
    [InlineData(IteratedCentre.Current, false)]
    [InlineData(IteratedCentre.Current, true)]
    [InlineData(IteratedCentre.Start, false)]
    [InlineData(IteratedCentre.Start, true)]
    public void Rows_and_columns_are_those_of_the_operator_and_rows_sum_to_one(IteratedCentre centre, bool hinted)
    {
        var (shape, steps) = (new MapShape(2, 2, 7, 9), 3);
        var weights = IteratedWeights.Random(shape, 1);
        var hints = hinted ? IteratedHints.Of(FeatureMap.Random(shape with { Channels = 1 }, 2)) : null;
        var options = new IteratedOptions { Steps = steps, Centre = centre };
        var (x, size) = (FeatureMap.Random(shape, 3), shape.PlaneSize);
        var output = IteratedPropagation.Forward(x, weights, options, hints).Output;
        var (rows, given) = (new float[size][], new float[size][]);
        for (var i = 0; i < size; i++)
        {
            var row = IteratedAffinity.Row(weights, new Pixel(i / 9, i % 9), options, hints, batch: 1, channel: 1);
            Near.Assert_near(1, row.Sum, 1e-5);
            Assert.Equal(hinted, row.Hints is not null);
            (rows[i], given[i]) = (row.Values.Values, row.Hints?.Values ?? new float[size]);
            var product = rows[i].Zip(x.Plane(1, 1).ToArray(), (m, v) => (double)m * v).Sum()
                + given[i].Zip(hints?.Values.Plane(1, 0).ToArray() ?? new float[size], (b, v) => (double)b * v).Sum();
            Near.Assert_near(output.Plane(1, 1)[i], product, 1e-5);
        }

        for (var i = 0; i < size; i++)
        {
            var column = IteratedAffinity.Column(weights, new Pixel(i / 9, i % 9), options, hints, batch: 1, channel: 1);
            Near.Assert_near([.. rows.Select(row => row[i])], column.Values.Values, 1e-6);
            if (hinted)
                Near.Assert_near([.. given.Select(row => row[i])], column.Hints!.Values, 1e-6);
        }
    }

    [Fact]
    public void A_row_reaches_n_pixels_and_no_farther()
    {
        var weights = IteratedWeights.Random(new MapShape(1, 1, 21, 31), 7);
        var row = IteratedAffinity.Row(weights, new Pixel(10, 12), new IteratedOptions { Steps = 4 }).Values;
        for (var r = 0; r < 21; r++)
            for (var c = 0; c < 31; c++)
                Assert.Equal(Math.Max(Math.Abs(r - 10), Math.Abs(c - 12)) <= 4, row[0, 0, r, c] != 0);
    }

    [Fact]
    public void A_pixel_outside_the_map_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => IteratedAffinity.Row(new IteratedWeights(new MapShape(1, 1, 3, 4)), new Pixel(3, 0)));
        Assert.Contains("from (0, 0) to (2, 3), got (3, 0)", error.Message);
    }
}
