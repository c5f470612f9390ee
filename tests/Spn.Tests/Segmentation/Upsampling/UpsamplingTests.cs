using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>Joint bilateral and guided upsampling: against plain loops, and what must hold of both.</summary>
public class UpsamplingTests
{
    private static FeatureMap Noise(MapShape shape, int seed)
    {
        var random = new Random(seed);
        return FeatureMap.Generate(shape, (_, _, _, _) => 0.02f + 0.9f * random.NextSingle());
    }

    [Theory]
    [InlineData(3, 9, 12, 3, 4, 0)]
    [InlineData(1, 10, 7, 10, 7, 0)]
    [InlineData(3, 11, 13, 3, 4, 4)]
    [InlineData(3, 1, 1, 1, 1, 0)]
    public void Joint_bilateral_upsampling_is_that_of_its_equation(
        int channels, int height, int width, int coarseHeight, int coarseWidth, int cell)
    {
        var photo = Noise(new MapShape(1, channels, height, width), 1);
        var coarse = Noise(new MapShape(1, 2, coarseHeight, coarseWidth), 2);
        var options = new JointBilateralOptions { SigmaSpace = 0.8, SigmaColour = 60, Radius = 2, CellSize = cell };
        double tall = cell > 0 ? cell : (double)height / coarseHeight, wide = cell > 0 ? cell : (double)width / coarseWidth;
        var upsampled = JointBilateral.Upsample(coarse, photo, options);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                double atY = (y + 0.5) / tall - 0.5, atX = (x + 0.5) / wide - 0.5, weights = 0;
                double[] sums = [0, 0];
                for (var r = 0; r < coarseHeight; r++)
                    for (var c = 0; c < coarseWidth; c++)
                    {
                        if (Math.Abs(r - Math.Round(atY)) > 2 || Math.Abs(c - Math.Round(atX)) > 2)
                            continue;
                        int underY = Math.Min(height - 1, (int)((r + 0.5) * tall)), underX = Math.Min(width - 1, (int)((c + 0.5) * wide));
                        var colour = Enumerable.Range(0, channels).Sum(k =>
                            Math.Pow(255.0 * photo[0, k, y, x] - 255.0 * photo[0, k, underY, underX], 2));
                        var distance = (r - atY) * (r - atY) + (c - atX) * (c - atX);
                        var weight = Math.Exp(-distance / (2 * 0.64)) * Math.Exp(-colour / (2 * 3600));
                        weights += weight;
                        for (var k = 0; k < 2; k++)
                            sums[k] += weight * coarse[0, k, r, c];
                    }

                for (var k = 0; k < 2; k++)
                    Near.Assert_near(sums[k] / weights, upsampled[0, k, y, x], 1e-5);
            }
    }

    [Fact]
    public void A_pixel_unlike_all_around_it_still_takes_a_mean()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 8, 8), (_, _, row, column) => row == 1 && column == 1 ? 1 : 0);
        var upsampled = JointBilateral.Upsample(
            FeatureMap.Constant(new MapShape(1, 1, 2, 2), 0.7f), photo, new JointBilateralOptions { SigmaColour = 0.1 });
        Assert.All(upsampled.Values, value => Near.Assert_near(0.7, value, 1e-6));
    }

    [Theory]
    [InlineData(5, 7, 1)]
    [InlineData(12, 9, 3)]
    [InlineData(4, 5, 20)]
    [InlineData(1, 6, 2)]
    public void A_box_mean_is_that_of_all_pixels_in_the_window(int height, int width, int radius)
    {
        var values = Noise(new MapShape(1, 1, height, width), 3);
        var means = new float[height * width];
        new BoxMean(height, width, radius).Apply(values.Values, means);
        for (var i = 0; i < means.Length; i++)
            Near.Assert_near(Window(height, width, radius, i).Average(j => (double)values.Values[j]), means[i], 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Guided_upsampling_is_a_ridge_regression_in_each_window(int channels)
    {
        const int Height = 11, Width = 13, Radius = 2;
        FeatureMap photo = Noise(new MapShape(1, channels, Height, Width), 4), coarse = Noise(new MapShape(1, 1, 4, 5), 5);
        var (p, epsilon) = (Resize.Bilinear(coarse, Height, Width), 0.01);
        var upsampled = GuidedFilter.Upsample(coarse, photo, new GuidedFilterOptions { Radius = Radius, Epsilon = epsilon });
        double Colour(int c, int i) => photo.Plane(0, Math.Min(c, channels - 1))[i];
        double[][] functions = [.. Enumerable.Range(0, Height * Width).Select(k => Ridge(
            Window(Height, Width, Radius, k), Colour, i => p.Values[i], epsilon))];
        for (var i = 0; i < Height * Width; i++)
        {
            var value = Window(Height, Width, Radius, i).Average(k =>
                functions[k][0] * Colour(0, i) + functions[k][1] * Colour(1, i) + functions[k][2] * Colour(2, i) + functions[k][3]);
            Near.Assert_near(Math.Clamp(value, 0, 1), upsampled.Values[i], 2e-4);
        }
    }

    /// <summary>Minimises Σ (a·I + b − p)² + n ε |a|² by the normal equations, solved by elimination.</summary>
    private static double[] Ridge(int[] window, Func<int, int, double> colour, Func<int, double> value, double epsilon)
    {
        var m = new double[4, 5];
        foreach (var i in window)
        {
            double[] x = [colour(0, i), colour(1, i), colour(2, i), 1];
            for (var r = 0; r < 4; r++)
            {
                for (var c = 0; c < 4; c++)
                    m[r, c] += x[r] * x[c];
                m[r, 4] += x[r] * value(i);
            }
        }

        for (var r = 0; r < 3; r++)
            m[r, r] += window.Length * epsilon;
        for (var pivot = 0; pivot < 4; pivot++)
            for (var r = 0; r < 4; r++)
            {
                var factor = r == pivot ? 0 : m[r, pivot] / m[pivot, pivot];
                for (var c = 0; c < 5; c++)
                    m[r, c] -= factor * m[pivot, c];
            }

        return [.. Enumerable.Range(0, 4).Select(r => m[r, 4] / m[r, r])];
    }

    private static int[] Window(int height, int width, int radius, int centre) => [.. Enumerable.Range(0, height * width).Where(i =>
        Math.Abs(i / width - centre / width) <= radius && Math.Abs(i % width - centre % width) <= radius)];

    [Fact]
    public void Classes_sum_to_what_they_did_and_threads_change_no_bit()
    {
        var photo = Noise(new MapShape(1, 3, 30, 41), 6);
        var coarse = OneHot.Encode(LabelMap.Generate(6, 8, (row, column) => (byte)((row + 2 * column) % 5)), 5);
        var guided = GuidedFilter.Upsample(coarse, photo);
        var bilateral = JointBilateral.Upsample(coarse, photo);
        foreach (var map in new[] { guided, bilateral })
            for (var i = 0; i < photo.Shape.PlaneSize; i++)
                Near.Assert_near(1, Enumerable.Range(0, 5).Sum(c => (double)map.Plane(0, c)[i]), 1e-5);
        Assert.Equal(guided.Values, GuidedFilter.Upsample(coarse, photo, new GuidedFilterOptions { Threads = 1 }).Values);
        Assert.Equal(bilateral.Values, JointBilateral.Upsample(coarse, photo, new JointBilateralOptions { Threads = 1 }).Values);
    }

    [Fact]
    public void Input_that_is_wrong_is_refused()
    {
        FeatureMap photo = Noise(new MapShape(1, 3, 8, 8), 1), coarse = Noise(new MapShape(1, 2, 2, 2), 2);
        coarse[0, 1, 0, 1] = float.NaN;
        foreach (var upsample in new Action[] { () => JointBilateral.Upsample(coarse, photo), () => GuidedFilter.Upsample(coarse, photo) })
            Assert.Contains("got NaN at class 1, row 0, column 1", Assert.Throws<ArgumentException>(upsample).Message);
        coarse = Noise(new MapShape(1, 2, 9, 2), 2);
        Assert.Contains("no larger than the image", Assert.Throws<ArgumentException>(() => GuidedFilter.Upsample(coarse, photo)).Message);
        coarse = Noise(new MapShape(1, 2, 2, 2), 2);
        foreach (var wrong in new JointBilateralOptions[]
            { new() { SigmaSpace = 0 }, new() { SigmaColour = double.NaN }, new() { Radius = 0 } })
            Assert.Throws<ArgumentOutOfRangeException>(() => JointBilateral.Upsample(coarse, photo, wrong));
        foreach (var wrong in new GuidedFilterOptions[] { new() { Radius = 0 }, new() { Epsilon = 0 }, new() { Threads = -2 } })
            Assert.Throws<ArgumentOutOfRangeException>(() => GuidedFilter.Upsample(coarse, photo, wrong));
        Assert.Throws<OperationCanceledException>(() => GuidedFilter.Upsample(coarse, photo, cancellation: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => JointBilateral.Upsample(coarse, photo, cancellation: new CancellationToken(true)));
    }
}
