using System.CommandLine;
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

    public static Command Create()
    {
        var command = new Command("evaluate", Description)
        {
            Model, TrainingArguments.Data, TrainingArguments.Coarse, TrainingArguments.MaxPixels,
            ScoredModels.Trimap, ScoredModels.OnlyCoarse,
            TorchArguments.Device, TorchArguments.Threads,
        };
        command.SetAction((parsed, cancellation) =>
            Task.Run(() => parsed.InvocationConfiguration.Output.WriteLine(Table(parsed, cancellation)), cancellation));
        return command;
    }

    private static string Table(ParseResult parsed, CancellationToken cancellation)
    {
        using var scored = ScoredModels.Load(parsed, parsed.GetValue(Model)!);
        EvaluationOptions Scoring(string name) =>
            new() { Name = name, ClassNames = scored.Set.Palette.Names, TrimapWidth = parsed.GetValue(ScoredModels.Trimap) };
        List<EvaluationScore> scores = [];
        if (scored.HasRefiner)
            scores.Add(Evaluation.Coarse(scored.Set.Test, scored.Plan.TestCoarse!, Scoring("coarse"), cancellation));
        foreach (var (model, name) in scored.Models.Zip(scored.Names))
        {
            var coarse = model.Config.IsRefiner ? scored.Plan.TestCoarse : null;
            scores.Add(Evaluation.Model(model.Model, scored.Set.Test, coarse, Scoring(name), cancellation));
        }

        return EvaluationScore.Table(scores);
    }
}
