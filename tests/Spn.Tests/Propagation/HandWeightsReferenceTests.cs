using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;

namespace Spn.Tests;

/// <summary>The hand-made weights against plain loops in double, on pictures of all small sizes.</summary>
public class HandWeightsReferenceTests
{
    private sealed record Case(int Channels, int Height, int Width, double Sigma, double Strength, double Smoothing, bool Flat, int Seed)
    {
        public FeatureMap Image()
        {
            var random = new Random(Seed);
            return FeatureMap.Generate(new MapShape(1, Channels, Height, Width),
                (_, _, row, column) => Flat ? row > column ? 1f : 0f : random.NextSingle());
        }
    }

    private static Arbitrary<Case> Cases() => (
        from channels in Gen.Elements(1, 2, 3, 5)
        from height in Gen.Choose(1, 40)
        from width in Gen.Choose(1, 40)
        from sigma in Gen.Elements(0.01, 0.5, 1, 3)
        from strength in Gen.Elements(0.3, 0.9, 1)
        from smoothing in Gen.Elements(0, 0.5, 1, 2.2)
        from flat in Gen.Elements(false, false, true)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(channels, height, width, sigma, strength, smoothing, flat, seed)).ToArbitrary();

    [Fact]
    public void Colour_distances_are_those_of_plain_loops() => Property.Holds(Cases(), c =>
    {
        var options = new ColourDistanceOptions { Sigma = c.Sigma, Strength = c.Strength, Smoothing = c.Smoothing };
        var features = Blurred(c.Channels == 3 ? ColourSpace.SrgbToLab(c.Image()) : c.Image(), c.Smoothing);
        double Distance(Pixel a, Pixel b) =>
            Math.Sqrt(Enumerable.Range(0, c.Channels).Sum(k =>
                Math.Pow((double)features[0, k, a.Row, a.Column] - features[0, k, b.Row, b.Column], 2)));
        double sum = 0;
        for (var row = 0; row < c.Height; row++)
            for (var column = 0; column < c.Width; column++)
                sum += (column > 0 ? Distance(new(row, column), new(row, column - 1)) : 0)
                    + (row > 0 ? Distance(new(row, column), new(row - 1, column)) : 0);
        var pairs = c.Height * (c.Width - 1) + (c.Height - 1) * c.Width;
        var scale = pairs == 0 ? 0 : c.Sigma * sum / pairs;
        Check(c, HandWeights.ColourDistance(c.Image(), options), (pixel, neighbours) =>
        {
            var g = neighbours.Select(n => n is not { } other ? 0
                : Distance(pixel, other) is var d && d == 0 ? 1 : Math.Exp(-d / scale)).ToArray();
            return g.Sum() == 0 ? g : [.. g.Select(one => c.Strength * g.Max() / g.Sum() * one)];
        });
    });

    [Fact]
    public void The_domain_transform_is_that_of_plain_loops() => Property.Holds(Cases(), c =>
    {
        var (image, options) = (c.Image(), new DomainTransformOptions { SigmaSpace = 20 * c.Sigma, SigmaRange = c.Strength });
        Check(c, HandWeights.DomainTransform(image, options), (pixel, neighbours) =>
            [.. neighbours.Select(n => n is not { } other ? 0 : Math.Exp(-Math.Sqrt(2) * (
            1 / options.SigmaSpace + Enumerable.Range(0, c.Channels).Sum(
                k => Math.Abs(
                    (double)image[0, k, pixel.Row, pixel.Column] - image[0, k, other.Row, other.Column])) / options.SigmaRange)))]);
    });

    /// <summary>
    /// Holds every weight against a rule that is told a pixel and its neighbours in the line before, null where there is none.
    /// </summary>
    private static void Check(Case c, PropagationWeights weights, Func<Pixel, Pixel?[], double[]> rule)
    {
        foreach (var direction in Directions.All)
            for (var row = 0; row < c.Height; row++)
                for (var column = 0; column < c.Width; column++)
                {
                    var back = direction.IsReversed() ? 1 : -1;
                    var neighbours = Enumerable.Range(0, weights.Neighbours).Select(k => k - weights.Neighbours / 2)
                        .Select(step => direction.IsHorizontal()
                            ? new Pixel(row + step, column + back) : new Pixel(row + back, column + step))
                        .Select(n => (uint)n.Row < (uint)c.Height && (uint)n.Column < (uint)c.Width ? n : (Pixel?)null).ToArray();
                    var expected = rule(new Pixel(row, column), neighbours);
                    for (var k = 0; k < expected.Length; k++)
                        Assert.True(Math.Abs(expected[k] - weights[0, direction, k, 0, row, column]) <= 1e-6,
                            $"{direction} {k} ({row}, {column}): expected {expected[k]}, got {weights[0, direction, k, 0, row, column]}");
                }
    }

    private static FeatureMap Blurred(FeatureMap map, double sigma)
    {
        var radius = (int)Math.Ceiling(2 * sigma);
        double Tap(int i) => sigma == 0 ? 1 : Math.Exp(-(double)(i * i) / (2 * sigma * sigma));
        var total = Enumerable.Range(-radius, 2 * radius + 1).Sum(Tap);
        FeatureMap Along(FeatureMap source, int down, int right) => FeatureMap.Generate(map.Shape, (_, c, row, column) =>
            (float)(Enumerable.Range(-radius, 2 * radius + 1).Sum(i => Tap(i) * source[
                0, c, Math.Clamp(row + i * down, 0, map.Height - 1), Math.Clamp(column + i * right, 0, map.Width - 1)]) / total));
        return Along(Along(map, 0, 1), 1, 0);
    }
}
