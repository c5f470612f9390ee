using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn train</c>: trains a refiner, or a baseline to make coarse maps with, from a config or a preset.</summary>
internal static class TrainCommand
{
    private const string Description = """
        Train a refiner (or a baseline segmenter) on a folder of labelled images, or on scenes drawn on the fly.

        In --out it keeps last.safetensors (to go on from), best.safetensors (by mean IoU on images not trained on), log.csv, config.json,
        and the log for TensorBoard in tensorboard. It may be stopped at any moment, with Ctrl+C or the power switch; --resume goes on, with
        the same bits as if it had never stopped, on the same machine with as many threads.

        Exit code: 0 trained, 1 stopped or diverged, 2 the command line or a file was wrong.
        """;

    private static readonly Option<string?> Out = new("--out") { Description = "The folder of this training.", HelpName = "DIR" };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on with the training in --out; its own config holds, and only steps and evaluations may be others.",
    };

    private static readonly Option<long?> PauseAt = new Option<long?>("--pause-at")
    {
        Description = "Stop after this many steps in all, to go on later; the rate's schedule stays as it is.",
        HelpName = "N",
    }.In(1L, 1_000_000_000L);

    private static readonly Option<int?> Seed = new Option<int?>("--seed")
    {
        Description = "Of initial weights and patches, instead of the config's.",
        HelpName = "S",
    }.In(0, int.MaxValue);

    private static readonly Option<Connection?> Connections = new Option<Connection?>("--connection")
    {
        Description = "Of the refiner, instead of the config's.",
    }.OrNone(Choices.Connections);

    private static readonly Option<int?> AtATime = new Option<int?>("--jobs")
    {
        Description = "For a baseline with folds: how many of its trainings run at a time, each on an equal share of --threads; left out, "
            + "one.",
        HelpName = "N",
    }.In(1, Numbers.MostThreads);

    private static readonly Option<bool> Show = new("--show")
    {
        Description = "Print the config to the standard output, the data and the network to the standard error, and train nothing.",
    };

    public static Command Create()
    {
        var command = new Command("train", Description)
        {
            TrainingArguments.Config, TrainingArguments.Preset, TrainingArguments.Settings, TrainingArguments.Steps, Seed, Connections,
            TrainingArguments.Data, TrainingArguments.Coarse, TrainingArguments.MaxPixels, Out, Resume, PauseAt,
            StartingWeights.VggOption, StartingWeights.ImageNetOption, StartingWeights.GuidanceOption,
            TorchArguments.Device, TorchArguments.Threads, AtATime, Show,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var folder = parsed.GetValue(Out) is { } path ? new TrainingFolder(path) : null;
        var config = Chosen(parsed, folder);
        var set = TrainingArguments.Set(config, parsed);
        TrainingArguments.WarnOfPreset(parsed, set);
        if (parsed.GetValue(Show))
        {
            output.WriteLine(config.Text);
            error.WriteLine(set);
            TorchArguments.Prepare(parsed);
            using var model = StartingWeights.Of(parsed).NewModel(config, set, error.WriteLine);
            var (height, width) = (config.Patches.Height, config.Patches.Width);
            error.WriteLine($"for a patch of {height}×{width}:");
            error.WriteLine(model is SpnRefiner refiner
                ? refiner.Describe(height, width)
                : ((BaselineSegmenter)model).Describe(height, width));
            return 0;
        }

        if (folder is null)
            throw new ArgumentException("expected --out, the folder to write checkpoints and log to; or --show to train nothing.");
        var resume = parsed.GetValue(Resume);
        if (folder.HasTraining && !resume)
            throw new ArgumentException(
                $"expected a folder without a training, but {folder.Last} is there; go on with it (--resume) or name another.");
        if (resume && !folder.HasTraining)
            throw new FileNotFoundException(
                $"expected a training to go on with at {folder.Last}, found none; correct --out, or leave out --resume to start one "
                + "there.");
        AtomicFile.Check(folder.Config);
        var weights = StartingWeights.Of(parsed);
        if (resume && weights.Given.FirstOrDefault() is { } given)
            throw new ArgumentException(
                $"expected {given} only for a new training, but {folder.Last} goes on with weights of its own; leave it out.");
        var plan = TrainingArguments.Plan(config, set, parsed, TorchArguments.Prepare(parsed));
        var jobs = CompareCommand.Jobs(parsed.GetValue(AtATime) ?? 1);
        var end = TrainProgress.Show(error, progress =>
            new TrainJob(resume, parsed.GetValue(PauseAt) ?? 0, progress, weights).Run(plan, folder, jobs, cancellation));
        return end == TrainingEnd.Cancelled ? 1 : 0;
    }

    private static TrainingConfig Chosen(ParseResult parsed, TrainingFolder? folder)
    {
        var resumes = parsed.GetValue(Resume) && folder is not null && File.Exists(folder.Config);
        var config = TrainingArguments.Chosen(parsed, resumes ? TrainingConfig.Load(folder!.Config) : null);
        if (parsed.GetValue(Seed) is { } seed)
            config = config.WithSeed(seed);
        return parsed.GetValue(Connections) is { } connection ? config.WithConnection(connection) : config;
    }
}
