using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;

namespace Spn.Tests;

/// <summary>Weights by hand: in range, weaker across edges, and the filters they claim to be.</summary>
public class HandWeightsTests
{
    private sealed record Case(int Batch, int Channels, int Height, int Width, double A, double B, double Smoothing, int Seed)
    {
        public FeatureMap Image()
        {
            var random = new Random(Seed);
            return FeatureMap.Generate(new MapShape(Batch, Channels, Height, Width), (_, _, _, _) => random.NextSingle());
        }

        public PropagationWeights DomainTransform() =>
            HandWeights.DomainTransform(Image(), new DomainTransformOptions { SigmaSpace = 30 * A, SigmaRange = B });

        public PropagationWeights ColourDistance() =>
            HandWeights.ColourDistance(Image(), new ColourDistanceOptions { Sigma = 3 * A, Strength = B, Smoothing = Smoothing });
    }

    private static Arbitrary<Case> Cases() => (
        from batch in Gen.Choose(1, 2)
        from channels in Gen.Elements(1, 2, 3)
        from height in Gen.Choose(1, 9)
        from width in Gen.Choose(1, 9)
        from a in Gen.Choose(1, 100)
        from b in Gen.Choose(1, 100)
        from smoothing in Gen.Elements(0, 0.5, 1, 3)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(batch, channels, height, width, a / 100.0, b / 100.0, smoothing, seed)).ToArbitrary();

    [Fact]
    public void Weights_are_at_least_zero_and_sum_to_at_most_one() => Property.Holds(Cases(), c =>
    {
        foreach (var weights in new[] { c.DomainTransform(), c.ColourDistance() })
            ForEachPixel(weights, p =>
            {
                Assert.All(p, value => Assert.InRange(value, 0f, 1f));
                Assert.True(p.Sum(value => (double)value) <= 1 + 1e-6);
            });
    });

    [Fact]
    public void Absent_neighbours_have_zero_weight() => Property.Holds(Cases(), c =>
    {
        foreach (var weights in new[] { c.DomainTransform(), c.ColourDistance() })
        {
            var where = new PropagationCase(weights.Connection, weights.Shape, true, Direction.LeftToRight, 0);
            foreach (var direction in Directions.All)
                for (var k = 0; k < weights.Neighbours; k++)
                    for (var row = 0; row < c.Height; row++)
                        for (var column = 0; column < c.Width; column++)
                            Assert.True(!where.IsAbsent(direction, k, row, column) || weights[0, direction, k, 0, row, column] == 0);
        }
    });

    [Fact]
    public void A_flat_image_passes_on_the_full_strength() => Property.Holds(Cases(), c =>
    {
        var grey = FeatureMap.Constant(new MapShape(1, c.Channels, c.Height, c.Width), 0.5f);
        var one = HandWeights.DomainTransform(grey, new DomainTransformOptions { SigmaSpace = 30 * c.A });
        var three = HandWeights.ColourDistance(grey, new ColourDistanceOptions { Strength = c.B, Smoothing = 0 });
        for (var row = 0; row < c.Height; row++)
            for (var column = 1; column < c.Width; column++)
            {
                Near.Assert_near(Math.Exp(-Math.Sqrt(2) / (30 * c.A)), one[0, Direction.LeftToRight, 0, 0, row, column], 1e-6);
                Near.Assert_near(c.B, Enumerable.Range(0, 3).Sum(k => three[0, Direction.LeftToRight, k, 0, row, column]), 1e-6);
            }
    });

    [Fact]
    public void Edges_lower_the_weights()
    {
        // Dark to column 3, bright from column 4.
        var image = FeatureMap.Generate(
            new MapShape(1, 3, 5, 8), (_, c, row, column) => (column < 4 ? 0.2f : 0.8f) + 0.001f * ((row * 8 + column + c) % 3));
        foreach (var weights in new[] { HandWeights.DomainTransform(image), HandWeights.ColourDistance(image, new ColourDistanceOptions { Smoothing = 0 }) })
            for (var row = 0; row < 5; row++)
            {
                float Total(Direction direction, int column) =>
                    Enumerable.Range(0, weights.Neighbours).Sum(k => weights[0, direction, k, 0, row, column]);
                Assert.True(Total(Direction.LeftToRight, 4) < 0.01 * Total(Direction.LeftToRight, 2));
                Assert.True(Total(Direction.RightToLeft, 3) < 0.01 * Total(Direction.RightToLeft, 5));
                Assert.True(row == 0 || weights[0, Direction.TopToBottom, weights.Neighbours / 2, 0, row, 4] > 0.2f);
            }
    }

