using System.CommandLine;
using Spn.Tool.Pages;
using Spn.Imaging;
using Spn.Photos;
using Spn.Tool.Reports;
using Spn.Visuals;
using static Spn.Tool.Commands.LookArguments;
using static Spn.Tool.Commands.RefineArguments;

namespace Spn.Tool.Commands;

/// <summary>
/// <c>spn inspect</c>: looks inside a refiner on one photograph, or inside a propagation of raw tensors, and writes a page.
/// </summary>
internal static class InspectCommand
{
    private const string Description = """
        Look inside a spatial propagation network: what each direction carries, its weights, their limit, lengths, gradients, errors of each
        class, confidence, and what stands out, on one page that opens offline. Of a trained refiner on a photograph (--model, --image,
        --coarse or --block, --truth), or of tensors from anywhere (--x, --weights).
        """;

    private static readonly Option<string?> Page = new("--out")
    {
        Description = "Where to write the page.", Required = true, HelpName = "FILE.html",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = $"The photograph ({Photograph.Names}).", HelpName = "FILE",
    };

    private static readonly Option<string?> CoarseFile = new("--coarse")
    {
        Description = "With --model: the coarse map, as for spn refine.", HelpName = "FILE",
    };

    private static readonly Option<string?> TruthFile = new("--truth")
    {
        Description = "The true map: shows what is right and wrong.", HelpName = "FILE",
    };

    private static readonly Option<string?> ModelFile = new("--model")
    {
        Description = "A trained refiner (a checkpoint of spn train).", HelpName = "FILE",
    };

    private static readonly Option<string?> X = new("--x")
    {
        Description = "Instead of --model: x, a .npy file of shape N×C×H×W.", HelpName = "FILE",
    };

    private static readonly Option<string?> Weights = new("--weights")
    {
        Description = $"With --x: raw weights p, a .npy file of shape {LayoutArguments.Shape}; C = 1 shares the weights among channels; or "
            + "a file in another --layout.",
        HelpName = "FILE",
    };

    private static readonly Option<Normalisation> Normalised = NormalisationArguments.Normalisation("With --x: ");

    private static readonly Option<int> Chunk = NormalisationArguments.Chunk("With --x: ");

    private static readonly Option<int[]> Channels = LookArguments.Channels(
        "The channels to show; unless given the three that the propagation changes most.");

    private static readonly Option[] OfTensors =
        [Weights, LayoutArguments.Layout, LayoutArguments.Steps, Batch, Normalised, Chunk];

    private static readonly Option[] OfModelAlone =
    [
        CoarseFile, Block, Kind, Encoding, OnlyCoarse, TrainingArguments.MaxPixels, MaxSide, TorchArguments.Device, TorchArguments.Threads,
    ];

    public static Command Create()
    {
        var command = new Command("inspect", Description) { Page, ModelFile, Image, TruthFile, X, PaletteName, Ignore, Channels };
        foreach (var option in OfTensors.Concat(OfModelAlone))
            command.Add(option);
        // Who presses Ctrl+C does not wait until all is computed: until then nothing has been written.
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation).WaitAsync(cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var page = CheckedPage(parsed);
        var set = parsed.GetValue(PaletteName) is { } name ? DataSet.Named(name) : null;
        var chosen = parsed.Chosen(Channels);
        var (title, body, findings) = (parsed.GetValue(ModelFile), parsed.GetValue(X)) switch
        {
            ({ } model, null) => PageOf(OfModel(parsed, model, set, chosen)),
            (null, { } x) => OfRaw(parsed, x, set, chosen),
            (null, null) => throw new ArgumentException("expected --model with --image, or --x with --weights; give one of them."),
            _ => throw new ArgumentException("expected --model or --x, got both; leave one of them out."),
        };
        var html = ToolPage.Whole(title, body);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.WriteText(page, html);
        var output = parsed.InvocationConfiguration.Output;
        foreach (var finding in findings)
            output.WriteLine($"- {finding}");
        var count = findings.Count;
        output.WriteLine(
            count == 0 ? "nothing stands out." : FormattableString.Invariant($"{count} thing{(count == 1 ? " stands" : "s stand")} out."));
        output.WriteLine($"wrote {page}");
    }

