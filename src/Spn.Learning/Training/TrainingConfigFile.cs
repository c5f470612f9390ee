using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Spn.Arrays;

namespace Spn.Learning;

/// <summary>The sections of a config file, in their order.</summary>
internal static class TrainingConfigFile
{
    /// <summary>What a config does not say, because something else decides it.</summary>
    private static readonly (string Key, string By)[] Decided =
    [
        ("network.classes", "the data decide it"),
        ("network.seed", "'training.seed' decides it"),
        ("network.loss.classWeights", "'balance' decides them"),
    ];

    private enum ModelKind
    {
        Refiner,
        Baseline,
    }

    public static TrainingConfig Read(string text, string source)
    {
        var given = SettingsJson.Parse(text, source);
        foreach (var (key, by) in Decided)
            if (Holds(given, key))
                throw new InvalidDataException($"{source}: expected no '{key}' in a config, got one; {by}, remove it.");
        if (given.TryGetPropertyValue("network", out var network) && network is null)
            throw new InvalidDataException($"{source}: expected 'network' to be a section {{ … }}, got null; correct or remove it.");
        if (IsBaseline(given["model"], source))
        {
            if (given.ContainsKey("coarse"))
                throw new InvalidDataException(
                    $"{source}: expected 'coarse' only with a refiner, got a baseline, which takes no coarse maps; remove it.");
            var baseline = ReadSections(new BaselineOptions(), given, source);
            return Config(baseline) with { Baseline = baseline.Network with { Seed = baseline.Training.Seed }, Text = text };
        }

        if (given.ContainsKey("folds"))
            throw new InvalidDataException(
                $"{source}: expected 'folds' only with a baseline, got a refiner, whose coarse maps have 'coarse.folds'; move or remove "
                + "it.");
        var refiner = ReadSections(new RefinerOptions(), given, source);
        return Config(refiner) with { Refiner = refiner.Network with { Seed = refiner.Training.Seed }, Text = text };
    }

    private static Sections<T> ReadSections<T>(T network, JsonObject given, string source) where T : notnull
    {
        var kind = network is BaselineOptions ? ModelKind.Baseline : ModelKind.Refiner;
        return SettingsJson.Read<Sections<T>>(given, SettingsJson.ToNode(new Sections<T> { Model = kind, Network = network }), source);
    }

    private static TrainingConfig Config<T>(Sections<T> sections) => new()
    {
        Balance = sections.Balance, Data = sections.Data, Scenes = sections.Scenes, Coarse = sections.Coarse, Folds = sections.Folds,
        Patches = sections.Patches, Training = sections.Training, Whole = SettingsJson.ToNode(sections),
    };

    private static bool IsBaseline(JsonNode? model, string source)
    {
        var words = Enum.GetValues<ModelKind>().Select(kind => SettingsJson.Word(kind)).ToList();
        var word = model is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        if (model is not null && !words.Contains(word!))
            throw new InvalidDataException(
                $"{source}: expected 'model' to be {string.Join(" or ", words.Select(one => $"\"{one}\""))}, got "
                + $"{Expect.Shown(model.ToJsonString())}; correct or remove it.");
        return word == SettingsJson.Word(ModelKind.Baseline);
    }

    private static bool Holds(JsonNode given, string key) =>
        key.Split('.').Aggregate((JsonNode?)given, (node, name) => (node as JsonObject)?[name]) is not null;

    private sealed record Sections<T>
    {
        public ModelKind Model { get; init; }

        public required T Network { get; init; }

        public ClassBalance Balance { get; init; } = ClassBalance.None;

        public FolderSetOptions Data { get; init; } = new();

        public SceneSetOptions Scenes { get; init; } = new();

        public CoarseOptions Coarse { get; init; } = new();

        [Range(1, 100)]
        public int Folds { get; init; } = 1;

        public PatchOptions Patches { get; init; } = new();

        public TrainingOptions Training { get; init; } = new();
    }
}
