using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>All methods on the same input.</summary>
public class RefinementMethodsTests
{
    private static readonly LabelMap Truth = LabelMap.Generate(45, 61, (row, column) =>
        (byte)(2 * row + column < 70 ? 0 : (row - 30) * (row - 30) + (column - 45) * (column - 45) < 120 ? 1 : 2));

    private static FeatureMap Photo(int channels)
    {
        var random = new Random(1);
        float[] colours = [0.2f, 0.7f, 0.5f, 0.6f, 0.3f, 0.9f, 0.1f, 0.4f, 0.8f];
        return FeatureMap.Generate(new MapShape(1, channels, 45, 61), (_, c, row, column) =>
            colours[3 * c + Truth[row, column]] + 0.02f * random.NextSingle());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Each_but_bilinear_finds_edges_that_blocks_of_the_truth_have_lost(int channels)
    {
        var coarse = OneHot.Encode(Resize.Majority(Truth, 8), 3);
        double Score(RefinementMethod method) =>
            ConfusionMatrix.FromLabels(Truth, method.Labels(Photo(channels), coarse, cellSize: 8), 3).Score().MeanIoU;
        var bilinear = Score(RefinementMethods.Bilinear);
        foreach (var method in RefinementMethods.All.Skip(1))
            Assert.True(Score(method) > bilinear + 0.01, $"{method.Name} {Score(method)}, bilinear {bilinear}");
    }

    [Fact]
    public void Names_are_different_and_bilinear_is_what_a_refinement_starts_from()
    {
        Assert.Equal(
            ["bilinear", "bilateral", "guided", "domain-transform", "hand-weights", "crf"], RefinementMethods.All.Select(m => m.Name));
        var coarse = OneHot.Encode(Resize.Majority(Truth, 8), 3);
        Assert.Equal(
            Refinement.UpsampledLabels(Photo(3), coarse, new RefinementOptions { CellSize = 8 }).Labels,
            RefinementMethods.Bilinear.Labels(Photo(3), coarse, 8).Labels);
        Assert.Equal(
            Refinement.Labels(Photo(3), coarse, new RefinementOptions { CellSize = 8 }).Labels,
            RefinementMethods.HandMadeWeights.Labels(Photo(3), coarse, 8).Labels);
    }

    [Fact]
    public void Where_nothing_is_known_there_is_no_label()
    {
        var nothing = new FeatureMap(new MapShape(1, 3, 6, 8));
        foreach (var method in RefinementMethods.All.SkipLast(1))
            Assert.All(method.Labels(Photo(3), nothing, 8).Labels, label => Assert.Equal(LabelMap.Ignore, label));
    }
}
