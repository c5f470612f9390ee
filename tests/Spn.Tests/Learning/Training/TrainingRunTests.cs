using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tests.Learning.Training;

public sealed class TrainingRunTests : IDisposable
{
    /// <summary>The smallest refiner there is, on scenes of 32×40: a step takes milliseconds.</summary>
    internal const string Tiny = """
        {
          "network": { "channels": 4, "encoder": [4, 4], "decoder": [] },
          "scenes": { "height": 32, "width": 40, "classes": 3, "objects": 3, "clutter": 1, "train": 4, "validation": 2, "test": 2 },
          "patches": { "size": 16, "batch": 2 },
          "training": { "steps": 200, "optimiser": "adam", "rate": 0.003, "schedule": "poly", "evaluateEvery": 40, "logEvery": 7, "saveEvery": 25 }
        }
        """;

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory();

    private TrainingFolder Folder(string name) => new(Path.Combine(_temporary.FullName, name));

    private static TrainingPlan Plan(TrainingConfig? config = null)
    {
        var used = config ?? TrainingConfig.Parse(Tiny);
        return new TrainingPlan(used, TrainingSet.FromScenes(used.Scenes));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(83)]
    public void Training_200_steps_is_training_some_and_resuming_byte_for_byte(int pause)
    {
        var (once, twice) = (Folder("once"), Folder("twice"));
        Assert.Equal(TrainingEnd.Finished, Plan().Start(once).Run().End);

        var paused = Plan().Start(twice, pause).Run();
        Assert.Equal((TrainingEnd.Paused, pause), (paused.End, paused.Step));
        Assert.NotEqual(File.ReadAllBytes(once.Last), File.ReadAllBytes(twice.Last));
        var resumed = Plan().Resume(twice).Run();
        Assert.Equal((TrainingEnd.Finished, 200), (resumed.End, resumed.Step));

        Assert.Equal(File.ReadAllBytes(once.Last), File.ReadAllBytes(twice.Last));
        Assert.Equal(File.ReadAllBytes(once.Best), File.ReadAllBytes(twice.Best));
        Assert.Equal(File.ReadAllText(once.Log), File.ReadAllText(twice.Log));
    }

    [Fact]
    public void Cancelled_at_any_moment_it_keeps_what_it_did_and_goes_on_with_the_same_bits()
    {
        var (once, often) = (Folder("once"), Folder("often"));
        var plan = Plan(TrainingConfig.Parse(Tiny).WithSteps(60));
        plan.Start(once).Run();

        using (var first = new CancellationTokenSource())
        {
            var cancelled = plan.Start(often).Run(new Callback(progress =>
            {
                if (progress.Step == 13)
                    first.Cancel();
            }), first.Token);
            Assert.Equal((TrainingEnd.Cancelled, 13), (cancelled.End, cancelled.Step));
        }

        // Cancelled before the evaluation that is due at step 40 is over: it is made anew.
        using (var second = new CancellationTokenSource())
        {
            var cancelled = plan.Resume(often).Run(new Callback(progress =>
            {
                if (progress.Step == 40)
                    second.Cancel();
            }), second.Token);
            Assert.Equal((TrainingEnd.Cancelled, 40), (cancelled.End, cancelled.Step));
        }

        Assert.Equal(TrainingEnd.Finished, plan.Resume(often).Run().End);
        Assert.Equal(File.ReadAllBytes(once.Last), File.ReadAllBytes(often.Last));
        Assert.Equal(File.ReadAllText(once.Log), File.ReadAllText(often.Log));
    }

    [Fact]
    public void Killed_between_the_line_of_an_evaluation_and_its_checkpoint_it_writes_the_line_once()
    {
        var (once, killed) = (Folder("once"), Folder("killed"));
        var plan = Plan(TrainingConfig.Parse(Tiny).WithSteps(60));
        plan.Start(once).Run();
        using var source = new CancellationTokenSource();
        plan.Start(killed).Run(new Callback(progress =>
        {
            if (progress.Step == 40)
                source.Cancel();
        }), source.Token);
        File.WriteAllText(killed.Log, TrainingLog.Read(once.Log).UpTo(40).ToCsv());
        plan.Resume(killed).Run();
        Assert.Equal(File.ReadAllText(once.Log), File.ReadAllText(killed.Log));
    }

    [Fact]
    public void Another_config_does_not_go_on_with_a_training_but_more_steps_and_other_evaluations_do()
    {
        var folder = Folder("other");
        Plan(TrainingConfig.Parse(Tiny).WithSteps(20)).Start(folder).Run();
        string Refusal(string config) => Assert.Throws<ArgumentException>(() => Plan(TrainingConfig.Parse(config)).Resume(folder)).Message;
        Assert.Contains("got 'training.rates.base' 0.002 instead of 0.003; go on with its own", Refusal(Tiny.Replace("0.003", "0.002")));
        Assert.Contains("'refiner.guidance.encoder' [4,8] instead of [4,4]", Refusal(Tiny.Replace("[4, 4]", "[4, 8]")));
        Assert.Contains("'scenes.train' 5 instead of 4", Refusal(Tiny.Replace("\"train\": 4", "\"train\": 5")));
        var longer = TrainingConfig.Parse(Tiny.Replace("\"evaluateEvery\": 40", "\"evaluateEvery\": 5").Replace("\"logEvery\": 7", "\"patience\": 50")).WithSteps(25);
        Assert.Equal((TrainingEnd.Finished, 25), (Plan(longer).Resume(folder).Run() is var result ? result.End : default, result.Step));
    }

