using Spn.Learning;

namespace Spn.Tests.Learning;

public sealed class BaselineFoldsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_baseline_trains_in_folds_and_a_refiner_on_what_they_say()
    {
        var config = TrainingConfig.Parse("""
            {
              "model": "baseline", "folds": 2,
              "network": { "scale": 8, "network": { "encoder": [4, 4], "decoder": [4] } },
              "balance": { "exponent": 0.5 },
              "scenes": { "height": 32, "width": 48, "objects": 4, "train": 12, "validation": 2, "test": 2 },
              "patches": { "height": 32, "width": 32, "batch": 2 },
              "training": { "steps": 5, "optimiser": { "kind": "adam" }, "rates": { "base": 0.01 }, "evaluateEvery": 5 }
            }
            """);
        var set = TrainingSet.FromScenes(config.Scenes);
        new TrainingPlan(config, set).Start(new TrainingFolder(_folder)).Run();
        for (var fold = 0; fold < 2; fold++)
            new TrainingPlan(config, set.WithoutFold(fold, 2)).Start(CoarseSegmenters.FoldFolder(_folder, fold, 2)).Run();
        Assert.Equal([5, 7], Enumerable.Range(0, 2).Select(fold => set.WithoutFold(fold, 2).Train.Count));

        var refiner = TinyTraining.Config.With("coarse.from", "baseline").With("coarse.folds", 2);
        Assert.Contains("got none", Assert.Throws<ArgumentException>(() => new TrainingPlan(refiner, set)).Message);
        Assert.Contains(
            "of 2 folds", Assert.Throws<ArgumentException>(() => new TrainingPlan(refiner, set, CoarseSegmenters.Load(_folder))).Message);
        var plan = new TrainingPlan(refiner, set, CoarseSegmenters.Load(_folder, 2));
        var whole = (BaselineSegmenter)Checkpoint.Load(new TrainingFolder(_folder).Last).Model;
        Near.Assert_near(whole.Predict(set.Test[0].ToFeatureMap()).Values, plan.TestCoarse!.Upsampled(0).Values, 1e-5);
        var second = (BaselineSegmenter)Checkpoint.Load(CoarseSegmenters.FoldFolder(_folder, 1, 2).Last).Model;
        Assert.Equal(second.PredictCoarse(set.Train[6].ToFeatureMap()).Values, plan.TrainCoarse![6].Values);
        Assert.Equal(2, CoarseSegmenters.Load(_folder, refiner, set).Folds.Count);
        Assert.Equal(plan.TestOfCoarse().MeanIoU, new TrainingPlan(config, set).Test(whole).MeanIoU, 1e-9);

        string Refusal(TrainingConfig of, TrainingSet on) =>
            Assert.Throws<InvalidDataException>(() => CoarseSegmenters.Load(_folder, of, on)).Message;
        Assert.Contains("got 'folds' 2 instead of 3", Refusal(refiner.With("coarse.folds", 3), set));
        Assert.Contains("got 'images' 12 instead of 11", Refusal(refiner, TrainingSet.FromScenes(config.Scenes with { Train = 11 })));
        // A baseline that saw what is held out would make its maps too good there.
        Assert.Contains(
            "got 'data.holdOut' 0 instead of 6", Refusal(refiner.With("coarse.folds", 1).With("data.holdOut", 6), set));
        Assert.Empty(CoarseSegmenters.Load(_folder, refiner.With("coarse.folds", 1), set).Folds);
        var other = CoarseSegmenters.FoldFolder(_folder, 1, 2);
        File.Copy(CoarseSegmenters.FoldFolder(_folder, 0, 2).Last, other.Last, overwrite: true);
        Assert.Contains("-2" + Path.DirectorySeparatorChar + "last.safetensors: expected", Refusal(refiner, set));
        new TrainingPlan(config, set.WithoutFold(1, 2)).Start(other, pauseAt: 3).Run();
        Assert.Contains("got one after 3 of 5 steps", Refusal(refiner, set));
    }
}
