using System.CommandLine;
using System.Text.Json.Nodes;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn evaluate</c>: scores trained models and the coarse maps they start from, side by side.</summary>
internal static class EvaluateCommand
{
    private const string Description = """
        Score trained models on the images that no training has seen, beside the coarse maps upsampled bilinearly: IoU of each class, mean
        IoU, mean IoU near class boundaries, overall and mean accuracy. The data are read as the models' configs have it, which must agree.
        """;

    private static readonly Option<string[]> Model = new("--model")
    {
        Description = "A checkpoint that spn train wrote. "
            + "Repeatable.", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Trimap = new Option<int>("--trimap")
    {
        Description = "Pixels on each side of a boundary that count as near it.",
        HelpName = "K", DefaultValueFactory = _ => 3,
    }.In(1, 255);

    private static readonly Option<bool> OnlyCoarse = new("--only-coarse-classes")
    {
        Description = "A refined label must win somewhere in the coarse map (the paper's rule for VOC).",
    };

    public static Command Create()
    {
        var command = new Command("evaluate", Description)
        {
            Model, TrainingArguments.Data, TrainingArguments.Coarse, TrainingArguments.MaxPixels, Trimap, OnlyCoarse,
            TorchArguments.Device, TorchArguments.Threads,
        };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => parsed.InvocationConfiguration.Output.WriteLine(Table(parsed, cancellation)), cancellation));
        return command;
    }

    private static string Table(ParseResult parsed, CancellationToken cancellation)
    {
        var device = TorchArguments.Prepare(parsed);
        List<TrainedModel> models = [];
        try
        {
            models.AddRange(parsed.GetValue(Model)!.Select(path => TrainedModel.Load(path, device)));
            return Table(parsed, models, device, cancellation);
        }
        finally
        {
            models.ForEach(model => model.Dispose());
        }
    }

    private static string Table(
        ParseResult parsed, List<TrainedModel> models, TorchSharp.torch.Device device, CancellationToken cancellation)
    {
        var refiner = models.FirstOrDefault(model => model.Config.IsRefiner);
        var first = refiner ?? models[0];
        var data = parsed.GetValue(TrainingArguments.Data)!;
        var set = TrainingArguments.Set(first.Config, parsed);
        foreach (var model in models)
        {
            model.CheckClasses(set);
            if (SettingsDifference.Between(Seen(first, first, data), Seen(model, first, data)) is { Length: > 0 } difference)
                throw new ArgumentException(
                    $"expected models that see the same images and coarse maps, got {model.Path} with {difference} of {first.Path}; "
                    + "evaluate it alone.");
            if (parsed.GetValue(OnlyCoarse) && model.Config.IsRefiner)
                model.Model.Inference = model.Model.Inference.WithRestrictClasses(true);
        }

        // Images that no training has seen are asked of the whole baseline alone.
        var config = first.Config with { Coarse = first.Config.Coarse with { Folds = 1 } };
        var plan = TrainingArguments.Plan(config, set, parsed, device);
        EvaluationOptions Scoring(string name) =>
            new() { Name = name, ClassNames = set.Palette.Names, TrimapWidth = parsed.GetValue(Trimap) };
        List<EvaluationScore> scores = [];
        if (refiner is not null)
            scores.Add(Evaluation.Coarse(set.Test, plan.TestCoarse!, Scoring("coarse"), cancellation));
        foreach (var (model, name) in models.Zip(Names(models)))
        {
            var coarse = model.Config.IsRefiner ? plan.TestCoarse : null;
            scores.Add(Evaluation.Model(model.Model, set.Test, coarse, Scoring(name), cancellation));
        }

        return EvaluationScore.Table(scores);
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

    /// <summary>One-way, three-way, baseline; with the folder of the checkpoint where two are of a kind.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<TrainedModel> models)
    {
        var kinds = models.Select(model => TrainingArguments.NameOf(model.Model)).ToList();
        return models.Select((model, i) => kinds.Count(kind => kind == kinds[i]) == 1
            ? kinds[i]
            : $"{kinds[i]} {Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(model.Path)))}");
    }
}
