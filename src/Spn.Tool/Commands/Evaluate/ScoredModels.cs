using System.CommandLine;
using System.Text.Json.Nodes;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>Trained models that are scored side by side, on the same images and the same coarse maps, which no training has seen.</summary>
internal sealed class ScoredModels : IDisposable
{
    public static readonly Option<int> Trimap = new Option<int>("--trimap")
    {
        Description = "Pixels on each side of a boundary that count as near it.",
        HelpName = "K", DefaultValueFactory = _ => 3,
    }.In(1, 255);

    public static readonly Option<bool> OnlyCoarse = new("--only-coarse-classes")
    {
        Description = "A refined label must win somewhere in the coarse map (the paper's rule for VOC).",
    };

    private ScoredModels(IReadOnlyList<TrainedModel> models, TrainingSet set, TrainingPlan plan, bool only) =>
        (Models, Names, Set, Plan, OnlyCoarseClasses) = (models, NamesOf(models), set, plan, only);

    /// <summary>The models.</summary>
    public IReadOnlyList<TrainedModel> Models { get; }

    /// <summary>
    /// One-way, three-way, baseline; with the folder of the checkpoint where two are of a kind, with its file where need be.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The images: those of <see cref="TrainingSet.Test"/> are scored.</summary>
    public TrainingSet Set { get; }

    /// <summary>Makes their coarse maps.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>Whether there are coarse maps to score.</summary>
    public bool HasCoarse => Plan.Config.IsRefiner;

    /// <summary>Whether a refined label must be the likeliest somewhere in the coarse map.</summary>
    public bool OnlyCoarseClasses { get; }

    /// <summary>An image with its coarse map, neither of which is kept.</summary>
    public ScoredImage Of(LabelledImage image)
    {
        var maps = Plan.CoarseOf([image]);
        return new ScoredImage(image, image.ToFeatureMap(), maps, maps?.Upsampled(0));
    }

    /// <summary>The models as columns: those whose configs differ by their seeds alone have one head.</summary>
    public IEnumerable<ScoredColumn> ByHead()
    {
        var groups = Models.GroupBy(model => Unseeded(model.Config)).SelectMany(group =>
            group.DistinctBy(model => model.Config.Training.Seed).Count() == group.Count()
                ? [group.ToArray()]
                : group.Select(model => new[] { model })).ToList();
        return groups.Zip(NamesOf([.. groups.Select(group => group[0])]))
            .SelectMany(pair => pair.First.Select(model => ScoredColumn.Of(model, pair.Second)));
    }

    /// <summary>Reads the models and finds the data that the command line names.</summary>
    /// <param name="parsed">The command line, with a config where there is no model.</param>
    /// <param name="paths">The checkpoints.</param>
    /// <param name="restricts">Whether classes are restricted to those of the coarse map where the command line does not say.</param>
    /// <exception cref="ArgumentException">The models do not see the same images and coarse maps, or are of other classes.</exception>
    public static ScoredModels Load(ParseResult parsed, IReadOnlyList<string> paths, bool restricts = false)
    {
        var device = TorchArguments.Prepare(parsed);
        List<TrainedModel> models = [];
        try
        {
            models.AddRange(paths.Select(path => TrainedModel.Load(path, device)));
            // One model that was trained to be restricted restricts all columns, so that they are on the same ground.
            return Of(parsed, models, device, parsed.IsGiven(OnlyCoarse)
                ? parsed.GetValue(OnlyCoarse)
                : restricts || models.Exists(model => model.Config.IsRefiner && model.Model.Inference.RestrictClasses));
        }
        catch
        {
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var model in Models)
            model.Dispose();
    }

    private static ScoredModels Of(
        ParseResult parsed, IReadOnlyList<TrainedModel> models, TorchSharp.torch.Device device, bool only)
    {
        var first = models.FirstOrDefault(model => model.Config.IsRefiner) ?? models.FirstOrDefault();
        var data = TrainingArguments.DataOf(parsed);
        var chosen = first?.Config ?? TrainingArguments.Chosen(parsed);
        // What a training held out matters to no score.
        var of = chosen with { Data = chosen.Data with { HoldOut = 0 } };
        var set = TrainingArguments.Set(of, parsed);
        foreach (var model in models)
        {
            model.CheckClasses(set);
            if (SettingsDifference.Between(Seen(first!, first!, data), Seen(model, first!, data)) is { Length: > 0 } difference)
                throw new ArgumentException(
                    $"expected models that see the same images and coarse maps, got {model.Path} with {difference} of {first!.Path}; "
                    + "evaluate it alone.");
            if (model.Config.IsRefiner)
                model.Model.Inference = model.Model.Inference.WithRestrictClasses(only);
        }

        // Images that no training has seen are asked of the whole baseline alone.
        var config = of with { Coarse = of.Coarse with { Folds = 1 } };
        return new ScoredModels(models, set, TrainingArguments.Plan(config, set, parsed, device), only);
    }

    /// <summary>What two trainings have in common that are one but for their seeds.</summary>
    private static string Unseeded(TrainingConfig config)
    {
        var whole = config.Whole.DeepClone().AsObject();
        whole["training"]!.AsObject().Remove("seed");
        return whole.ToJsonString();
    }

    /// <summary>The settings that decide what a model is scored on; a baseline takes any coarse maps, since it sees none.</summary>
    private static JsonObject Seen(TrainedModel model, TrainedModel first, string data)
    {
        var part = data == TrainingArguments.ScenesWord ? "scenes" : "data";
        return new JsonObject
        {
            [part] = Section(model, part, "train", "validation"),
            ["coarse"] = Section(model.Config.IsRefiner ? model : first, "coarse", "folds"),
        };

        static JsonObject Section(TrainedModel of, string name, params string[] without)
        {
            var section = of.Config.Whole[name]!.DeepClone().AsObject();
            foreach (var key in without)
                section.Remove(key);
            return section;
        }
    }

    private static IReadOnlyList<string> NamesOf(IReadOnlyList<TrainedModel> models)
    {
        string Kind(TrainedModel model) => TrainingArguments.NameOf(model.Model);
        string Folder(TrainedModel model) => $"{Kind(model)} {Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(model.Path)))}";
        string File(TrainedModel model) => $"{Folder(model)}/{Path.GetFileNameWithoutExtension(model.Path)}";
        bool Alone(TrainedModel model, Func<TrainedModel, string> name) => models.Count(other => name(other) == name(model)) == 1;
        return [.. models.Select(model => Alone(model, Kind) ? Kind(model) : Alone(model, Folder) ? Folder(model) : File(model))];
    }
}