    [Fact]
    public void The_log_has_the_loss_every_few_steps_and_a_score_at_every_evaluation()
    {
        var result = Plan(TrainingConfig.Parse(Tiny).WithSteps(50)).Start(Folder("log")).Run();
        Assert.Equal([0, 7, 14, 21, 28, 35, 40, 42, 49, 50], result.Log.Entries.Select(entry => (int)entry.Step));
        Assert.Equal([0, 40, 50], result.Log.Entries.Where(entry => double.IsFinite(entry.MeanIoU)).Select(entry => (int)entry.Step));
        Assert.All(result.Log.Entries.Skip(1), entry => Assert.True(entry.Loss > 0 && entry.Rate > 0));
        Assert.Equal(result.Log.Entries, TrainingLog.Read(Folder("log").Log).Entries);
        Assert.Equal(result.Log.Entries.Max(entry => entry.MeanIoU), result.BestMeanIoU);
    }

    [Fact]
    public void It_stops_early_when_scores_no_longer_rise_and_keeps_the_best_checkpoint()
    {
        var config = TrainingConfig.Parse(Tiny);
        var plan = Plan(config with { Training = config.Training with { Patience = 2, EvaluateEvery = 10 } });
        var scores = new Queue<double>([0.1, 0.3, 0.2, 0.3, 0.9]);
        var options = new TrainingRunOptions { Training = plan.Config.Training, Folder = Folder("early"), Evaluate = (_, _) => Score(scores.Dequeue()) };
        var result = new TrainingRun(plan.Config.CreateModel(plan.Set), plan.CreateSampler(), options).Run();
        Assert.Equal((TrainingEnd.StoppedEarly, 30, 10, 0.3), (result.End, result.Step, result.BestStep, Math.Round(result.BestMeanIoU, 9)));
        Assert.Equal("10", Checkpoint.Load(options.Folder.Best).State["training.step"]);
        Assert.Null(Checkpoint.Load(options.Folder.Best).Optimiser);
    }

    [Fact]
    public void A_number_that_is_not_finite_stops_it_names_the_layer_and_spares_the_last_checkpoint()
    {
        var config = TrainingConfig.Parse(Tiny);
        var plan = Plan(config);
        var folder = Folder("nan");
        plan.Start(folder, pauseAt: 25).Run();
        var kept = File.ReadAllBytes(folder.Last);
        var run = plan.Resume(folder);
        run.Model.Parameters.Single(parameter => parameter.Name == "encode2.weight").Values[0] = float.NaN;
        var error = Assert.Throws<NonFiniteException>(() => run.Run());
        Assert.Equal("encode2", error.Layer);
        Assert.Equal(kept, File.ReadAllBytes(folder.Last));
    }

    [Fact]
    public void A_rate_far_too_high_is_told_as_such()
    {
        var config = TrainingConfig.Parse(Tiny.Replace("\"adam\", \"rate\": 0.003", "\"sgd\", \"rate\": 1000"));
        Assert.Contains("lower the learning rate", Assert.Throws<NonFiniteException>(() => Plan(config).Start(Folder("high")).Run()).Message);
    }

    [Fact]
    public void Learning_lowers_the_loss()
    {
        var log = Plan().Start().Run().Log.Entries.Where(entry => double.IsFinite(entry.Loss)).ToArray();
        Assert.True(log[^5..].Average(entry => entry.Loss) < 0.95 * log[..5].Average(entry => entry.Loss), string.Join(", ", log.Select(entry => entry.Loss)));
    }

    [Fact]
    public void What_cannot_be_gone_on_with_is_refused()
    {
        Assert.Contains("found none; start it first", Assert.Throws<FileNotFoundException>(() => Plan().Resume(Folder("none"))).Message);
        var folder = Folder("model");
        Directory.CreateDirectory(folder.Path);
        Checkpoint.Save(folder.Last, TrainingConfig.Parse(Tiny).CreateModel(Plan().Set));
        Assert.Contains("a model alone", Assert.Throws<InvalidDataException>(() => Plan().Resume(folder)).Message);
        File.WriteAllBytes(folder.Last, File.ReadAllBytes(folder.Last)[..^100]);
        Assert.StartsWith(folder.Last, Assert.Throws<InvalidDataException>(() => Plan().Resume(folder)).Message);
        Assert.Throws<ArgumentException>(() => TrainingRun.Resume(Plan().CreateSampler(), TrainingRunOptions.Default));
    }

    private static EvaluationScore Score(double meanIoU)
    {
        var (hit, miss) = ((long)Math.Round(meanIoU * 1000), 1000 - (long)Math.Round(meanIoU * 1000));
        var score = new ConfusionMatrix(new[,] { { hit, 0L }, { miss, 0L } }).Score();
        // One class of which some is taken for the other: IoU of the first is the share, the second has none.
        return new EvaluationScore { Name = "", Pixels = new ConfusionMatrix(new[,] { { hit, miss }, { 0L, 0L } }).Score() with { Classes = [score.Classes[0]] }, Trimap = score, TrimapWidth = 3, Images = 1 };
    }

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    public void Dispose() => _temporary.Delete(recursive: true);
}
