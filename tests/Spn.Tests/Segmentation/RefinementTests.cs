using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>Refinement with hand-made weights: sizes, classes, ignored places, and edges that are found.</summary>
public class RefinementTests
{
    private sealed record Case(int Height, int Width, int CoarseHeight, int CoarseWidth, Connection Connection, double Confidence, int Seed)
    {
        public FeatureMap Image()
        {
            var random = new Random(Seed);
            return FeatureMap.Generate(new MapShape(1, 3, Height, Width), (_, _, _, _) => random.NextSingle());
        }

        /// <summary>Labels 3, 7, 200 and the ignore label.</summary>
        public LabelMap Coarse()
        {
            var random = new Random(Seed + 1);
            var labels = LabelMap.Generate(CoarseHeight, CoarseWidth, (_, _) => new byte[] { 3, 7, 200, LabelMap.Ignore }[random.Next(4)]);
            labels[0, 0] = 7;
            return labels;
        }

        public RefinementOptions Options => new() { Connection = Connection, Confidence = Confidence };
    }

    private static Arbitrary<Case> Cases() => (
        from height in Gen.Choose(1, 12)
        from width in Gen.Choose(1, 12)
        from coarseHeight in Gen.Choose(1, height)
        from coarseWidth in Gen.Choose(1, width)
        from connection in Gen.Elements(Connection.OneWay, Connection.ThreeWay)
        from confidence in Gen.Elements(0.0, 1, 16)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(height, width, coarseHeight, coarseWidth, connection, confidence, seed)).ToArbitrary();

    [Fact]
    public void A_refined_map_has_the_size_of_the_image_and_the_classes_of_the_coarse_map() => Property.Holds(Cases(), c =>
    {
        foreach (var labels in new[] { Refinement.Labels(c.Image(), c.Coarse(), c.Options), Refinement.UpsampledLabels(c.Image(), c.Coarse(), c.Options) })
        {
            Assert.Equal((c.Height, c.Width), (labels.Height, labels.Width));
            Assert.All(labels.Labels, label => Assert.Contains(label, c.Coarse().Labels.Append(LabelMap.Ignore)));
        }
    });

    [Fact]
    public void Labels_of_probabilities_are_the_largest_of_the_refined_ones_and_none_where_nothing_is_known() =>
        Property.Holds(Cases(), c =>
    {
        var random = new Random(c.Seed);
        var coarse = FeatureMap.Generate(
            new MapShape(1, 3, c.CoarseHeight, c.CoarseWidth), (_, _, _, _) => random.Next(3) == 0 ? 0 : 0.5f * random.NextSingle());
        var likeliest = OneHot.ArgMax(Refinement.Probabilities(c.Image(), coarse, c.Options));
        var known = Resize.Bilinear(coarse, c.Height, c.Width);
        var refined = Refinement.Labels(c.Image(), coarse, c.Options);
        Assert.All(likeliest.Labels.Zip(refined.Labels), pair => Assert.True(pair.First == pair.Second || pair.Second == LabelMap.Ignore));
        Assert.Equal(OneHot.ArgMax(known).Labels, Refinement.UpsampledLabels(c.Image(), coarse).Labels.Select((label, i) =>
            Enumerable.Range(0, 3).All(k => known.Plane(0, k)[i] == 0) ? (byte)0 : label));
        Assert.All(
            Refinement.Labels(c.Image(), new FeatureMap(coarse.Shape), c.Options).Labels, label => Assert.Equal(LabelMap.Ignore, label));
    });

    [Fact]
    public void More_classes_than_labels_are_refused() => Assert.Contains(
        "at most 255 classes", Assert.Throws<ArgumentException>(() => Refinement.Labels(
            FeatureMap.Constant(new MapShape(1, 3, 4, 4), 0.5f), FeatureMap.Constant(new MapShape(1, 256, 2, 2), 0.001f))).Message, StringComparison.Ordinal);

    [Fact]
    public void Probabilities_sum_to_one() => Property.Holds(Cases(), c =>
    {
        var random = new Random(c.Seed);
        var coarse = FeatureMap.Generate(
            new MapShape(1, 3, c.CoarseHeight, c.CoarseWidth), (_, k, _, _) => k == 0 ? 0.1f : 0.4f * random.NextSingle());
        var refined = Refinement.Probabilities(c.Image(), coarse, c.Options);
        Assert.Equal(new MapShape(1, 3, c.Height, c.Width), refined.Shape);
        for (var i = 0; i < refined.Shape.PlaneSize; i++)
            Near.Assert_near(1, Enumerable.Range(0, 3).Sum(k => (double)refined.Plane(0, k)[i]), 1e-5);
    });

    [Fact]
    public void One_class_stays_one_class() => Property.Holds(Cases(), c =>
    {
        var coarse = LabelMap.Generate(c.CoarseHeight, c.CoarseWidth, (_, _) => 5);
        Assert.All(Refinement.Labels(c.Image(), coarse, c.Options).Labels, label => Assert.Equal(5, label));
    });