    [Fact]
    public void A_diagonal_edge_sends_the_weight_to_the_neighbour_of_the_same_colour()
    {
        var image = FeatureMap.Generate(new MapShape(1, 3, 8, 8), (_, _, row, column) => row > column ? 0.9f : 0.1f);
        var weights = HandWeights.ColourDistance(image, new ColourDistanceOptions { Sigma = 0.2, Smoothing = 0 });
        // Pixel (4, 4) is dark; to its left (3, 3) is dark, (4, 3) and (5, 3) are bright.
        Assert.Equal(0.9, weights[0, Direction.LeftToRight, 0, 0, 4, 4], 3);
        Assert.True(weights[0, Direction.LeftToRight, 1, 0, 4, 4] + weights[0, Direction.LeftToRight, 2, 0, 4, 4] < 0.001);
    }

    [Fact]
    public void The_domain_transform_is_its_formula()
    {
        var image = new FeatureMap(new MapShape(1, 1, 1, 3), [0.1f, 0.3f, 0.2f]);
        var weights = HandWeights.DomainTransform(image, new DomainTransformOptions { SigmaSpace = 10, SigmaRange = 0.5 });
        Near.Assert_near(Math.Exp(-Math.Sqrt(2) / 10 * (1 + 10 / 0.5 * 0.2)), weights[0, Direction.LeftToRight, 0, 0, 0, 1], 1e-6);
        Near.Assert_near(Math.Exp(-Math.Sqrt(2) / 10 * (1 + 10 / 0.5 * 0.1)), weights[0, Direction.RightToLeft, 0, 0, 0, 1], 1e-6);
    }

    [Fact]
    public void Colour_distance_weights_are_their_formula_on_the_blurred_features() => Property.Holds(Cases(), c =>
    {
        c = c with { Batch = 1 };
        var features = Blurred(c.Channels == 3 ? ColourSpace.SrgbToLab(c.Image()) : c.Image(), c.Smoothing);
        double Distance(Pixel a, Pixel b) =>
            Math.Sqrt(Enumerable.Range(0, c.Channels).Sum(k => Math.Pow(features[k, a.Row, a.Column] - features[k, b.Row, b.Column], 2)));
        var pairs = new List<double>();
        for (var row = 0; row < c.Height; row++)
            for (var column = 0; column < c.Width; column++)
            {
                if (column > 0)
                    pairs.Add(Distance(new(row, column), new(row, column - 1)));
                if (row > 0)
                    pairs.Add(Distance(new(row, column), new(row - 1, column)));
            }

        var weights = c.ColourDistance();
        var steps = new Dictionary<Direction, Pixel> { [Direction.LeftToRight] = new(0, -1), [Direction.RightToLeft] = new(0, 1), [Direction.TopToBottom] = new(-1, 0), [Direction.BottomToTop] = new(1, 0) };
        foreach (var (direction, step) in steps)
            for (var row = 0; row < c.Height; row++)
                for (var column = 0; column < c.Width; column++)
                {
                    var g = new double[3];
                    for (var k = 0; k < 3; k++)
                    {
                        var neighbour = step.Row == 0 ? new Pixel(row + k - 1, column + step.Column) : new Pixel(
                            row + step.Row, column + k - 1);
                        if (neighbour.Row >= 0 && neighbour.Row < c.Height && neighbour.Column >= 0 && neighbour.Column < c.Width)
                            g[k] = Math.Exp(-Distance(new(row, column), neighbour) / (3 * c.A * pairs.Average()));
                    }

                    for (var k = 0; k < 3; k++)
                        Near.Assert_near(g.Sum() == 0 ? 0 : c.B * g.Max() * g[k] / g.Sum(), weights[0, direction, k, 0, row, column], 2e-4);
                }
    });

