using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn train</c>: trains a refiner, or a baseline to make coarse maps with, from a config or a preset.</summary>
internal static class TrainCommand
{
    private const string Description = """
        Train a refiner (or a baseline segmenter) on a folder of labelled images, or on scenes drawn on the fly.

        In --out it keeps last.safetensors (to go on from), best.safetensors (by mean IoU on images not trained on), log.csv and config.json.
        It may be stopped at any moment, with Ctrl+C or the power switch; --resume goes on, with the same bits as if it had never stopped.

        Exit code: 0 trained, 1 stopped or diverged, 2 the command line or a file was wrong.
        """;

    private static readonly Option<string?> Config = new("--config") { Description = "A config file (JSON).", HelpName = "FILE" };

    private static readonly Option<string?> Preset = new("--preset") { Description = $"A config by name: {string.Join(", ", TrainingPresets.Names)}.", HelpName = "NAME" };

    private static readonly Option<string> Data = TrainingArguments.Data();

    private static readonly Option<string?> Coarse = TrainingArguments.Coarse();

    private static readonly Option<string?> Out = new("--out") { Description = "The folder of this training.", HelpName = "DIR" };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the training in --out; its own config holds, and only steps, evaluations and saving may be others." };

    private static readonly Option<long?> Steps = new("--steps") { Description = "Steps of the whole training, instead of the config's; the rate's schedule ends there.", HelpName = "N" };

    private static readonly Option<long?> PauseAt = new("--pause-at") { Description = "Stop after this many steps in all, to go on later; the rate's schedule stays as it is.", HelpName = "N" };

    private static readonly Option<int?> Seed = new("--seed") { Description = "Of initial weights and patches, instead of the config's.", HelpName = "S" };

    private static readonly Option<string?> Connections = new("--connection") { Description = "three-way or one-way, instead of the config's.", HelpName = "NAME" };

    private static readonly Option<string?> Vgg = new("--vgg") { Description = "Trained weights of VGG-16 (safetensors), for configs whose guidance network it is (--preset voc).", HelpName = "FILE" };

    private static readonly Option<bool> Show = new("--show") { Description = "Print the config to the standard output, the data and the network to the standard error, and train nothing." };

    public static Command Create()
    {
        var command = new Command("train", Description) { Config, Preset, Data, Coarse, Out, Resume, Steps, PauseAt, Seed, Connections, Vgg, Show };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var folder = parsed.GetValue(Out) is { } path ? new TrainingFolder(path) : null;
        var config = Chosen(parsed, folder);
        var set = TrainingArguments.Set(config, parsed.GetValue(Data)!);
        if (parsed.GetValue(Show))
        {
            output.WriteLine(config.Text);
            parsed.InvocationConfiguration.Error.WriteLine(set);
            parsed.InvocationConfiguration.Error.WriteLine(config.CreateModel(set));
            return 0;
        }

        if (folder is null)
            throw new ArgumentException("expected --out, the folder to write checkpoints and log to; or --show to train nothing.");
        if (folder.HasTraining && !parsed.GetValue(Resume))
            throw new ArgumentException($"expected a folder without a training, but {folder.Last} is there; go on with it (--resume) or name another.");
        if (parsed.GetValue(Resume) && !folder.HasTraining)
            throw new FileNotFoundException($"expected a training to go on with at {folder.Last}, found none; correct --out, or leave out --resume to start one there.");
        var plan = TrainingArguments.Plans(config, set, parsed.GetValue(Coarse))(config);
        var job = new TrainJob(parsed.GetValue(Resume), parsed.GetValue(PauseAt) ?? 0, error, parsed.GetValue(Vgg));
        return job.Run(plan, folder, cancellation) == TrainingEnd.Cancelled ? 1 : 0;
    }

    private static TrainingConfig Chosen(ParseResult parsed, TrainingFolder? folder)
    {
        var (file, preset, resume) = (parsed.GetValue(Config), parsed.GetValue(Preset), parsed.GetValue(Resume));
        if (file is not null && preset is not null)
            throw new ArgumentException("expected --config or --preset, got both; leave one of them out.");
        var config = file is not null ? TrainingConfig.Load(file)
            : preset is not null ? TrainingConfig.Preset(preset)
            : resume && folder is not null && File.Exists(folder.Config) ? TrainingConfig.Load(folder.Config)
            : throw new ArgumentException($"expected --config FILE or --preset NAME ({string.Join(", ", TrainingPresets.Names)}).");
        if (parsed.GetValue(Seed) is { } seed)
            config = config.WithSeed(seed);
        if (parsed.GetValue(Steps) is { } steps)
            config = config.WithSteps(steps);
        return parsed.GetValue(Connections) switch
        {
            null => config,
            "three-way" => config.WithConnection(Connection.ThreeWay),
            "one-way" => config.WithConnection(Connection.OneWay),
            var other => throw new ArgumentException($"expected --connection three-way or one-way, got '{other}'."),
        };
    }
}
