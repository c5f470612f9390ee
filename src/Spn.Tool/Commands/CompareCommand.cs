using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn compare</c>: one-way against three-way over several seeds, all else being equal, in one command.</summary>
internal static class CompareCommand
{
    private const string Description = """
        Train a one-way and a three-way refiner for each seed by the same config, and score all of them beside the coarse maps on images that no
        training has seen, by the last checkpoint of each: nothing is chosen by those images. Each training stands in --out under its connection and seed; run again, the command goes on where it was stopped.
        """;

    private static readonly Option<string?> Config = new("--config") { Description = "A refiner's config file (JSON).", HelpName = "FILE" };

    private static readonly Option<string?> Preset = new("--preset") { Description = "A refiner's config by name.", HelpName = "NAME" };

    private static readonly Option<string> Data = TrainingArguments.Data();

    private static readonly Option<string?> Coarse = TrainingArguments.Coarse();

    private static readonly Option<string> Out = new("--out") { Description = "The folder of the trainings.", Required = true, HelpName = "DIR" };

    private static readonly Option<int[]> Seeds = new("--seeds") { Description = "One training a connection for each.", HelpName = "S", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };

    private static readonly Option<long?> Steps = new("--steps") { Description = "Steps of each training, instead of the config's.", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("compare", Description) { Config, Preset, Data, Coarse, Out, Seeds, Steps };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var config = (parsed.GetValue(Config), parsed.GetValue(Preset)) switch
        {
            ({ } file, null) => TrainingConfig.Load(file),
            (null, { } preset) => TrainingConfig.Preset(preset),
            _ => throw new ArgumentException("expected --config FILE or --preset NAME, one of them."),
        };
        if (!config.IsRefiner)
            throw new ArgumentException("expected the config of a refiner, got a baseline's, which has no connections to compare; train it with spn train.");
        if (parsed.GetValue(Steps) is { } steps)
            config = config.WithSteps(steps);
        var seeds = parsed.GetValue(Seeds)!.Distinct().ToArray();
        var set = TrainingArguments.Set(config, parsed.GetValue(Data)!);
        var plans = TrainingArguments.Plans(config, set, parsed.GetValue(Coarse));
        var job = new TrainJob(resume: true, pauseAt: 0, parsed.InvocationConfiguration.Error);
        var table = new CompareTable(plans(config).TestOfCoarse(cancellation));
        foreach (var seed in seeds)
            foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            {
                var plan = plans(config.WithSeed(seed).WithConnection(connection));
                var folder = new TrainingFolder(Path.Combine(parsed.GetValue(Out)!, FormattableString.Invariant($"{CompareTable.NameOf(connection)}-seed-{seed}")));
                if (job.Train(plan, folder, cancellation) == TrainingEnd.Cancelled)
                    return 1;
                table.Add(seed, connection, plan.Test(Checkpoint.Load(folder.Last).Model, CompareTable.NameOf(connection), cancellation));
            }

        parsed.InvocationConfiguration.Output.WriteLine(table);
        return 0;
    }
}
