using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spn.Learning;

/// <summary>
/// Everything that decides a training but the data themselves and the folder it writes to: model, patches, coarse maps, optimiser, seed.
/// Written as JSON; a preset is one with a name.
/// </summary>
public sealed record TrainingConfig
{
    /// <summary>Under what name a checkpoint carries the config.</summary>
    public const string MetadataKey = "training.config";

    /// <summary>Only a text makes a config, so that its parts are what the text says.</summary>
    internal TrainingConfig()
    {
    }

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The JSON text it was read from; what a checkpoint carries.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>A refiner's options, with a number of classes that <see cref="CreateModel"/> replaces; null for a baseline.</summary>
    public RefinerOptions? Refiner { get; internal init; }

    /// <summary>A baseline's options, likewise; null for a refiner.</summary>
    public BaselineOptions? Baseline { get; internal init; }

    /// <summary>How classes that cover few pixels count in the loss.</summary>
    public ClassBalance Balance { get; internal init; } = ClassBalance.None;

    /// <summary>How a folder of images is read.</summary>
    public FolderSetOptions Folder { get; internal init; } = FolderSetOptions.Default;

    /// <summary>Which scenes are drawn.</summary>
    public SceneSetOptions Scenes { get; internal init; } = SceneSetOptions.Default;

    /// <summary>Where a refiner's coarse maps come from.</summary>
    public CoarseOptions Coarse { get; internal init; } = CoarseOptions.Default;

    /// <summary>
    /// How many more baselines are trained, each without the images of one fold, for the coarse maps of a refiner's training images; 1: none.
    /// </summary>
    public int Folds { get; internal init; } = 1;

    /// <summary>What a step sees.</summary>
    public PatchOptions Patches { get; internal init; } = PatchOptions.Default;

    /// <summary>Steps, rates, evaluation.</summary>
    public TrainingOptions Training { get; internal init; } = TrainingOptions.Default;

    /// <summary>Whether the model is a refiner, which takes coarse maps.</summary>
    public bool IsRefiner => Refiner is not null;

    /// <summary>Reads a config.</summary>
    /// <param name="text">JSON; <c>//</c> comments are allowed.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no JSON, or a key or value in it is not known; the message names it.</exception>
    public static TrainingConfig Parse(string text, string source = "config")
    {
        ArgumentNullException.ThrowIfNull(text);
        return TrainingConfigReader.Read(text, source);
    }

    /// <summary>Reads a config file.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, or a key or value in it is not known; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingConfig Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>A preset: see <see cref="TrainingPresets"/>.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static TrainingConfig Preset(string name) => Parse(TrainingPresets.Text(name), $"preset '{name}'");

    /// <summary>The same with another seed: of the patches, and of the model's initial weights.</summary>
    public TrainingConfig WithSeed(int seed) => Edited(root => Section(root, "training")["seed"] = seed);

    /// <summary>The same with another number of steps.</summary>
    /// <exception cref="InvalidDataException">It is below one.</exception>
    public TrainingConfig WithSteps(long steps) => Edited(root => Section(root, "training")["steps"] = steps);

    /// <summary>The same with the other connection.</summary>
    /// <exception cref="InvalidDataException">The config is of a baseline, which has none.</exception>
    public TrainingConfig WithConnection(Connection connection) => Edited(root => root["connection"] = connection == Connection.OneWay ? "one-way" : "three-way");

    /// <summary>The same with coarse maps from blocks of the truth of another side.</summary>
    /// <param name="side">Pixels, 1 to 256.</param>
    /// <exception cref="InvalidDataException">The side is outside its range, or the config is of a baseline.</exception>
    public TrainingConfig WithBlock(int side) => Edited(root => (Section(root, "coarse")["from"], Section(root, "coarse")["block"]) = ("blocks", side));

    /// <summary>The first setting that differs from those of a training that this config is to go on with; empty where none does. Steps, and when it scores, logs, saves and stops early, may differ.</summary>
    internal string DifferenceFrom(TrainingConfig started)
    {
        return SettingsDifference.Between(Lasting(started), Lasting(this));

        static TrainingConfig Lasting(TrainingConfig config) => config with
        {
            Text = "",
            Training = config.Training with { Steps = 1, EvaluateEvery = 1, EvaluateImages = 0, LogEvery = 1, SaveEvery = 1, Patience = 0 },
        };
    }

    /// <summary>The untrained model for a data set.</summary>
    /// <param name="set">Gives the classes, and their shares where the loss is balanced.</param>
    /// <exception cref="ArgumentException">The model does not suit the data, for example has fewer channels than there are classes.</exception>
    public ITrainable CreateModel(TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var weights = Balance.Weights(set.Train, set.Classes);
        return Refiner is { } refiner
            ? new RefinerModel(refiner.WithClasses(set.Classes).WithLoss(refiner.Loss.WithClassWeights(weights)))
            : new BaselineModel(Baseline!.WithClasses(set.Classes).WithLoss(Baseline.Loss.WithClassWeights(weights)));
    }

    /// <summary>Changes the text and reads it anew, so that text and parts stay one.</summary>
    private TrainingConfig Edited(Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        edit(root);
        return Parse(root.ToJsonString(s_indented));
    }

    private static JsonObject Section(JsonObject root, string key)
    {
        if (root[key] is not JsonObject section)
            root[key] = section = [];
        return section;
    }
}