    [Fact]
    public void A_constant_mask_stays_constant() => Property.Holds(Cases(), c =>
    {
        var mask = FeatureMap.Constant(new MapShape(1, 1, c.CoarseHeight, c.CoarseWidth), 0.8f);
        var refined = Refinement.Mask(c.Image(), mask, c.Options);
        Assert.Equal(new MapShape(1, 1, c.Height, c.Width), refined.Shape);
        Assert.All(refined.Values, value => Near.Assert_near(0.8, value, 1e-5));
    });

    [Fact]
    public void Ignored_cells_are_filled_from_around()
    {
        var image = FeatureMap.Constant(new MapShape(1, 3, 16, 16), 0.5f);
        var coarse = LabelMap.Generate(4, 4, (row, column) => row is 1 or 2 && column is 1 or 2 ? LabelMap.Ignore : (byte)9);
        Assert.All(Refinement.Labels(image, coarse).Labels, label => Assert.Equal(9, label));
    }

    [Theory]
    [InlineData(Connection.ThreeWay), InlineData(Connection.OneWay)]
    public void A_boundary_moves_to_the_edge_of_the_photograph(Connection connection)
    {
        // The edge runs before column 18, in cells of 8: the majority puts it before column 16.
        var truth = LabelMap.Generate(32, 40, (_, column) => column < 18 ? (byte)0 : (byte)1);
        var image = FeatureMap.Generate(new MapShape(1, 3, 32, 40), (_, _, _, column) => column < 18 ? 0.3f : 0.6f);
        var coarse = Resize.Majority(truth, 8);
        var options = new RefinementOptions { Connection = connection, ColourDistance = new ColourDistanceOptions { Smoothing = 0 } };
        var before = SegmentationScore.Compare(truth, Refinement.UpsampledLabels(image, coarse, options), 2).MeanIoU;
        var after = SegmentationScore.Compare(truth, Refinement.Labels(image, coarse, options), 2).MeanIoU;
        Assert.True(before < 0.91, $"before {before}");
        Assert.True(after > 0.99, $"after {after}");
    }

    [Fact]
    public void A_soft_mask_moves_to_the_edge_of_the_photograph()
    {
        var image = FeatureMap.Generate(new MapShape(1, 1, 24, 24), (_, _, row, column) => row + column < 24 ? 0.2f : 0.8f);
        var coarse = Resize.Area(FeatureMap.Generate(new MapShape(1, 1, 24, 24), (_, _, row, column) => row + column < 24 ? 0 : 1), 4, 4);
        var refined = Refinement.Mask(image, coarse);
        double Error(FeatureMap mask) => mask.Values.Select((value, i) => Math.Abs(value - (i / 24 + i % 24 < 24 ? 0 : 1))).Average();
        Assert.True(Error(refined) < 0.5 * Error(Refinement.UpsampledMask(image, coarse)));
    }

    [Fact]
    public void Cells_cut_by_the_border_stay_where_they_are()
    {
        // 10×10 pixels in cells of 8: the second row and column of cells show two pixels each.
        var image = FeatureMap.Constant(new MapShape(1, 3, 10, 10), 0.5f);
        var coarse = LabelMap.Generate(2, 2, (_, column) => (byte)column);
        var upsampled = Refinement.UpsampledLabels(image, coarse, new RefinementOptions { CellSize = 8 });
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1], upsampled.Labels[..10]);
        Assert.Throws<ArgumentException>(() => Refinement.Labels(image, coarse, new RefinementOptions { CellSize = 4 }));
    }

    [Fact]
    public void A_cell_larger_than_the_image_takes_no_more_memory_than_the_image()
    {
        var image = FeatureMap.Constant(new MapShape(1, 3, 10, 12), 0.5f);
        var labels = Refinement.Labels(image, new LabelMap(1, 1, [6]), new RefinementOptions { CellSize = int.MaxValue });
        Assert.Equal((10, 12), (labels.Height, labels.Width));
        Assert.All(labels.Labels, label => Assert.Equal(6, label));
    }

    [Fact]
    public void What_cannot_be_refined_is_refused()
    {
        var image = FeatureMap.Constant(new MapShape(1, 3, 4, 4), 0.5f);
        var one = LabelMap.Generate(2, 2, (_, _) => 1);
        Assert.Throws<ArgumentException>(() => Refinement.Labels(image, LabelMap.Generate(5, 2, (_, _) => 1)));
        Assert.Throws<ArgumentException>(() => Refinement.Labels(image, LabelMap.Generate(2, 2, (_, _) => LabelMap.Ignore)));
        Assert.Throws<ArgumentException>(() => Refinement.Labels(new FeatureMap(new MapShape(2, 3, 4, 4)), one));
        Assert.Throws<ArgumentException>(() => Refinement.Mask(image, FeatureMap.Constant(new MapShape(1, 1, 2, 2), 1.5f)));
        Assert.Throws<ArgumentException>(() => Refinement.Mask(image, FeatureMap.Constant(new MapShape(1, 1, 2, 2), float.NaN)));
        Assert.Throws<ArgumentException>(() => Refinement.Mask(image, FeatureMap.Constant(new MapShape(1, 2, 2, 2), 0.5f)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Refinement.Labels(image, one, new RefinementOptions { Confidence = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Refinement.Labels(image, one, new RefinementOptions { CellSize = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Refinement.Labels(image, one, new RefinementOptions { Connection = (Connection)2 }));
    }
}
