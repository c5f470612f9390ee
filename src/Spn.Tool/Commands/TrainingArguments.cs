using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>What the commands that train and those that score have in common.</summary>
internal static class TrainingArguments
{
    public const string ScenesWord = "scenes";

    public static Option<string> Data() => new("--data")
    {
        Description = "A folder laid out like CamVid (train, trainannot, val, valannot), or the word scenes for pictures drawn on the fly.",
        Required = true, HelpName = "DIR|scenes",
    };

    public static Option<string?> Coarse() => new("--coarse")
    {
        Description = "For configs whose coarse maps come from a baseline: its folder, made by spn train. For those that take them from a folder: that folder, with a label map (PNG) or class probabilities C×h×w (.npy, .safetensors) under the name of each photograph.",
        HelpName = "DIR",
    };

    public static TrainingSet Set(TrainingConfig config, string data) =>
        data == ScenesWord ? TrainingSet.FromScenes(config.Scenes) : TrainingSet.FromFolder(data, config.Folder);

    /// <summary>Makes plans over one data set and one source of coarse maps, which is loaded once.</summary>
    /// <param name="config">Says where coarse maps come from.</param>
    /// <param name="set">The data.</param>
    /// <param name="coarse">The folder of <c>--coarse</c>.</param>
    public static Func<TrainingConfig, TrainingPlan> Plans(TrainingConfig config, TrainingSet set, string? coarse)
    {
        var source = config.IsRefiner ? config.Coarse.Source : CoarseSource.Blocks;
        if (source == CoarseSource.Blocks && coarse is not null)
            throw new ArgumentException("expected --coarse only with a config of a refiner whose coarse maps come from a baseline or a folder; leave it out.");
        if (source == CoarseSource.Baseline && coarse is null)
            throw new ArgumentException("expected --coarse, the folder of a trained baseline: this config takes its coarse maps from one; train it first (--preset camvid-baseline for CamVid).");
        if (source == CoarseSource.Folder && coarse is null)
            throw new ArgumentException("expected --coarse, the folder of coarse maps: this config takes them from one.");
        var segmenters = source == CoarseSource.Baseline ? CoarseSegmenters.Load(coarse!, config, set) : null;
        var folder = source == CoarseSource.Folder ? new CoarseFolder(coarse!, config.Folder.IgnoredLabel) : null;
        return one => new TrainingPlan(one, set, segmenters, folder);
    }

    /// <summary>What a model is called in a table: its kind.</summary>
    public static string NameOf(ITrainable model) => model switch
    {
        RefinerModel { Connection: Connection.OneWay } => "one-way",
        RefinerModel => "three-way",
        _ => "baseline",
    };
}
