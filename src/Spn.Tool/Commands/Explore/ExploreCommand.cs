using System.CommandLine;
using Spn.Imaging;
using Spn.Photos;
using Spn.Tool.Pages;
using Spn.Visuals;
using static Spn.Tool.Commands.LookArguments;
using static Spn.Tool.Commands.RefineArguments;

namespace Spn.Tool.Commands;

/// <summary><c>spn explore</c>: writes an affinity explorer of a photograph as one page that opens offline.</summary>
internal static class ExploreCommand
{
    private static readonly Option<string> ImageFile = new("--image")
    {
        Description = $"The photograph ({Photograph.Names}).", Required = true, HelpName = "FILE",
    };

    private static readonly Option<string?> CoarseFile = new("--coarse")
    {
        Description = "The coarse map, as spn refine takes it: the page refines it, and again with every wall that is drawn.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> TruthFile = new("--truth")
    {
        Description = "The true map: for IoU, and for the share that comes from a pixel's own class.", HelpName = "FILE",
    };

    private static readonly Option<string?> WeightsFile = new("--weights")
    {
        Description = $"Raw weights p, a .npy file of shape {LayoutArguments.Shape}, or a file in another --layout; without it, "
            + "and without --model, three-way and one-way weights are made by hand from the photograph.",
        HelpName = "FILE",
    };

    private static readonly Option<Normalisation> Normalised = NormalisationArguments.Normalisation("With --weights: ");

    private static readonly Option<int> Chunk = NormalisationArguments.Chunk("With --weights: ");

    private static readonly Option<int[]> Channels = LookArguments.Channels(
        "With --weights or --model: the channels to choose from; the first one unless given, or all of them where the weights have one "
        + "for each class of --coarse.");

    private static readonly Option<string> Page = new("--out")
    {
        Description = "The page to write.", Required = true, HelpName = "FILE.html",
    };

    public static Command Create()
    {
        var command = new Command("explore", "Write a page in which each pixel of a photograph shows who influences it.")
        {
            ImageFile, CoarseFile, TruthFile, WeightsFile, LayoutArguments.Layout, LayoutArguments.Steps, Batch, Normalised, Chunk, Model,
            Channels, MaxSide, Kind, Ignore, PaletteName, Encoding, Confidence, TorchArguments.Device, TorchArguments.Threads,
            TrainingArguments.MaxPixels, Page,
        };
        // Who presses Ctrl+C does not wait until all is computed: until then nothing has been written.
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation).WaitAsync(cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var page = parsed.GetValue(Page)!;
        Check(parsed, page);
        var (image, weights, model) = (parsed.GetValue(ImageFile)!, parsed.GetValue(WeightsFile), parsed.GetValue(Model));
        var set = parsed.GetValue(PaletteName) is { } name ? DataSet.Named(name) : null;
        using var trained = model is null ? null : TrainedModel.Load(model, TorchArguments.Prepare(parsed));
        var maps = Maps(parsed, set, trained?.Model.Classes ?? 0);
        var files = new RefineFiles(image, parsed.GetValue(CoarseFile), parsed.GetValue(TruthFile), new RefineOutputs());
        var input = ExploreInput.Read(
            new RefineInput(maps, 0, [files]), files, set?.Palette ?? trained?.Palette, trained?.Model.Classes ?? 0);
        if (input.Reading.Length > 0 && maps.Kind == MapKind.Auto)
            parsed.InvocationConfiguration.Error.WriteLine($"coarse: {input.Reading}.");
        var view = weights is not null ? ExploreView.OfFile(input, LayoutArguments.Read(parsed, weights, Normalised, Chunk))
            : trained is not null ? ExploreView.OfModel(input.Within(parsed.GetValue(MaxSide)), trained)
            : ExploreView.ByHand(input.Within(parsed.GetValue(MaxSide)));
        if (view.Iterated is not null && parsed.IsGiven(Channels))
            throw new ArgumentException(
                "expected --channels only with weights of scans or --model, got those of CSPN, which all channels share; leave it out.");
        var widget = view.Widget(new AffinityExplorerOptions
        {
            Title = $"Who influences whom in {Path.GetFileName(image)}",
            Note = string.Join(' ', view.Input.Notes),
            Name = view.Name,
            Beside = view.Beside,
            Batch = parsed.GetValue(Batch),
            Channels = parsed.Chosen(Channels) ?? view.Channels,
            Normalisation = view.Options.Normalisation,
            Chunk = view.Options.Chunk,
            Evidence = view.Input.Evidence,
            Confidence = weights is null && trained is null ? parsed.GetValue(Confidence) : 0,
            Truth = view.Input.Truth,
            Palette = view.Input.Palette,
        });
        cancellation.ThrowIfCancellationRequested();
        widget.Save(page);
        foreach (var note in view.Input.Notes)
            parsed.InvocationConfiguration.Output.WriteLine(note);
        parsed.InvocationConfiguration.Output.WriteLine(
            FormattableString.Invariant($"wrote {page}, {new FileInfo(page).Length / 1e6:f2} MB"));
        return 0;
    }

    /// <summary>What goes together and where the page goes, before anything is read.</summary>
    private static void Check(ParseResult parsed, string page)
    {
        if (parsed.IsGiven(WeightsFile) && parsed.IsGiven(Model))
            throw new ArgumentException("expected either --weights or --model, got both; leave one of them out.");
        Only(Channels, WeightsFile, Model);
        Only(Normalised, WeightsFile);
        Only(Chunk, WeightsFile);
        Only(LayoutArguments.Layout, WeightsFile);
        Only(LayoutArguments.Steps, WeightsFile);
        Only(Batch, WeightsFile);
        Only(TorchArguments.Device, Model);
        Only(TorchArguments.Threads, Model);
        Only(Confidence, CoarseFile);
        if (parsed.IsGiven(MaxSide) && parsed.IsGiven(WeightsFile))
            throw new ArgumentException("expected --max-side only without --weights, which have the size that they have; leave it out.");
        if (parsed.IsGiven(Confidence) && (parsed.IsGiven(WeightsFile) || parsed.IsGiven(Model)))
            throw new ArgumentException("expected --confidence only with weights made by hand; leave it out.");
        PageFile.Check(Page.Name, page);
        NamedPath.KeepApart(
            "file",
            NamedPath.Given(
                ("--image", parsed.GetValue(ImageFile), "the photograph"), ("--coarse", parsed.GetValue(CoarseFile), "the coarse map"),
                ("--truth", parsed.GetValue(TruthFile), "the true map"), ("--weights", parsed.GetValue(WeightsFile), "the file of weights"),
                ("--model", parsed.GetValue(Model), "the model")),
            NamedPath.Given(("--out", page, "the page")));
        void Only(Option option, params Option[] with)
        {
            if (parsed.IsGiven(option) && !with.Any(parsed.IsGiven))
                throw new ArgumentException(
                    $"expected {option.Name} only with {string.Join(" or ", with.Select(one => one.Name))}; leave it out or give both.");
        }
    }
}
