using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tests.Learning.Training;

public class EvaluationTests
{
    private static readonly TrainingSet Scenes = TrainingSet.FromScenes(new SceneSetOptions { Scene = new SceneOptions { Height = 40, Width = 48, Classes = 4 }, Train = 1, Validation = 1, Test = 3 });

    [Fact]
    public void Scores_are_those_of_all_pixels_together()
    {
        var coarse = CoarseMaps.Majority(Scenes.Test, 4);
        var score = Evaluation.Coarse(Scenes.Test, coarse);
        var labels = Enumerable.Range(0, 3).Select(i => OneHot.ArgMax(coarse.Upsampled(i))).ToArray();
        var all = ConfusionMatrix.Sum(labels.Select((map, i) => ConfusionMatrix.FromLabels(Scenes.Test[i].Labels, map, 4))).Score();
        var near = ConfusionMatrix.Sum(labels.Select((map, i) => Trimap.Confusion(Scenes.Test[i].Labels, map, 4))).Score();
        Assert.Equal((all.MeanIoU, near.MeanIoU, all.OverallAccuracy), (score.MeanIoU, score.TrimapMeanIoU, score.Pixels.OverallAccuracy));
        Assert.True(score.TrimapMeanIoU < score.MeanIoU);
    }

    [Fact]
    public void The_truth_itself_scores_one_hundred() =>
        Assert.Equal((1.0, 1.0), Evaluation.Coarse(Scenes.Test, CoarseMaps.Majority(Scenes.Test, 4, block: 1)) is var score ? (score.MeanIoU, score.TrimapMeanIoU) : default);

    [Fact]
    public void A_refined_label_can_be_bound_to_the_classes_of_the_coarse_map()
    {
        var coarse = CoarseMaps.FromSegmenter(Scenes.Test, 4, _ => FeatureMap.Generate(new MapShape(1, 4, 5, 6), (_, c, _, column) => c == (column < 3 ? 0 : 2) ? 1 : 0));
        var model = new Says(FeatureMap.Generate(new MapShape(1, 4, 40, 48), (_, c, row, _) => c == 1 ? 0.6f : c == (row < 20 ? 0 : 2) ? 0.4f : 0));
        var free = Evaluation.Model(model, Scenes.Test, coarse);
        Assert.Equal(free.Pixels.Pixels, free.Pixels.Classes[1].PredictedPixels);
        var bound = Evaluation.Model(model, Scenes.Test, coarse, new EvaluationOptions { OnlyCoarseClasses = true });
        Assert.Equal((0, 3 * 20 * 48, 3 * 20 * 48), (bound.Pixels.Classes[1].PredictedPixels, bound.Pixels.Classes[0].PredictedPixels, bound.Pixels.Classes[2].PredictedPixels));
    }

    [Fact]
    public void The_table_has_a_column_for_each_and_numbers_of_any_culture()
    {
        var coarse = Evaluation.Coarse(Scenes.Test, CoarseMaps.Majority(Scenes.Test, 4), EvaluationOptions.Default.WithName("coarse").WithClassNames(Scenes.Palette.Names));
        var table = InCulture.Run("de-DE", () => EvaluationScore.Table([coarse, coarse with { Name = "three-way" }]));
        Assert.Matches(@"^IoU, % +coarse  three-way\nbackground +\d\d\.\d\d +\d\d\.\d\d\n", table);
        Assert.Contains("trimap mean IoU (3 px)", table);
        Assert.EndsWith("over 5760 pixels of 3 images", table);
    }

    [Fact]
    public void It_stops_when_cancelled_and_refuses_what_does_not_fit()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var coarse = CoarseMaps.Majority(Scenes.Test, 4);
        Assert.Throws<OperationCanceledException>(() => Evaluation.Coarse(Scenes.Test, coarse, null, cancelled.Token));
        Assert.Throws<ArgumentException>(() => Evaluation.Coarse(Scenes.Train, coarse));
        Assert.Throws<ArgumentException>(() => Evaluation.Coarse([], coarse));
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluation.Coarse(Scenes.Test, coarse, EvaluationOptions.Default.WithTrimapWidth(0)));
    }

    private sealed class Says(FeatureMap answer) : ITrainable
    {
        public IReadOnlyList<Parameter> Parameters => [];

        public LossResult ForwardBackward(TrainingBatch batch) => new(0, 0, 0);

        public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null) => answer;
    }
}
