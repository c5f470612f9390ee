using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>What the commands that train and those that score have in common.</summary>
internal static class TrainingArguments
{
    public const string ScenesWord = "scenes";

    public static readonly Option<string?> Config = new("--config") { Description = "A config file (JSON).", HelpName = "FILE" };

    public static readonly Option<string?> Preset = new("--preset")
    {
        Description = $"A config by name: {string.Join(", ", TrainingPresets.Names)}.",
        HelpName = "NAME",
    };

    public static readonly Option<string[]> Settings = new("--set")
    {
        Description = "Another value of one setting of the config: training.seed=7, network.guidance.encoder=[16,32]. "
            + "Repeatable.", HelpName = "KEY=VALUE",
    };

    public static readonly Option<long?> Steps = new Option<long?>("--steps")
    {
        Description = "Steps of the whole training, instead of the config's; a rate that falls ends there.",
        HelpName = "N",
    }.In(1L, 1_000_000_000L);

    public static readonly Option<string> Data = new("--data")
    {
        Description = "A folder laid out like CamVid (train, trainannot, val, valannot), or the word scenes for pictures drawn on the fly.",
        Required = true, HelpName = "DIR|scenes",
    };

    public static readonly Option<string?> Coarse = new("--coarse")
    {
        Description = "For configs whose coarse maps come from a baseline: its folder, made by spn train. For those that take them from "
            + "a folder: that folder, with a label map (PNG) or class probabilities C×h×w (.npy, .safetensors) under the name of each "
            + "photograph.",
        HelpName = "DIR",
    };

    /// <summary>The config that <c>--config</c> or <c>--preset</c> names, as <c>--set</c> and <c>--steps</c> change it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="usual">The config where neither is given; null when there is none.</param>
    public static TrainingConfig Chosen(ParseResult parsed, TrainingConfig? usual = null)
    {
        var config = (parsed.GetValue(Config), parsed.GetValue(Preset)) switch
        {
            ({ } file, null) => TrainingConfig.Load(file),
            (null, { } preset) => TrainingConfig.Preset(preset),
            (null, null) => usual ?? throw new ArgumentException(
                $"expected --config FILE or --preset NAME ({string.Join(", ", TrainingPresets.Names)})."),
            _ => throw new ArgumentException("expected --config or --preset, got both; leave one of them out."),
        };
        foreach (var setting in parsed.GetValue(Settings) ?? [])
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            config = at > 0 ? config.With(setting[..at], Value(setting[(at + 1)..])) : throw new ArgumentException(
                $"expected --set KEY=VALUE, got '{setting}'; for example training.seed=7.");
        }

        return parsed.GetValue(Steps) is { } steps ? config.WithSteps(steps) : config;
    }

    public static TrainingSet Set(TrainingConfig config, string data) =>
        data == ScenesWord ? TrainingSet.FromScenes(config.Scenes) : TrainingSet.FromFolder(data, config.Data);

    /// <summary>Makes plans over one data set and one source of coarse maps, which is loaded once.</summary>
    /// <param name="config">Says where coarse maps come from.</param>
    /// <param name="set">The data.</param>
    /// <param name="coarse">The folder of <c>--coarse</c>.</param>
    /// <param name="device">Where models are trained.</param>
    public static TrainingPlan Plan(
        TrainingConfig config, TrainingSet set, string? coarse, TorchSharp.torch.Device device)
    {
        var source = config.IsRefiner ? config.Coarse.From : CoarseSource.Blocks;
        if (source == CoarseSource.Blocks && coarse is not null)
            throw new ArgumentException(
                "expected --coarse only with a config of a refiner whose coarse maps come from a baseline or a folder; leave it out.");
        if (source == CoarseSource.Baseline && coarse is null)
            throw new ArgumentException(
                "expected --coarse, the folder of a trained baseline: this config takes its coarse maps from one; train it first "
                + "(--preset camvid-baseline for CamVid).");
        if (source == CoarseSource.Folder && coarse is null)
            throw new ArgumentException("expected --coarse, the folder of coarse maps: this config takes them from one.");
        var segmenters = source == CoarseSource.Baseline ? CoarseSegmenters.Load(coarse!, config, set, device) : null;
        var folder = source == CoarseSource.Folder ? new CoarseFolder(coarse!, config.Data.IgnoredLabel) : null;
        return new TrainingPlan(config, set, segmenters, folder) { Device = device };
    }

    /// <summary>What a model is called in a table: its kind.</summary>
    public static string NameOf(ISegmenter model) => model is SpnRefiner refiner ? NameOf(refiner.Connection) : "baseline";

    public static string NameOf(Connection connection) => connection == Connection.OneWay ? "one-way" : "three-way";

    /// <summary>JSON where it is, else a text: so that words need no quotes.</summary>
    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
