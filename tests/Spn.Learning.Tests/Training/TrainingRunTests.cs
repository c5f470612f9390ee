using Spn.Learning;
using TorchSharp;

namespace Spn.Tests.Learning;

public sealed class TrainingRunTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory();

    private TrainingFolder Folder(string name) => new(Path.Combine(_temporary.FullName, name));

    public void Dispose() => _temporary.Delete(recursive: true);

    [Theory]
    [InlineData("adam", 100)]
    [InlineData("adam", 83)]
    [InlineData("sgd", 100)]
    public void Training_200_steps_is_training_some_and_resuming_byte_for_byte(string rule, int pause)
    {
        var config = TinyTraining.Config.With("training.optimiser.kind", rule).With("training.optimiser.weightDecay", 0.0005).With(
            "training.optimiser.clipNorm", 0.5);
        var (once, twice) = (Folder("once"), Folder("twice"));
        Assert.Equal(TrainingEnd.Finished, TinyTraining.Plan(config).Start(once).Run().End);

        var paused = TinyTraining.Plan(config).Start(twice, pause).Run();
        Assert.Equal((TrainingEnd.Paused, pause), (paused.End, paused.Step));
        Assert.NotEqual(File.ReadAllBytes(once.Last), File.ReadAllBytes(twice.Last));
        var resumed = TinyTraining.Plan(config).Resume(twice).Run();
        Assert.Equal((TrainingEnd.Finished, 200), (resumed.End, resumed.Step));
        Equal(once, twice);
    }

    [Fact]
    public void Cancelled_at_any_moment_it_keeps_what_it_did_and_goes_on_with_the_same_bits()
    {
        var (once, often) = (Folder("once"), Folder("often"));
        var plan = TinyTraining.Plan(TinyTraining.Config.WithSteps(60));
        plan.Start(once).Run();
        Assert.Equal((TrainingEnd.Cancelled, 13), CancelledAt(13, plan.Start(often)));
        // Cancelled before the evaluation that is due at step 40 is over: it is made anew.
        Assert.Equal((TrainingEnd.Cancelled, 40), CancelledAt(40, plan.Resume(often)));
        Assert.Equal(TrainingEnd.Finished, plan.Resume(often).Run().End);
        Equal(once, often);
    }

    [Fact]
    public void Killed_between_the_line_of_an_evaluation_and_its_checkpoint_it_writes_the_line_once()
    {
        var (once, killed) = (Folder("once"), Folder("killed"));
        var plan = TinyTraining.Plan(TinyTraining.Config.WithSteps(60));
        plan.Start(once).Run();
        CancelledAt(40, plan.Start(killed));
        File.WriteAllText(killed.Log, TrainingLog.Read(once.Log).UpTo(40).ToCsv());
        plan.Resume(killed).Run();
        Assert.Equal(File.ReadAllText(once.Log), File.ReadAllText(killed.Log));
    }

    [Fact]
    public void Another_config_does_not_go_on_with_a_training_but_more_steps_and_other_evaluations_do()
    {
        var folder = Folder("other");
        TinyTraining.Plan(TinyTraining.Config.WithSteps(20)).Start(folder).Run();
        string Refusal(string key, System.Text.Json.Nodes.JsonNode value) =>
            Assert.Throws<ArgumentException>(() => TinyTraining.Plan(TinyTraining.Config.With(key, value)).Resume(folder)).Message;
        Assert.Contains("got 'training.rates.base' 0.002 instead of 0.003; go on with its own", Refusal("training.rates.base", 0.002));
        Assert.Contains(
            "'network.guidance.encoder' [4,8] instead of [4,4]",
            Refusal("network.guidance.encoder", new System.Text.Json.Nodes.JsonArray(4, 8)));
        Assert.Contains("'scenes.train' 5 instead of 4", Refusal("scenes.train", 5));
        var longer = TinyTraining.Config.With("training.evaluateEvery", 5).With("training.evaluateImages", 1).WithSteps(25);
        var result = TinyTraining.Plan(longer).Resume(folder).Run();
        Assert.Equal((TrainingEnd.Finished, 25), (result.End, result.Step));
    }

    [Fact]
    public void The_log_has_the_loss_every_few_steps_and_a_score_at_every_evaluation()
    {
        var folder = Folder("log");
        var result = TinyTraining.Plan(TinyTraining.Config.WithSteps(55)).Start(folder).Run();
        Assert.Equal([0, 10, 20, 30, 40, 50, 55], result.Log.Entries.Select(entry => (int)entry.Step));
        Assert.Equal([0, 40, 55], result.Log.Entries.Where(entry => double.IsFinite(entry.MeanIoU)).Select(entry => (int)entry.Step));
        Assert.All(result.Log.Entries.Skip(1), entry => Assert.True(entry.Loss > 0 && entry.Rate > 0));
        Assert.Equal(result.Log.Entries, TrainingLog.Read(folder.Log).Entries);
        Assert.Equal(result.Log.Entries.Max(entry => entry.MeanIoU), result.BestMeanIoU);
        var best = Checkpoint.Load(folder.Best);
        Assert.Equal((result.BestStep, true), (long.Parse(best.State["training.step"]), best.Memory.IsEmpty));
    }

    [Fact]
    public void Learning_lowers_the_loss()
    {
        var log = TinyTraining.Plan().Start().Run().Log.Entries.Where(entry => double.IsFinite(entry.Loss)).ToArray();
        Assert.True(
            log[^5..].Average(entry => entry.Loss) < 0.95 * log[..5].Average(entry => entry.Loss),
            string.Join(", ", log.Select(entry => entry.Loss)));
    }

    [Fact]
    public void Layers_learn_at_rates_of_their_own()
    {
        var plan = TinyTraining.Plan(TinyTraining.Config.With("network.weightRate", 0).WithSteps(4));
        var model = plan.Config.CreateModel(plan.Set);
        var (head, encode) = (TinyTraining.Values(model, "guidance.head.weight"), TinyTraining.Values(model, "guidance.encode1.weight"));
        plan.Start(model).Run();
        Assert.Equal(head, TinyTraining.Values(model, "guidance.head.weight"));
        Assert.NotEqual(encode, TinyTraining.Values(model, "guidance.encode1.weight"));
    }

    [Fact]
    public void Weights_decay_and_biases_do_not()
    {
        var options = new OptimiserOptions { Momentum = 0, WeightDecay = 0.5 };
        var model = new SpnRefiner(new() { Classes = 3, Channels = 4, Guidance = new() { Encoder = [4], Decoder = [] } });
        using (torch.no_grad())
            foreach (var (_, parameter) in model.named_parameters())
            {
                parameter.fill_(1);
                parameter.grad = torch.zeros_like(parameter);
            }

        using var optimiser = new TorchOptimiser(model, options);
        optimiser.Step(0.1);
        Assert.All(TinyTraining.Values(model, "input.weight"), value => Assert.Equal(0.95f, value, 1e-6f));
        Assert.All(TinyTraining.Values(model, "input.bias"), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void Two_thousand_steps_leave_no_tensors_behind_and_memory_stays()
    {
        var tensors = new List<long>();
        var memory = Enumerable.Range(1, 3).Select(part =>
        {
            using (var run = TinyTraining.Plan(TinyTraining.Config.WithSteps(700)).Start(Folder($"memory-{part}")))
            {
                run.Run(new Callback(progress =>
                {
                    if (progress.Score is null && progress.Step % 100 == 0)
                        tensors.Add(torch.Tensor.TotalCount);
                }));
                run.Model.Dispose();
            }

            // What was kept for the moment goes; what stays after the first 700 steps is the runtime's and the libraries' own.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Environment.WorkingSet >> 20;
        }).ToList();
        output.WriteLine($"resident memory after each 700 steps: {string.Join(", ", memory)} MiB; tensors: {string.Join(", ", tensors)}");
        Assert.Equal(21, tensors.Count);
        Assert.InRange(memory[2], 1, memory[1] + 8);
        Assert.All(tensors.Chunk(7), part => Assert.All(part, count => Assert.InRange(count, 0, part[0])));
    }

    [Fact]
    public void A_network_of_another_precision_is_refused_by_the_name_of_its_parameter()
    {
        var plan = TinyTraining.Plan();
        using var model = TinyTraining.Config.CreateModel(plan.Set);
        model.Module.to(torch.ScalarType.Float64);
        Assert.Contains("of Float64; convert it", Assert.Throws<ArgumentException>(() => plan.Start(model)).Message);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_before_anything_is_written()
    {
        var plan = TinyTraining.Plan(TinyTraining.Config.With("patches.height", 4096));
        Assert.Contains("expected images of at least", Assert.Throws<ArgumentException>(() => plan.Start(Folder("patches"))).Message);
        Assert.Contains(
            "at most 250000000 weights",
            Assert.Throws<ArgumentException>(() => TinyTraining.Plan(TinyTraining.Config.With(
                "network.guidance.encoder", new System.Text.Json.Nodes.JsonArray(4096, 4096, 4096))).Start(Folder("wide"))).Message);
        Assert.False(Directory.Exists(Folder("patches").Path) || Directory.Exists(Folder("wide").Path));
    }

    [Fact]
    public void One_folder_takes_one_training_at_a_time_and_no_fewer_steps_than_it_has_made()
    {
        var folder = Folder("one");
        using (folder.Lock())
            Assert.Contains(
                "but one is; wait for it", Assert.Throws<IOException>(() => TinyTraining.Plan().Start(folder).Run()).Message);
        TinyTraining.Plan(TinyTraining.Config.WithSteps(3)).Start(folder).Run();
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => file.EndsWith(".lock", StringComparison.Ordinal));
        Assert.Contains(
            "at least the 3 steps", Assert.Throws<ArgumentException>(
                () => TinyTraining.Plan(TinyTraining.Config.WithSteps(2)).Resume(folder)).Message);
        var run = TinyTraining.Plan(TinyTraining.Config.WithSteps(3)).Resume(folder);
        run.Dispose();
        Assert.Throws<ObjectDisposedException>(() => run.Run());
    }

    [Theory]
    [InlineData("step", "9223372036854775807")]
    [InlineData("step", "-5")]
    [InlineData("evaluated", "99999")]
    [InlineData("best_mean_iou", "NaN")]
    [InlineData("best_mean_iou", "2")]
    [InlineData("loss_sum", "Infinity")]
    [InlineData("loss_count", "-3")]
    public void A_state_that_cannot_be_is_refused_by_its_key(string key, string value)
    {
        var good = new TrainingState { Step = 7, LossSum = 2, LossCount = 2 }.AfterEvaluation(0.5).ToMetadata();
        Assert.Equal(7, TrainingState.FromMetadata(good, "file").Step);
        var bad = new Dictionary<string, string>(good) { ["training." + key] = value };
        Assert.Contains($"'training.{key}'", Assert.Throws<InvalidDataException>(() => TrainingState.FromMetadata(bad, "file")).Message);
    }

    [Fact]
    public void Side_by_side_trainings_give_the_bytes_that_they_give_alone()
    {
        byte[] Train(string name, int seed)
        {
            torch.set_num_threads(1);
            var plan = TinyTraining.Plan(TinyTraining.Config.WithSeed(seed));
            using var run = plan.Start(Folder(name));
            run.Run();
            run.Model.Dispose();
            return File.ReadAllBytes(Folder(name).Last);
        }

        var threads = torch.get_num_threads();
        var alone = Enumerable.Range(1, 3).Select(seed => Train($"alone-{seed}", seed)).ToArray();
        var together = new byte[3][];
        Thread[] workers = [.. Enumerable.Range(0, 3).Select(i => new Thread(() => together[i] = Train($"together-{i}", i + 1)))];
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        torch.set_num_threads(threads);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void What_cannot_be_gone_on_with_is_refused()
    {
        Assert.Contains(
            "found none; start it first", Assert.Throws<FileNotFoundException>(() => TinyTraining.Plan().Resume(Folder("none"))).Message);
        var folder = Folder("model");
        Checkpoint.Save(folder.Last, TinyTraining.Config.CreateModel(TinyTraining.Plan().Set));
        Assert.Contains("a model alone", Assert.Throws<InvalidDataException>(() => TinyTraining.Plan().Resume(folder)).Message);
        File.WriteAllBytes(folder.Last, File.ReadAllBytes(folder.Last)[..^100]);
        Assert.StartsWith(folder.Last, Assert.Throws<InvalidDataException>(() => TinyTraining.Plan().Resume(folder)).Message);
        var live = LiveTensors.Count();
        Assert.Throws<InvalidDataException>(() => Checkpoint.Load(folder.Last));
        Assert.Equal(live, LiveTensors.Count());
        Assert.Throws<ArgumentException>(() => TrainingRun.Resume(TinyTraining.Plan().CreateSampler(), TrainingRunOptions.Default));
    }

    private static (TrainingEnd, long) CancelledAt(long step, TrainingRun run)
    {
        using var source = new CancellationTokenSource();
        var result = run.Run(new Callback(progress =>
        {
            if (progress.Step == step)
                source.Cancel();
        }), source.Token);
        return (result.End, result.Step);
    }

    private static void Equal(TrainingFolder one, TrainingFolder other)
    {
        Assert.Equal(File.ReadAllBytes(one.Last), File.ReadAllBytes(other.Last));
        Assert.Equal(File.ReadAllBytes(one.Best), File.ReadAllBytes(other.Best));
        Assert.Equal(File.ReadAllText(one.Log), File.ReadAllText(other.Log));
    }
}
