using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Everything that decides a training but the data themselves and the folder it writes to: model, patches, coarse maps, optimiser, seed.
/// Written as JSON, whose sections are the records here; a preset is one with a name.
/// </summary>
public sealed record TrainingConfig
{
    /// <summary>Under what name a checkpoint carries the config.</summary>
    public const string MetadataKey = "training.config";

    /// <summary>Only a text makes a config, so that its parts are what the text says.</summary>
    internal TrainingConfig()
    {
    }

    /// <summary>The JSON text it was read from; what a checkpoint carries.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>A refiner's options, with a number of classes that <see cref="CreateModel"/> replaces; null for a baseline.</summary>
    public RefinerOptions? Refiner { get; internal init; }

    /// <summary>A baseline's options, likewise; null for a refiner.</summary>
    public BaselineOptions? Baseline { get; internal init; }

    /// <summary>How classes that cover few pixels count in the loss.</summary>
    public ClassBalance Balance { get; internal init; } = ClassBalance.None;

    /// <summary>How a folder of images is read.</summary>
    public FolderSetOptions Data { get; internal init; } = new();

    /// <summary>Which scenes are drawn.</summary>
    public SceneSetOptions Scenes { get; internal init; } = SceneSetOptions.Default;

    /// <summary>Where a refiner's coarse maps come from.</summary>
    public CoarseOptions Coarse { get; internal init; } = CoarseOptions.Default;

    /// <summary>
    /// How many more baselines are trained, each without the images of one fold, for the coarse maps of a refiner's training images; 1:
    /// none.
    /// </summary>
    public int Folds { get; internal init; } = 1;

    /// <summary>What a step sees.</summary>
    public PatchOptions Patches { get; internal init; } = PatchOptions.Default;

    /// <summary>Steps, rates, evaluation.</summary>
    public TrainingOptions Training { get; internal init; } = TrainingOptions.Default;

    /// <summary>Whether the model is a refiner, which takes coarse maps.</summary>
    public bool IsRefiner => Refiner is not null;

    /// <summary>Every setting with its value, those that the text leaves out too.</summary>
    internal JsonObject Whole { get; init; } = [];

    /// <summary>Reads a config.</summary>
    /// <param name="text">JSON; comments and trailing commas are allowed.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">
    /// It is no JSON, or a setting in it is unknown or not what it may be; the message names it.
    /// </exception>
    public static TrainingConfig Parse(string text, string source = "config")
    {
        ArgumentNullException.ThrowIfNull(text);
        return TrainingConfigFile.Read(text, source);
    }

    /// <summary>Reads a config file.</summary>
    /// <exception cref="InvalidDataException">
    /// It is no JSON, or a setting in it is unknown or not what it may be; the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingConfig Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>A preset: see <see cref="TrainingPresets"/>.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static TrainingConfig Preset(string name) => Parse(TrainingPresets.Text(name), $"preset '{name}'");

    /// <summary>The same with another value of one setting.</summary>
    /// <param name="key">Its name with those of its sections: <c>training.seed</c>.</param>
    /// <param name="value">A number, a text, true or false; a list or section as JSON; null for none.</param>
    /// <exception cref="InvalidDataException">
    /// There is no such setting, or the value is not what it may be; the message names it.
    /// </exception>
    public TrainingConfig With(string key, JsonNode? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var root = SettingsJson.Parse(Text, "config");
        var section = root;
        var names = key.Split('.');
        foreach (var name in names.SkipLast(1))
        {
            if (section[name] is not JsonObject inside)
                section[name] = inside = [];
            section = inside;
        }

        section[names[^1]] = value?.DeepClone();
        return Parse(SettingsJson.Write(root));
    }

    /// <summary>The same with another seed: of the patches, and of the model's initial weights.</summary>
    public TrainingConfig WithSeed(int seed) => With("training.seed", seed);

    /// <summary>The same with another number of steps.</summary>
    /// <exception cref="InvalidDataException">It is below one.</exception>
    public TrainingConfig WithSteps(long steps) => With("training.steps", steps);

    /// <summary>The same with the other connection.</summary>
    /// <exception cref="InvalidDataException">The config is of a baseline, which has none.</exception>
    public TrainingConfig WithConnection(Connection connection) => With("network.connection", SettingsJson.Word(connection));

    /// <summary>The same with coarse maps from blocks of the truth of another side.</summary>
    /// <param name="side">Pixels, 1 to 256.</param>
    /// <exception cref="InvalidDataException">The side is outside its range, or the config is of a baseline.</exception>
    public TrainingConfig WithBlock(int side) => With("coarse.from", "blocks").With("coarse.block", side);

    /// <summary>
    /// The first setting that differs from those of a training that this config is to go on with; empty where none does. Steps, and when
    /// it scores, may differ.
    /// </summary>
    internal string DifferenceFrom(TrainingConfig started)
    {
        return SettingsDifference.Between(Lasting(started), Lasting(this));

        static JsonObject Lasting(TrainingConfig config)
        {
            var whole = config.Whole.DeepClone().AsObject();
            foreach (var name in (string[])["steps", "evaluateEvery", "evaluateImages"])
                whole["training"]!.AsObject().Remove(name);
            return whole;
        }
    }

    /// <summary>The untrained model for a data set.</summary>
    /// <param name="set">Gives the classes, and their shares where the loss is balanced.</param>
    /// <param name="guidance">
    /// The guidance network of a refiner, a <see cref="GuidanceFile"/> or one of your own; null makes the config's.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The model does not suit the data, for example has fewer channels than there are classes.
    /// </exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public ISegmenter CreateModel(TrainingSet set, nn.Module<Tensor, Tensor>? guidance = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        TorchLibrary.Load();
        ModelSize.Check(Refiner is null ? ModelSize.Of(Baseline!) : guidance is null ? ModelSize.Of(Refiner) : 0);
        var weights = Balance.Weights(set.Train, set.Classes);
        if (!IsRefiner && guidance is not null)
            throw new ArgumentException(
                "expected a guidance network only for a refiner, but the config is of a baseline; leave it out.", nameof(guidance));
        return Refiner is { } refiner
            ? new SpnRefiner(refiner with { Classes = set.Classes, Loss = refiner.Loss with { ClassWeights = weights } }, guidance)
            : new BaselineSegmenter(Baseline! with { Classes = set.Classes, Loss = Baseline.Loss with { ClassWeights = weights } });
    }
}
