using System.CommandLine;
using Spn.Learning;
using Spn.Tool.Pages;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary><c>spn report</c>: a page about a trained model, to look at image by image; or about two of them beside one another.</summary>
internal static class ReportCommand
{
    private const string Description = """
        Write one HTML file about a trained model on the images that no training has seen: scores of each class before and after, the
        confusion matrix with the images behind each of its cells, the worst and the best images, and all of them with their maps. It
        needs no network. The scores are those of spn evaluate. --shard writes what the page needs of a part of the images, --merge makes
        the page of all parts: the one that one run writes.
        """;

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "A checkpoint that spn train wrote.", HelpName = "FILE",
    };

    private static readonly Option<string?> Versus = new("--versus")
    {
        Description = "Another checkpoint, compared with the first image by image.", HelpName = "FILE",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write the page; with --shard the part (.json).", Required = true, HelpName = "FILE.html",
    };

    public static Command Create()
    {
        var command = new Command("report", Description)
        {
            Model, Versus, TrainingArguments.Data, TrainingArguments.Coarse, Out, EvaluationArguments.Shard, EvaluationArguments.Merge,
            TrainingArguments.MaxPixels, ScoredModels.Trimap, ScoredModels.OnlyCoarse, TorchArguments.Device, TorchArguments.Threads,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (model, versus, path) = (parsed.GetValue(Model), parsed.GetValue(Versus), parsed.GetValue(Out)!);
        var parts = parsed.GetValue(EvaluationArguments.Merge) ?? [];
        NamedPath.KeepApart(
            "file",
            [
                .. NamedPath.Given((Model.Name, model, "the model"), (Versus.Name, versus, "the model")),
                .. parts.Select(part => new NamedPath(EvaluationArguments.Merge.Name, part, "a part")),
            ],
            [new(Out.Name, path, "the page")]);
        var isPart = parsed.IsGiven(EvaluationArguments.Shard);
        if (!isPart)
            PageFile.Check(Out.Name, path);
        else if (Path.GetExtension(path) != ".json")
            throw new ArgumentException(
                $"expected {Out.Name} to end in .json with --shard, got '{Path.GetFileName(path)}'; change its extension.");
        AtomicFile.Check(path);
        var console = parsed.InvocationConfiguration.Output;
        if (EvaluationArguments.Merges(parsed, Model, Versus))
            Write([.. parts.Select(ReportPart.Load)]);
        else
        {
            if (model is null)
                throw new ArgumentException("expected --model FILE, or --merge PART.json; name one of them.");
            if (versus is not null && NamedPath.Comparer.Equals(Path.GetFullPath(versus), Path.GetFullPath(model)))
                throw new ArgumentException($"expected another checkpoint for --versus, got '{versus}', which is --model; name another.");
            using var scored = ScoredModels.Load(parsed, versus is null ? [model] : [model, versus]);
            var part = ModelReportWork.Gather(parsed, scored, cancellation);
            if (isPart)
                AtomicFile.WriteText(path, part.ToJson());
            else
                Write([part]);
        }

        console.WriteLine($"wrote {path}");

        void Write(IReadOnlyList<ReportPart> all)
        {
            var report = ReportPart.Report(all);
            AtomicFile.WriteText(path, ModelReportPage.Of(report));
            console.WriteLine(EvaluationScore.Table(report.Scores));
        }
    }
}
