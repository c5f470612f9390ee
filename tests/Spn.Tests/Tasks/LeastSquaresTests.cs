using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class LeastSquaresTests
{
    [Fact]
    public void Along_a_row_of_one_grey_values_go_in_a_straight_line()
    {
        var shape = new MapShape(1, 1, 1, 5);
        var known = new SparseMap(new FeatureMap(shape, [8, 0, 0, 0, 2]), new FeatureMap(shape, [1, 0, 0, 0, 1]));
        var solved = LeastSquares.Fill(FeatureMap.Constant(shape, 0.5f), known);
        Near.Assert_near([8, 6.5f, 5, 3.5f, 2], solved.Values.Values, 1e-5);
        Assert.InRange(solved.Residual, 0, 1e-5);
    }

    [Fact]
    public void Every_unknown_pixel_is_the_weighted_mean_of_its_neighbours()
    {
        var shape = new MapShape(1, 1, 6, 7);
        var noise = FeatureMap.Random(shape with { Channels = 3 }, 5);
        var photo = new FeatureMap(noise.Shape, Array.ConvertAll(noise.Values, v => (v + 1) / 2));
        var mask = FeatureMap.Generate(shape, (_, _, row, column) => (row * 7 + column) % 11 == 0 ? 1 : 0);
        var known = new SparseMap(FeatureMap.Random(shape, 6), mask);
        var filled = LeastSquares.Fill(photo, known, new LinearSystemOptions { Tolerance = 1e-10 }).Values;
        for (var row = 0; row < 6; row++)
            for (var column = 0; column < 7; column++)
            {
                if (mask[0, 0, row, column] == 1)
                {
                    Assert.Equal(known.Values[0, 0, row, column], filled[0, 0, row, column]);
                    continue;
                }

                double sum = 0, weights = 0;
                foreach (var (r, c) in Around(row, column, 6, 7).Where(p => p != (row, column)))
                {
                    var square = Enumerable.Range(0, 3).Sum(k => Math.Pow((double)photo[0, k, row, column] - photo[0, k, r, c], 2));
                    var weight = Math.Max(1e-6, Math.Exp(-square / (2 * Deviation(photo, row, column) * Deviation(photo, r, c))));
                    (sum, weights) = (sum + weight * filled[0, 0, r, c], weights + weight);
                }

                Near.Assert_near(sum / weights, filled[0, 0, row, column], 1e-6);
            }
    }

    [Fact]
    public void A_system_that_is_not_solved_says_how_far_it_came()
    {
        var shape = new MapShape(1, 1, 30, 30);
        var known = new SparseMap(new FeatureMap(shape, [1, .. new float[898], 2]), new FeatureMap(shape, [1, .. new float[898], 1]));
        var failure = Assert.Throws<ConvergenceException>(() =>
            LeastSquares.Fill(FeatureMap.Constant(shape, 0.5f), known, new LinearSystemOptions { MostSteps = 3 }));
        Assert.StartsWith(
            "expected a residual of 1e-06 within 3 steps of conjugate gradients, got ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_change_no_bit_and_large_pictures_are_refused()
    {
        var shape = new MapShape(1, 1, 400, 350);
        var photo = FeatureMap.Constant(shape, 0.5f);
        var known = new SparseMap(
            FeatureMap.Random(shape, 5),
            FeatureMap.Generate(shape, (_, _, row, column) => row % 10 == 0 && column % 10 == 0 ? 1 : 0));
        Assert.Equal(
            LeastSquares.Fill(photo, known, new LinearSystemOptions { Threads = 1 }).Values.Values,
            LeastSquares.Fill(photo, known, new LinearSystemOptions { Threads = 2 }).Values.Values);
        Assert.Contains("at most 100 pixels", Assert.Throws<ArgumentException>(() =>
            LeastSquares.Fill(photo, known, new LinearSystemOptions { MostPixels = 100 })).Message);
        Assert.Throws<OperationCanceledException>(() => LeastSquares.Fill(photo, known, cancellation: new CancellationToken(true)));
    }

    private static IEnumerable<(int Row, int Column)> Around(int row, int column, int height, int width) =>
        from r in Enumerable.Range(row - 1, 3)
        from c in Enumerable.Range(column - 1, 3)
        where r >= 0 && r < height && c >= 0 && c < width
        select (r, c);

    private static double Deviation(FeatureMap photo, int row, int column)
    {
        var variance = Enumerable.Range(0, photo.Channels).Sum(k =>
        {
            var values = Around(row, column, photo.Height, photo.Width).Select(p => (double)photo[0, k, p.Row, p.Column]).ToArray();
            return values.Average(v => v * v) - values.Average() * values.Average();
        });
        return Math.Sqrt(0.1 * Math.Max(1e-4, variance));
    }
}
