using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn evaluate</c>: scores trained models and the coarse maps they start from, side by side.</summary>
internal static class EvaluateCommand
{
    private const string Description = """
        Score trained models on the images that no training has seen, beside the coarse maps upsampled bilinearly: IoU of each class, mean IoU, mean IoU
        near class boundaries, overall and mean accuracy. The data are read as the models' configs have it, which must agree.
        """;

    private static readonly Option<string[]> Model = new("--model")
    {
        Description = "A checkpoint that spn train wrote. Repeatable.", Required = true, HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Data = TrainingArguments.Data();

    private static readonly Option<string?> Coarse = TrainingArguments.Coarse();

    private static readonly Option<int> Trimap = new("--trimap") { Description = "Pixels on each side of a boundary that count as near it.", HelpName = "K", DefaultValueFactory = _ => 3 };

    private static readonly Option<bool> OnlyCoarse = new("--only-coarse-classes") { Description = "A refined label must win somewhere in the coarse map (the paper's rule for VOC)." };

    public static Command Create()
    {
        var command = new Command("evaluate", Description) { Model, Data, Coarse, Trimap, OnlyCoarse };
        command.SetAction((parsed, cancellation) => Task.Run(() => parsed.InvocationConfiguration.Output.WriteLine(Table(parsed, cancellation)), cancellation));
        return command;
    }

    private static string Table(ParseResult parsed, CancellationToken cancellation)
    {
        var models = parsed.GetValue(Model)!.Select(path => TrainedModel.Load(path)).ToList();
        var refiner = models.FirstOrDefault(model => model.Config.IsRefiner);
        var first = refiner ?? models[0];
        var data = parsed.GetValue(Data)!;
        var set = TrainingArguments.Set(first.Config, data);
        foreach (var model in models)
        {
            model.CheckClasses(set);
            if (SettingsDifference.Between(Seen(first, first, data), Seen(model, first, data)) is { Length: > 0 } difference)
                throw new ArgumentException($"expected models that see the same images and coarse maps, got {model.Path} with {difference} of {first.Path}; evaluate it alone.");
        }

        // Images that no training has seen are asked of the whole baseline alone.
        var config = first.Config with { Coarse = first.Config.Coarse with { Folds = 1 } };
        var plan = TrainingArguments.Plans(config, set, parsed.GetValue(Coarse))(config);
        var options = EvaluationOptions.Default.WithClassNames(set.Palette.Names).WithTrimapWidth(parsed.GetValue(Trimap));
        List<EvaluationScore> scores = refiner is null ? [] : [Evaluation.Coarse(set.Test, plan.TestCoarse!, options.WithName("coarse"), cancellation)];
        foreach (var (model, name) in models.Zip(Names(models)))
            scores.Add(Evaluation.Model(model.Model, set.Test, model.Config.IsRefiner ? plan.TestCoarse : null,
                options.WithName(name) with { OnlyCoarseClasses = model.Config.IsRefiner && parsed.GetValue(OnlyCoarse) }, cancellation));
        return EvaluationScore.Table(scores);
    }

    /// <summary>The settings that decide what a model is scored on; a baseline takes any coarse maps, since it sees none.</summary>
    private static object Seen(TrainedModel model, TrainedModel first, string data) => new
    {
        Data = data == TrainingArguments.ScenesWord ? null : model.Config.Folder with { TrainImages = "", TrainLabels = "", HoldOut = 0 },
        Scenes = data == TrainingArguments.ScenesWord ? model.Config.Scenes with { Train = 1, Validation = 1 } : null,
        Coarse = (model.Config.IsRefiner ? model : first).Config.Coarse with { Folds = 1 },
    };

    /// <summary>One-way, three-way, baseline; with the folder of the checkpoint where two are of a kind.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<TrainedModel> models)
    {
        var kinds = models.Select(model => TrainingArguments.NameOf(model.Model)).ToList();
        return models.Select((model, i) => kinds.Count(kind => kind == kinds[i]) == 1 ? kinds[i] : $"{kinds[i]} {Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(model.Path)))}");
    }
}
