using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spn.Learning;

namespace Spn.Tests.Learning;

public class TrainingConfigTests
{
    private const string Baseline = """{ "model": "baseline" }""";

    [Theory]
    [InlineData(
        """{ "training": { "stesp": 3 } }""",
        "config: expected a setting that is known, got 'training.stesp'; the nearest is 'training.steps'.")]
    [InlineData("""{ "trainings": {} }""", "config: expected a setting that is known, got 'trainings'; the nearest is 'training'.")]
    [InlineData("""{ "steps": 3 }""", "config: expected a setting that is known, got 'steps'; the nearest is 'training.steps'.")]
    [InlineData(
        """{ "network": { "guidance": { "encoders": [] } } }""",
        "config: expected a setting that is known, got 'network.guidance.encoders'; the nearest is 'network.guidance.encoder'.")]
    [InlineData(
        """{ "training": { "steps": 2.5 } }""",
        "config: expected 'training.steps' to be a whole number from 1 to 1000000000, got 2.5; correct or remove it.")]
    [InlineData(
        """{ "training": { "steps": 0 } }""",
        "config: expected 'training.steps' to be a whole number from 1 to 1000000000, got 0; correct or remove it.")]
    [InlineData(
        """{ "training": { "rates": { "base": -1 } } }""",
        "config: expected 'training.rates.base' to be a number from 1E-12 to 1000000, got -1; correct or remove it.")]
    [InlineData(
        """{ "training": { "rates": { "base": "high" } } }""",
        "config: expected 'training.rates.base' to be a number from 1E-12 to 1000000, got \"high\"; correct or remove it.")]
    [InlineData(
        """{ "training": { "optimiser": { "kind": "lion" } } }""",
        "config: expected 'training.optimiser.kind' to be \"sgd\" or \"adam\", got \"lion\"; correct or remove it.")]
    [InlineData(
        """{ "training": { "optimiser": "adam" } }""",
        "config: expected 'training.optimiser' to be a section { … }, got \"adam\"; correct or remove it.")]
    [InlineData("""{ "training": null }""", "config: expected 'training' to be a section { … }, got null; correct or remove it.")]
    [InlineData("""{ "patches": { "flip": 1 } }""", "config: expected 'patches.flip' to be true or false, got 1; correct or remove it.")]
    [InlineData(
        """{ "data": { "classes": "mine" } }""",
        "config: expected 'data.classes' to be \"voc\", \"camvid\", \"cityscapes\", \"ade20k\", \"helen\", \"scenes\", "
        + "\"categorical\" or a list of names, or null, got \"mine\"")]
    [InlineData(
        """{ "data": { "classes": ["a", 2] } }""",
        "config: expected 'data.classes' to be \"voc\", \"camvid\", \"cityscapes\", \"ade20k\", \"helen\", \"scenes\", "
        + "\"categorical\" or a list of names, or null, got [\"a\",2]")]
    [InlineData(
        """{ "data": { "ignoredLabel": 300 } }""",
        "config: expected 'data.ignoredLabel' to be a whole number from 0 to 255, or null, got 300; correct or remove it.")]
    [InlineData(
        """{ "network": { "guidance": { "encoder": [16, 0] } } }""",
        "config: expected 'network.guidance.encoder' to be a list of whole numbers from 1 to 4096, got 0; correct or remove it.")]
    [InlineData(
        """{ "network": { "guidance": { "encoder": [16, "x"] } } }""",
        "config: expected 'network.guidance.encoder' to be a list of whole numbers from 1 to 4096, got [16,\"x\"]; correct or remove it.")]
    [InlineData(
        """{ "network": { "outputKernel": 2 } }""",
        "config: expected 'network.outputKernel' to be a whole number, 1 or 3, got 2; correct or remove it.")]
    [InlineData(
        """{ "network": { "classes": 3 } }""",
        "config: expected no 'network.classes' in a config, got one; the data decide it, remove it.")]
    [InlineData(
        """{ "model": "transformer" }""",
        "config: expected 'model' to be \"refiner\" or \"baseline\", got \"transformer\"; correct or remove it.")]
    [InlineData(
        """{ "model": "baseline", "coarse": {} }""",
        "config: expected 'coarse' only with a refiner, got a baseline, which takes no coarse maps; remove it.")]
    [InlineData(
        """{ "model": "baseline", "network": { "connection": "one-way" } }""",
        "config: expected a setting that is known, got 'network.connection'; the nearest is")]
    [InlineData("""{ "folds": 3 }""", "config: expected 'folds' only with a baseline, got a refiner,")]
    [InlineData(
        """{ "model": "refiner", "model": "baseline" }""",
        "config: expected every setting once, got one twice (Duplicate property 'model'")]
    [InlineData("""{ "model": "refiner" """, "config: expected JSON, got something else at line 1, column")]
    [InlineData("[]", "config: expected an object { … }, got something else; correct it.")]
    public void A_wrong_config_is_told_in_one_sentence(string text, string start)
    {
        var error = Assert.Throws<InvalidDataException>(() => TrainingConfig.Parse(text));
        Assert.StartsWith(start, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(". ", error.Message);
    }

    [Theory]
    [InlineData("""{ "network": null }""", "'network' to be a section { … }, got null")]
    [InlineData("""{ "model": "baseline", "network": null }""", "'network' to be a section { … }, got null")]
    [InlineData("""{ "model": "Baseline" }""", "'model' to be \"refiner\" or \"baseline\", got \"Baseline\"")]
    [InlineData("""{ "model": 3 }""", "'model' to be \"refiner\" or \"baseline\", got 3")]
    [InlineData("""{ "\ud800": 1 }""", "texts of whole characters")]
    [InlineData("""{ "model": "\ud800" }""", "texts of whole characters")]
    [InlineData("""{ "network": { "guidance": { "encoder": [] } } }""", "'encoder' to have 1 to 12 levels")]
    public void What_no_config_can_be_is_refused_in_a_sentence(string text, string part)
    {
        var message = Assert.ThrowsAny<Exception>(() => TrainingConfig.Parse(text).CreateModel(TinyTraining.Plan().Set)).Message;
        Assert.Contains(part, message);
    }

    [Fact]
    public void A_key_of_megabytes_is_answered_at_once_and_in_a_line() =>
        Assert.InRange(Assert.Throws<InvalidDataException>(
            () => TrainingConfig.Parse($$"""{ "{{new string('a', 20_000_000)}}": 1 }""")).Message.Length, 1, 400);

    [Fact]
    public void What_a_config_leaves_out_has_its_default_at_any_depth()
    {
        var config = TrainingConfig.Parse("""{ "training": { "optimiser": { "kind": "adam" } } /* a comment, and a comma: */, }""");
        Assert.Equal(new OptimiserOptions { Kind = OptimiserKind.Adam }, config.Training.Optimiser);
        Assert.Equal(TrainingOptions.Default.Steps, config.Training.Steps);
        Assert.Equal(
            new BaselineOptions().Network.Decoder,
            TrainingConfig.Parse("""{ "model": "baseline", "network": { "network": { "lastKernel": 1 } } }""").Baseline!.Network.Decoder);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(Baseline)]
    public void Every_setting_can_be_set_and_is_read_back(string text)
    {
        var config = TrainingConfig.Parse(text);
        var settings = Settings(config.Whole, SectionsOf(config), "")
            .Where(one => one.Path is not ("network.classes" or "network.seed" or "network.loss.classWeights")).ToList();
        Assert.True(settings.Count > 30, string.Join(", ", settings.Select(one => one.Path)));
        foreach (var (path, usual, other) in settings)
        {
            if (path.StartsWith("coarse.", StringComparison.Ordinal) ? !config.IsRefiner : path == "folds" && config.IsRefiner)
                continue;
            Assert.False(JsonNode.DeepEquals(usual, other), path);
            var changed = config.With(path, other);
            Assert.True(
                JsonNode.DeepEquals(At(changed.Whole, path), other),
                $"{path}: {At(changed.Whole, path)?.ToJsonString()} instead of {other?.ToJsonString()}");
            Assert.True(JsonNode.DeepEquals(TrainingConfig.Parse(changed.Text).Whole, changed.Whole), path);
            Assert.StartsWith($"'{path}' ", SettingsDifference.Between(config.Whole, changed.Whole));
        }
    }

    [Fact]
    public void A_setting_of_any_kind_is_set_by_name_and_the_text_says_so()
    {
        var config = TrainingConfig.Preset("scenes").With("training.seed", 7).With("patches.flip", false).With("network.floor", 0.1)
            .With("data.ignoredLabel", null).With("training.optimiser.kind", "sgd").With("data.classes", new JsonArray("road", "car"));
        Assert.Equal(
            (7, 7, false, 0.1, OptimiserKind.Sgd, 5),
            (
                config.Training.Seed, config.Refiner!.Seed, config.Patches.Flip, config.Refiner.Floor, config.Training.Optimiser.Kind,
                config.Training.Optimiser.ClipNorm));
        Assert.Equal(["road", "car"], config.Data.Palette!.Names);
        Assert.True(JsonNode.DeepEquals(config.Whole, TrainingConfig.Parse(config.Text).Whole));
        Assert.Contains(
            "got 'training.sede'; the nearest is 'training.seed'",
            Assert.Throws<InvalidDataException>(() => config.With("training.sede", 7)).Message);
    }

    [Fact]
    public void Seed_steps_connection_and_blocks_have_short_forms()
    {
        var config = TrainingConfig.Preset("scenes").WithSeed(7).WithSteps(12).WithConnection(Connection.OneWay).WithBlock(4);
        Assert.Equal(
            (7, 12L, Connection.OneWay, 4), (config.Training.Seed, config.Training.Steps, config.Refiner!.Connection, config.Coarse.Block));
        Assert.Equal(config.Text, config.WithSeed(7).Text);
        Assert.Throws<InvalidDataException>(() => config.WithSteps(0));
        Assert.Throws<InvalidDataException>(() => TrainingConfig.Preset("camvid-baseline").WithConnection(Connection.OneWay));
        Assert.Empty(
            typeof(TrainingConfig).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(one => one.Name));
    }

    [Fact]
    public void Another_seed_gives_other_initial_weights()
    {
        var set = TrainingSet.FromScenes(TinyTraining.Config.Scenes);
        float[] Weights(TrainingConfig config) => TinyTraining.Values(config.CreateModel(set), "guidance.encode1.weight");
        Assert.Equal(Weights(TinyTraining.Config), Weights(TinyTraining.Config));
        Assert.NotEqual(Weights(TinyTraining.Config), Weights(TinyTraining.Config.WithSeed(2)));
    }

    [Fact]
    public void Balanced_classes_count_by_their_share()
    {
        var image = new LabelledImage(
            "shares", new byte[3 * 100], LabelMap.Generate(10, 10, (row, _) => (byte)(row < 8 ? 0 : row == 8 ? 1 : LabelMap.Ignore)));
        Assert.Empty(ClassBalance.None.Weights([image], 3));
        Near.Assert_near([1, Math.Sqrt(8), 1], [.. new ClassBalance { Exponent = 0.5 }.Weights([image], 3)], 1e-12);
        Near.Assert_near([1, 2, 1], [.. new ClassBalance { Exponent = 0.5, Most = 2 }.Weights([image], 3)], 1e-12);
    }

    private static JsonNode? At(JsonObject whole, string path) => path.Split('.').Aggregate((JsonNode?)whole, (node, name) => node![name]);

    private static IEnumerable<(string Name, Type Type, JsonPropertyInfo? Property)> SectionsOf(TrainingConfig config) =>
    [
        ("network", config.IsRefiner ? typeof(RefinerOptions) : typeof(BaselineOptions), null), ("balance", typeof(ClassBalance), null), (
            "data", typeof(FolderSetOptions), null),
        ("scenes", typeof(SceneSetOptions), null), ("coarse", typeof(CoarseOptions), null), ("patches", typeof(PatchOptions), null), (
            "training", typeof(TrainingOptions), null),
    ];

    /// <summary>
    /// Every setting with its default and another value in its range, found by the types: one that is added to a record is in here.
    /// </summary>
    private static IEnumerable<(string Path, JsonNode? Usual, JsonNode? Other)> Settings(
        JsonObject section, IEnumerable<(string Name, Type Type, JsonPropertyInfo? Property)> types, string prefix)
    {
        foreach (var (name, type, property) in types)
            if (section[name] is JsonObject inside)
                foreach (
                    var setting in Settings(
                        inside, SettingsJson.Properties(type).Select(one => (one.Name, one.PropertyType, (JsonPropertyInfo?)one)),
                        $"{prefix}{name}."))
                    yield return setting;
            else
                yield return (prefix + name, section[name], Other(property!, section[name]));
        if (prefix.Length == 0)
            yield return ("folds", section["folds"], 3);
    }

    private static JsonNode? Other(JsonPropertyInfo property, JsonNode? usual)
    {
        var type = property.PropertyType;
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Select(SettingsJson.Word).First(word => word != usual!.GetValue<string>());
        if (type == typeof(bool))
            return !usual!.GetValue<bool>();
        if (type == typeof(Imaging.Palette))
            return "voc";
        if (type == typeof(byte?))
            return 7;
        var attributes = property.AttributeProvider!.GetCustomAttributes(inherit: true);
        if (attributes.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed)
            return allowed.Values.Cast<int>().First(value => value != usual!.GetValue<int>());
        if (type == typeof(IReadOnlyList<int>))
            return new JsonArray(1, 2, 3);
        if (type == typeof(IReadOnlyList<double>))
            return new JsonArray(0.25, 0.5, 0.75);
        // A number: one of few, so that small ranges have it.
        var range = attributes.OfType<RangeAttribute>().FirstOrDefault();
        double[] candidates = type == typeof(double) ? [0.0625, 0.125, 2.5] : [2, 64, 65];
        var other = candidates.First(
            value => value != usual!.GetValue<double>() && (
                range is null || value >= Convert.ToDouble(range.Minimum) && value <= Convert.ToDouble(range.Maximum)));
        return type == typeof(double) ? other : (int)other;
    }
}
