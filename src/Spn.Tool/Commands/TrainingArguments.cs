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
        Description = "The folder of a baseline that spn train made, for configs whose coarse maps come from one.", HelpName = "DIR",
    };

    public static TrainingSet Set(TrainingConfig config, string data) =>
        data == ScenesWord ? TrainingSet.FromScenes(config.Scenes) : TrainingSet.FromFolder(data, config.Folder);

    /// <summary>The baselines of a folder, where the config asks for them.</summary>
    public static CoarseSegmenters? Segmenters(TrainingConfig config, string? folder)
    {
        var wanted = config.IsRefiner && config.Coarse.Source == CoarseSource.Baseline;
        if (!wanted && folder is not null)
            throw new ArgumentException("expected --coarse only with a config of a refiner whose coarse maps come from a baseline; leave it out.");
        if (wanted && folder is null)
            throw new ArgumentException("expected --coarse, the folder of a trained baseline: this config takes its coarse maps from one; train it first (--preset camvid-baseline for CamVid).");
        return wanted ? CoarseSegmenters.Load(folder!, config.Coarse.Folds) : null;
    }

    /// <summary>What a model is called in a table: its kind.</summary>
    public static string NameOf(ITrainable model) => model switch
    {
        RefinerModel { Connection: Connection.OneWay } => "one-way",
        RefinerModel => "three-way",
        _ => "baseline",
    };
}
