using System.Text.Json;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

public class SegmentationScoreTests
{
    /// <summary>Three classes of four; class 3 occurs nowhere. Rows are the truth.</summary>
    private static readonly ConfusionMatrix Matrix = new(new long[,]
    {
        { 5, 1, 0, 0 },
        { 2, 8, 0, 0 },
        { 0, 1, 3, 0 },
        { 0, 0, 0, 0 },
    });

    [Fact]
    public void Scores_are_those_of_the_hand_calculation()
    {
        var score = Matrix.Score(["sky", "tree"]);
        Assert.Equal([5.0 / 8, 8.0 / 12, 3.0 / 4], score.Classes.Take(3).Select(c => c.IoU));
        Assert.Equal([5.0 / 6, 8.0 / 10, 3.0 / 4], score.Classes.Take(3).Select(c => c.Accuracy));
        Assert.Equal([5.0 / 7, 8.0 / 10, 3.0 / 3], score.Classes.Take(3).Select(c => c.Precision));
        Assert.Equal([10.0 / 13, 16.0 / 20, 6.0 / 7], score.Classes.Take(3).Select(c => c.FScore));
        Assert.Equal(16.0 / 20, score.OverallAccuracy);
        Assert.Equal((5.0 / 8 + 8.0 / 12 + 3.0 / 4) / 3, score.MeanIoU, 15);
        Assert.Equal((5.0 / 6 + 8.0 / 10 + 3.0 / 4) / 3, score.MeanAccuracy, 15);
        Assert.Equal((10.0 / 13 + 16.0 / 20 + 6.0 / 7) / 3, score.MeanFScore, 15);
        Assert.Equal(["sky", "tree", "class 2", "class 3"], score.Classes.Select(c => c.Name));
    }

    [Fact]
    public void A_class_that_occurs_nowhere_is_left_out_of_the_means()
    {
        var absent = Matrix.Score().Classes[3];
        Assert.False(absent.Present);
        Assert.True(double.IsNaN(absent.IoU) && double.IsNaN(absent.Accuracy) && double.IsNaN(absent.FScore));
        Assert.False(double.IsNaN(Matrix.Score().MeanIoU));
    }

    [Fact]
    public void A_class_that_is_only_predicted_is_no_part_of_a_mean()
    {
        var score = new ConfusionMatrix(new long[,] { { 3, 1 }, { 0, 0 } }).Score();
        Assert.Equal((0.0, 0.75, 0.75, 6.0 / 7), (score.Classes[1].IoU, score.MeanIoU, score.MeanAccuracy, score.MeanFScore));
        Assert.True(double.IsNaN(score.Classes[1].Accuracy));
    }

    [Fact]
    public void A_false_class_that_vanishes_gains_its_pixels_and_nothing_else()
    {
        // Of 70 pixels of seven classes one is taken for class 7, which does not occur; then for its neighbour's class instead.
        long[,] before = new long[8, 8], after = new long[8, 8];
        for (var i = 0; i < 7; i++)
            before[i, i] = after[i, i] = i == 0 ? 9 : 10;
        (before[0, 7], after[0, 1]) = (1, 1);
        var (first, second) = (new ConfusionMatrix(before).Score(), new ConfusionMatrix(after).Score());
        Assert.Equal(0.9 + 6, 7 * first.MeanIoU, 12);
        Assert.Equal(0.9 + 10.0 / 11 + 5, 7 * second.MeanIoU, 12);
        Assert.Equal(first.MeanAccuracy, second.MeanAccuracy);
    }

    [Fact]
    public void An_image_without_known_truth_has_no_score()
    {
        var nothing = new LabelMap(1, 2, [255, 255]);
        var score = SegmentationScore.Compare(nothing, new LabelMap(1, 2, [0, 1]), 2);
        Assert.True(double.IsNaN(score.OverallAccuracy) && double.IsNaN(score.MeanIoU));
        Assert.Equal("class    IoU  accuracy  F-score\nmean       –         –        –\noverall accuracy – of 0 pixels", score.ToString());
    }

    [Fact]
    public void Undefined_scores_are_null_in_json_and_come_back_as_NaN()
    {
        var json = JsonSerializer.Serialize(Matrix.Score());
        using var document = JsonDocument.Parse(json);
        var absent = document.RootElement.GetProperty("Classes")[3];
        Assert.Equal(JsonValueKind.Null, absent.GetProperty("IoU").ValueKind);
        Assert.False(absent.GetProperty("Present").GetBoolean());
        Assert.Equal(Matrix.Score().MeanIoU, JsonSerializer.Deserialize<SegmentationScore>(json)!.MeanIoU);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Prints_the_same_in_every_culture(string culture)
    {
        var text = InCulture.Run(culture, () => Matrix.Score(["sky", "tree"]).ToString());
        Assert.Equal(
            "class      IoU  accuracy  F-score\nsky       62.5      83.3     76.9\ntree      66.7      80.0     80.0\nclass 2   75.0      75.0     85.7\n" +
            "mean      68.1      79.4     80.9\noverall accuracy 80.0 of 20 pixels", text);
    }
}
