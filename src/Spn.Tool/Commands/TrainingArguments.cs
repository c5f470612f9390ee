using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spn.Imaging;
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

    public static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder of a data set (VOC, HELEN, CamVid, Cityscapes, ADE20K, or pairs of folders), or the word scenes for "
            + "pictures drawn on the fly.",
        HelpName = "DIR|scenes",
    };

    public static readonly Option<string?> Coarse = new("--coarse")
    {
        Description = "For configs whose coarse maps come from a baseline: its folder, made by spn train. For those that take them from "
            + "a folder: that folder, with a label map (PNG) or class probabilities C×h×w (.npy, .safetensors) under the name of each "
            + "photograph.",
        HelpName = "DIR",
    };

    public static readonly Option<int> MaxPixels = new Option<int>("--max-pixels")
    {
        Description = "The most pixels an image may claim; more are refused before memory is taken.",
        HelpName = "N", DefaultValueFactory = _ => Image.MaxPixels,
    }.In(1, Image.MostPixels);

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

    /// <summary>What <c>--data</c> says.</summary>
    /// <exception cref="ArgumentException">It says nothing.</exception>
    public static string DataOf(ParseResult parsed) => parsed.GetValue(Data) ?? throw new ArgumentException(
        $"expected --data, a folder of images or the word {ScenesWord}; name one.");

    /// <summary>The images that <c>--data</c> names.</summary>
    public static TrainingSet Set(TrainingConfig config, ParseResult parsed) =>
        DataOf(parsed) is var data && data != ScenesWord ? InFolder(config.Data, data, parsed) : TrainingSet.FromScenes(config.Scenes);

    /// <summary>The data set in a folder; how it was found is said where the config does not name its scheme.</summary>
    private static TrainingSet InFolder(FolderSetOptions options, string folder, ParseResult parsed)
    {
        var set = options.Open(folder, parsed.GetValue(MaxPixels));
        if (options.Scheme == DataScheme.Auto)
            parsed.InvocationConfiguration.Error.WriteLine($"data: {set}; found {set.FoundBy}");
        return options.Of(set);
    }

    /// <summary>Says it where the preset for generated scenes is given other images.</summary>
    public static void WarnOfPreset(ParseResult parsed, TrainingSet set)
    {
        if (parsed.GetValue(Preset) == ScenesWord && !set.Palette.Names.SequenceEqual(Palette.Scenes.Names))
            parsed.InvocationConfiguration.Error.WriteLine(
                "warning: --preset scenes is a small network for generated scenes, with blocks of the truth as coarse maps; for "
                + "photographs take --preset camvid, whose network is larger and learns from the maps of a trained baseline.");
    }

    /// <summary>Makes plans over one data set and one source of coarse maps, which is loaded once.</summary>
    /// <param name="config">Says where coarse maps come from.</param>
    /// <param name="set">The data.</param>
    /// <param name="parsed">The command line, with the folder of <c>--coarse</c>.</param>
    /// <param name="device">Where models are trained.</param>
    public static TrainingPlan Plan(
        TrainingConfig config, TrainingSet set, ParseResult parsed, TorchSharp.torch.Device device)
    {
        var coarse = parsed.GetValue(Coarse);
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
        var folder = source == CoarseSource.Folder
            ? new CoarseFolder(coarse!, config.Data.IgnoredLabel, parsed.GetValue(MaxPixels))
            : null;
        return new TrainingPlan(config, set, segmenters, folder) { Device = device };
    }

    /// <summary>What a model is to a table.</summary>
    public static EvaluationKind KindOf(ISegmenter model) => model switch
    {
        SpnRefiner { Connection: Connection.OneWay } => EvaluationKind.OneWay,
        SpnRefiner => EvaluationKind.ThreeWay,
        BaselineSegmenter { Options.Scale: 1 } => EvaluationKind.Highres,
        _ => EvaluationKind.Baseline,
    };

    /// <summary>What a model is called in a table: its kind.</summary>
    public static string NameOf(ISegmenter model) => KindOf(model) switch
    {
        EvaluationKind.Highres => "Highres-CNN",
        EvaluationKind.Baseline => "baseline",
        _ => ((SpnRefiner)model).Connection.ToWords(),
    };

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
