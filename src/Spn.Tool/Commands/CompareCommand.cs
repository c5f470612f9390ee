using System.CommandLine;
using System.Runtime.CompilerServices;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn compare</c>: one-way against three-way over several seeds, all else being equal, in one command.</summary>
internal static class CompareCommand
{
    private const string Description = """
        Train a one-way and a three-way refiner for each seed by the same config, and score all of them beside the coarse maps on images
        that no training has seen, by the last checkpoint of each: nothing is chosen by those images. Each training stands in --out under
        its connection and seed; run again, the command goes on where it was stopped.
        """;

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder of the trainings.",
        Required = true, HelpName = "DIR",
    };

    private static readonly Option<int[]> Seeds = new("--seeds")
    {
        Description = "One training a connection for each.",
        HelpName = "S", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3],
    };

    private static readonly Option<int?> AtATime = new("--jobs")
    {
        Description = "Trainings at a time, each on an equal share of --threads; left out, each on one thread, and on a GPU one at a time.",
        HelpName = "N",
    };

    public static Command Create()
    {
        var command = new Command("compare", Description)
        {
            TrainingArguments.Config, TrainingArguments.Preset, TrainingArguments.Settings, TrainingArguments.Steps, TrainingArguments.Data,
            TrainingArguments.Coarse, Out, Seeds, StartingWeights.VggOption, StartingWeights.ImageNetOption,
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
        var set = TrainingArguments.Set(config, parsed.GetValue(TrainingArguments.Data)!);
        var plan = TrainingArguments.Plan(config, set, parsed.GetValue(TrainingArguments.Coarse), device);
        var (weights, folder) = (StartingWeights.Of(parsed), parsed.GetValue(Out)!);
        var jobs = Jobs(parsed, device);
        TrainingPlan[] trainings = [.. parsed.GetValue(Seeds)!.Distinct().SelectMany(seed =>
            new[] { Connection.OneWay, Connection.ThreeWay }.Select(connection => plan.With(seed, connection)))];
        var table = new CompareTable(plan.TestOfCoarse(cancellation));
        TrainProgress.Show(parsed.InvocationConfiguration.Error, progress =>
        {
            var job = new TrainJob(resume: true, pauseAt: 0, progress, weights);
            AtOnce.Run(jobs, [.. trainings.Select(training =>
                (Action<CancellationToken>)(stop => Train(job, training, folder, table, stop)))], cancellation);
            return table;
        });
        if (cancellation.IsCancellationRequested)
            return 1;
        parsed.InvocationConfiguration.Output.WriteLine(table);
        return 0;
    }

    /// <summary>Apart, since torch is to be loaded before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Jobs(ParseResult parsed, TorchSharp.torch.Device device)
    {
        var most = TorchSharp.torch.get_num_threads();
        return parsed.GetValue(AtATime) switch
        {
            null => device.type == TorchSharp.DeviceType.CPU ? most : 1,
            { } jobs when jobs >= 1 && jobs <= most => jobs,
            var other => throw new ArgumentException($"expected --jobs from 1 to the number of threads, {most}, got {other}."),
        };
    }

    /// <summary>Trains one refiner, or what is left of it, and scores it.</summary>
    private static void Train(TrainJob job, TrainingPlan plan, string folder, CompareTable table, CancellationToken cancellation)
    {
        var (seed, connection) = (plan.Config.Training.Seed, plan.Config.Refiner!.Connection);
        var name = TrainingArguments.NameOf(connection);
        var own = new TrainingFolder(Path.Combine(folder, FormattableString.Invariant($"{name}-seed-{seed}")));
        if (job.Train(plan, own, cancellation) == TrainingEnd.Cancelled)
            return;
        using var model = TrainedModel.On(plan.Device!, Checkpoint.Load(own.Last).Model);
        var score = plan.Test(model, name, cancellation);
        lock (table)
            table.Add(seed, connection, score);
    }
}
