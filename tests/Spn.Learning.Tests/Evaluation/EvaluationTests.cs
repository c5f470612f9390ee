using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tests.Learning;

public class EvaluationTests
{
    private static readonly TrainingSet Scenes = TrainingSet.FromScenes(
        new SceneSetOptions { Height = 40, Width = 48, Clutter = 0, Train = 1, Validation = 1, Test = 3 });

    [Fact]
    public void Scores_are_those_of_all_pixels_together()
    {
        var coarse = CoarseMaps.Majority(Scenes.Test, 7);
        var score = Evaluation.Coarse(Scenes.Test, coarse);
        var labels = Enumerable.Range(0, 3).Select(i => OneHot.ArgMax(coarse.Upsampled(i))).ToArray();
        var all = ConfusionMatrix.Sum(labels.Select((map, i) => ConfusionMatrix.FromLabels(Scenes.Test[i].Labels, map, 7))).Score();
        var near = ConfusionMatrix.Sum(labels.Select((map, i) => Trimap.Confusion(Scenes.Test[i].Labels, map, 7))).Score();
        Assert.Equal((all.MeanIoU, near.MeanIoU, all.OverallAccuracy), (score.MeanIoU, score.TrimapMeanIoU, score.Pixels.OverallAccuracy));
        Assert.True(score.TrimapMeanIoU < score.MeanIoU);
    }

    [Fact]
    public void Where_it_is_right_is_counted_when_asked()
    {
        var coarse = CoarseMaps.Majority(Scenes.Test, 7);
        var score = Evaluation.Coarse(Scenes.Test, coarse, new() { CoarseBlock = 8 });
        Assert.Equal([1, 0, 0], score.Places!.ByCoarseError.Select(place => place.Accuracy));
        Assert.Equal(score.Pixels.CorrectPixels, score.Places.ByBoundary.Sum(place => place.CorrectPixels));
        Assert.Equal(score.Pixels.Pixels, score.Places.ByCoarseError.Sum(place => place.Pixels));
        Assert.Null(Evaluation.Coarse(Scenes.Test, coarse).Places);
    }

    [Fact]
    public void The_truth_itself_scores_one_hundred()
    {
        var score = Evaluation.Coarse(Scenes.Test, CoarseMaps.Majority(Scenes.Test, 7, block: 1));
        Assert.Equal((1.0, 1.0), (score.MeanIoU, score.TrimapMeanIoU));
    }

    [Fact]
    public void The_table_has_a_column_for_each_and_numbers_of_any_culture()
    {
        var coarse = Evaluation.Coarse(
            Scenes.Test, CoarseMaps.Majority(Scenes.Test, 7), new() { Name = "coarse", ClassNames = Scenes.Palette.Names });
        var table = InCulture.Run("de-DE", () => EvaluationScore.Table([coarse, coarse with { Name = "three-way" }]));
        Assert.Matches(@"^IoU, % +coarse  three-way  change\nbackground +\d\d\.\d\d +\d\d\.\d\d +0\.00\n", table);
        Assert.Matches(
            @"^IoU, % +coarse  three-way  one-way\n",
            EvaluationScore.Table([coarse, coarse with { Name = "three-way" }, coarse with { Name = "one-way" }]));
        Assert.Contains("trimap mean IoU (3 px)", table);
        Assert.EndsWith("over 5760 pixels of 3 images", table);
    }

    [Fact]
    public void It_stops_when_cancelled_and_refuses_what_does_not_fit()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var coarse = CoarseMaps.Majority(Scenes.Test, 7);
        Assert.Throws<OperationCanceledException>(() => Evaluation.Coarse(Scenes.Test, coarse, null, cancelled.Token));
        Assert.Throws<ArgumentException>(() => Evaluation.Coarse(Scenes.Train, coarse));
        Assert.Throws<ArgumentException>(() => Evaluation.Coarse([], coarse));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.Coarse(Scenes.Test, coarse, new() { TrimapWidth = 0 }));
    }
}