    /// <summary>
    /// A Gaussian cut at two standard deviations, over rows and columns at once, border pixels repeated: [channel, row, column].
    /// </summary>
    private static double[,,] Blurred(FeatureMap map, double sigma)
    {
        var radius = (int)Math.Ceiling(2 * sigma);
        double Tap(int i) => sigma == 0 ? 1 : Math.Exp(-(double)(i * i) / (2 * sigma * sigma));
        var blurred = new double[map.Channels, map.Height, map.Width];
        for (var c = 0; c < map.Channels; c++)
            for (var row = 0; row < map.Height; row++)
                for (var column = 0; column < map.Width; column++)
                {
                    double sum = 0, total = 0;
                    for (var i = -radius; i <= radius; i++)
                        for (var j = -radius; j <= radius; j++)
                        {
                            total += Tap(i) * Tap(j);
                            sum += Tap(i) * Tap(j) * map[0, c, Math.Clamp(row + i, 0, map.Height - 1), Math.Clamp(column + j, 0, map.Width - 1)];
                        }
                    blurred[c, row, column] = sum / total;
                }
        return blurred;
    }

    [Fact]
    public void Every_batch_item_has_the_weights_of_its_own_image() => Property.Holds(Cases(), c =>
    {
        var both = c with { Batch = 2 };
        var second = new FeatureMap(
            new MapShape(1, c.Channels, c.Height, c.Width), both.Image().Values[(c.Channels * c.Height * c.Width)..]);
        var options = new ColourDistanceOptions { Smoothing = c.Smoothing };
        var (batch, alone) = (HandWeights.ColourDistance(both.Image(), options), HandWeights.ColourDistance(second, options));
        Assert.Equal(alone.Values, batch.Values[alone.Values.Length..]);
    });

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Widths_that_are_not_positive_are_refused(double sigma)
    {
        var image = new FeatureMap(new MapShape(1, 3, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => HandWeights.DomainTransform(image, new DomainTransformOptions { SigmaSpace = sigma }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => HandWeights.DomainTransform(image, new DomainTransformOptions { SigmaRange = sigma }));
        Assert.Throws<ArgumentOutOfRangeException>(() => HandWeights.ColourDistance(image, new ColourDistanceOptions { Sigma = sigma }));
    }

    [Theory]
    [InlineData(0, 1), InlineData(1.01, 1), InlineData(double.NaN, 1), InlineData(0.5, -1), InlineData(0.5, 101), InlineData(0.5, double.NaN)]
    public void Strength_and_smoothing_out_of_range_are_refused(double strength, double smoothing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HandWeights.ColourDistance(
            new FeatureMap(new MapShape(1, 3, 2, 2)), new ColourDistanceOptions { Strength = strength, Smoothing = smoothing }));

    [Theory]
    [InlineData(255f), InlineData(-0.1f), InlineData(float.NaN)]
    public void An_image_out_of_range_is_refused(float value)
    {
        var image = FeatureMap.Constant(new MapShape(1, 3, 2, 2), value);
        Assert.Throws<ArgumentException>(() => HandWeights.ColourDistance(image));
        Assert.Throws<ArgumentException>(() => HandWeights.DomainTransform(image));
    }

    private static void ForEachPixel(PropagationWeights weights, Action<float[]> check)
    {
        for (var n = 0; n < weights.Shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var row = 0; row < weights.Shape.Height; row++)
                    for (var column = 0; column < weights.Shape.Width; column++)
                        check(Enumerable.Range(0, weights.Neighbours).Select(k => weights[n, direction, k, 0, row, column]).ToArray());
    }

    [Fact]
    public void Weights_from_labels_let_no_label_reach_another_and_pass_on_all_that_their_own_brings()
    {
        var random = new Random(4);
        var labels = LabelMap.Generate(9, 11, (_, _) => (byte)random.Next(2));
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
        {
            var weights = HandWeights.FromLabels(labels, connection);
            foreach (var direction in Directions.All)
            {
                var g = Affinity.Dense(weights, direction);
                for (var i = 0; i < g.Size; i++)
                {
                    for (var j = 0; j < g.Size; j++)
                        Assert.True(g[i, j] == 0
                            || labels[g.PixelAt(i).Row, g.PixelAt(i).Column] == labels[g.PixelAt(j).Row, g.PixelAt(j).Column]);
                    Assert.True(g.Degree()[i] is 0 or (> 1 - 1e-6 and < 1 + 1e-6), $"Σp = {g.Degree()[i]}");
                }
            }
        }

        var both = HandWeights.FromLabels(LabelMap.Generate(3, 4, (_, _) => 1));
        Assert.Equal(0.5f, both[0, Direction.LeftToRight, 1, 0, 0, 1]);
        Assert.Equal(1f / 3, both[0, Direction.LeftToRight, 1, 0, 1, 1]);
        Assert.Equal(0, both[0, Direction.LeftToRight, 0, 0, 0, 1]);
    }
}