    private static string CheckedPage(ParseResult parsed)
    {
        var page = parsed.GetRequiredValue(Page)!;
        PageFile.Check(Page.Name, page);
        NamedPath.KeepApart(
            "file",
            NamedPath.Given(
                ("--model", parsed.GetValue(ModelFile), "the model"), ("--image", parsed.GetValue(Image), "the photograph"),
                ("--coarse", parsed.GetValue(CoarseFile), "the coarse map"), ("--truth", parsed.GetValue(TruthFile), "the true map"),
                ("--x", parsed.GetValue(X), "the input"), ("--weights", parsed.GetValue(Weights), "the file of weights")),
            NamedPath.Given(("--out", page, "the page")));
        return page;
    }

    private static InspectionSubject OfModel(ParseResult parsed, string model, DataSet? set, int[]? channels)
    {
        if (OfTensors.FirstOrDefault(parsed.IsGiven) is { } idle)
            throw new ArgumentException($"expected {idle.Name} only with --x; leave it out, or leave out --model.");
        var (image, coarse, truth) = (parsed.GetValue(Image), parsed.GetValue(CoarseFile), parsed.GetValue(TruthFile));
        var block = parsed.GetValue(Block);
        if (image is null)
            throw new ArgumentException("expected --image, the photograph to look at the model on.");
        if (Directory.Exists(image))
            throw new ArgumentException($"expected one photograph for --image, got the folder {image}; name a file in it.");
        if (coarse is null == block is 0)
            throw new ArgumentException("expected either --coarse or --block with --truth; give one of them.");
        if (block > 0 && truth is null)
            throw new ArgumentException("expected --truth, from which --block takes the coarse map.");
        if (parsed.GetValue(Kind) == MapKind.Mask)
            throw new ArgumentException("expected labels for a model, got --kind mask; leave it out.");
        var files = RefineFiles.Match(image, coarse, truth, new RefineOutputs(), _ => { });
        using var trained = TrainedModel.Load(model, TorchArguments.Prepare(parsed));
        if (parsed.GetValue(OnlyCoarse))
            trained.Model.Inference = trained.Model.Inference.WithRestrictClasses(true);
        var reader = new RefineByModel(trained, new RefineInput(Maps(parsed, set, trained.Model.Classes), block, files), set?.Palette);
        return InspectModel.Look(trained, reader.Read(files[0]), files[0], set?.Palette, parsed.GetValue(MaxSide), channels);
    }

    private static InspectedPage PageOf(InspectionSubject subject) =>
        new(subject.Title, InspectPage.Body(subject), [.. subject.Findings.Select(finding => finding.Words)]);

    private static InspectedPage PageOf(IteratedSubject subject) =>
        new(subject.Title, IteratedPage.Body(subject), IteratedPage.Findings(subject.Inspection));

    private static InspectedPage OfRaw(ParseResult parsed, string x, DataSet? set, int[]? channels)
    {
        if (OfModelAlone.FirstOrDefault(parsed.IsGiven) is { } idle)
            throw new ArgumentException($"expected {idle.Name} only with --model; leave it out, or leave out --x.");
        var weights = parsed.GetValue(Weights) ?? throw new ArgumentException("expected --weights beside --x, the raw weights p.");
        var files = new TensorFiles(x, LayoutArguments.Read(parsed, weights, Normalised, Chunk))
        {
            Image = parsed.GetValue(Image), Truth = parsed.GetValue(TruthFile), Batch = parsed.GetValue(Batch),
        };
        return files.Weights.Iterated is null
            ? PageOf(InspectTensors.Look(files, set, parsed.GetValue(Ignore) ?? set?.IgnoredLabel, channels))
            : PageOf(InspectIterated.Look(files, channels));
    }

    /// <summary>A page and what stands out on it.</summary>
    private sealed record InspectedPage(string Title, string Body, IReadOnlyList<string> Findings);
}
