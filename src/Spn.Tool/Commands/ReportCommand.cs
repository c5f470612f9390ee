using System.CommandLine;
using Spn.Tool.Pages;
using Spn.Tool.Reports;

namespace Spn.Tool.Commands;

/// <summary><c>spn report</c>: a page about a trained model, to look at image by image; or about two of them beside one another.</summary>
internal static class ReportCommand
{
    private const string Description = """
        Write one HTML file about a trained model on the images that no training has seen: scores of each class before and after, the
        confusion matrix with the images behind each of its cells, the worst and the best images, and all of them with their maps. It
        needs no network. The scores are those of spn evaluate.
        """;

    private static readonly Option<string> Model = new("--model")
    {
        Description = "A checkpoint that spn train wrote.", Required = true, HelpName = "FILE",
    };

    private static readonly Option<string?> Versus = new("--versus")
    {
        Description = "Another checkpoint, compared with the first image by image.", HelpName = "FILE",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write the page.", Required = true, HelpName = "FILE.html",
    };

    public static Command Create()
    {
        var command = new Command("report", Description)
        {
            Model, Versus, TrainingArguments.Data, TrainingArguments.Coarse, Out, TrainingArguments.MaxPixels,
            ScoredModels.Trimap, ScoredModels.OnlyCoarse, TorchArguments.Device, TorchArguments.Threads,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (model, versus, path) = (parsed.GetValue(Model)!, parsed.GetValue(Versus), parsed.GetValue(Out)!);
        NamedPath.KeepApart(
            "file", NamedPath.Given(("--model", model, "the model"), ("--versus", versus, "the model")), [new("--out", path, "the page")]);
        PageFile.Check(Out.Name, path);
        if (versus is not null && NamedPath.Comparer.Equals(Path.GetFullPath(versus), Path.GetFullPath(model)))
            throw new ArgumentException($"expected another checkpoint for --versus, got '{versus}', which is --model; name another.");
        using var scored = ScoredModels.Load(parsed, versus is null ? [model] : [model, versus]);
        var report = ModelReportWork.Gather(scored, parsed.GetValue(ScoredModels.Trimap), Progress, cancellation);
        AtomicFile.WriteText(path, ModelReportPage.Of(report));
        parsed.InvocationConfiguration.Output.WriteLine($"{Spn.Learning.EvaluationScore.Table(report.Scores)}\nwrote {path}");
    }

    /// <summary>One line that counts up, where somebody sees it.</summary>
    private static void Progress(int done, int count)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write(FormattableString.Invariant($"\r{done} of {count} images{(done == count ? "\n" : "")}"));
    }
}
