using System.CommandLine;
using System.Runtime.CompilerServices;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn compare</c>: one-way against three-way over several seeds, all else being equal, in one command.</summary>
internal static class CompareCommand
{
    private const string Description = """
        Train a one-way and a three-way refiner for each seed by the same config, and score all of them beside the coarse maps on images
        that no training has seen: nothing is chosen by those images. Where the config holds out training images (data.holdOut) the
        checkpoint of each that does best on them is scored, else the last one. Each training stands in --out under its connection and seed;
        run again, the command goes on where it was stopped.
        """;

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder of the trainings.",
        Required = true, HelpName = "DIR",
    };

    private static readonly Option<int[]> Seeds = new Option<int[]>("--seeds")
    {
        Description = "One training a connection for each.",
        HelpName = "S", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3],
    }.In(0, int.MaxValue);

    private static readonly Option<int?> AtATime = new Option<int?>("--jobs")
    {
        Description = "Trainings at a time, each on an equal share of --threads; left out, each on one thread, and on a GPU one at a time.",
        HelpName = "N",
    }.In(1, Numbers.MostThreads);

    public static Command Create()
    {
        var command = new Command("compare", Description)
        {
            TrainingArguments.Config, TrainingArguments.Preset, TrainingArguments.Settings, TrainingArguments.Steps, TrainingArguments.Data,
            TrainingArguments.Coarse, TrainingArguments.MaxPixels, Out, Seeds, StartingWeights.VggOption, StartingWeights.ImageNetOption,
            TorchArguments.Device, TorchArguments.Threads, AtATime,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var config = TrainingArguments.Chosen(parsed);
        if (!config.IsRefiner)
            throw new ArgumentException(
                "expected the config of a refiner, got a baseline's, which has no connections to compare; train it with spn train.");
        var device = TorchArguments.Prepare(parsed);
        var set = TrainingArguments.Set(config, parsed);
        TrainingArguments.WarnOfPreset(parsed, set);
        var plan = TrainingArguments.Plan(config, set, parsed, device);
        var (weights, folder) = (StartingWeights.Of(parsed), parsed.GetValue(Out)!);
        var jobs = Jobs(parsed.GetValue(AtATime) ?? (device.type == TorchSharp.DeviceType.CPU ? null : 1));
        TrainingPlan[] trainings = [.. parsed.GetValue(Seeds)!.Distinct().SelectMany(seed =>
            new[] { Connection.OneWay, Connection.ThreeWay }.Select(connection => plan.With(seed, connection)))];
        AtomicFile.Check(Path.Combine(folder, "one", "config.json"));
        var table = new CompareTable(plan.TestOfCoarse(cancellation), set.HoldsOut
            ? $"; of each training the checkpoint that does best on {plan.ValidationImages.Count} held-out training images"
            : "; of each training the last checkpoint");
        TrainProgress.Show(parsed.InvocationConfiguration.Error, progress =>
        {
            var job = new TrainJob(resume: true, pauseAt: 0, progress, weights);
            Share(jobs, trainings.Length, (i, stop) => Train(job, trainings[i], folder, table, stop), cancellation);
            return table;
        });
        parsed.InvocationConfiguration.Output.WriteLine(table);
        return 0;
    }

    /// <summary>Trainings at a time, not more than torch's threads; null: as many. Apart, since torch is to be loaded before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Jobs(int? asked)
    {
        var most = TorchSharp.torch.get_num_threads();
        return asked is null || asked <= most
            ? asked ?? most
            : throw new ArgumentException($"expected --jobs from 1 to the number of threads, {most}, got {asked}.");
    }

    /// <summary>
    /// Runs trainings, each on an equal share of torch's threads: a small network gains nothing from a second thread within one step, whose
    /// loops are too short, and two trainings with a thread each take half the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Share(int workers, int count, Action<int, CancellationToken> train, CancellationToken cancellation)
    {
        var all = TorchSharp.torch.get_num_threads();
        // However many trainings there are: the digits of one depend on its threads.
        var each = Math.Max(1, all / workers);
        try
        {
            // torch keeps the number for each thread, and new threads take the last one that was set.
            AtOnce.Run(workers, count, train, cancellation, () => TorchSharp.torch.set_num_threads(each));
        }
        finally
        {
            TorchSharp.torch.set_num_threads(all);
        }
    }

    /// <summary>Trains one refiner, or what is left of it, and scores it.</summary>
    private static void Train(TrainJob job, TrainingPlan plan, string folder, CompareTable table, CancellationToken cancellation)
    {
        var (seed, connection) = (plan.Config.Training.Seed, plan.Config.Refiner!.Connection);
        var name = connection.ToWords();
        var own = new TrainingFolder(Path.Combine(folder, FormattableString.Invariant($"{name}-seed-{seed}")));
        if (job.Train(plan, own, cancellation) == TrainingEnd.Cancelled)
            return;
        using var model = TrainedModel.On(plan.Device!, Checkpoint.Load(plan.Set.HoldsOut ? own.Best : own.Last).Model);
        var score = plan.Test(model, name, cancellation);
        lock (table)
            table.Add(seed, connection, score);
    }
}
