using System.CommandLine;
using Spn.Imaging;
using Spn.Learning;
using Spn.Photos;
using Spn.Segmentation;
using Spn.Tool.Reports;
using static Spn.Tool.Commands.RefineArguments;

namespace Spn.Tool.Commands;

/// <summary>
/// <c>spn refine</c>: refines coarse label maps or soft masks along the edges of their photographs, one by one or by folders.
/// </summary>
internal static class RefineCommand
{
    private const int MostClasses = 255;

    public static Command Create()
    {
        const string description =
            "Refine coarse label maps or soft masks along the edges of photographs, with weights made by hand or by a trained model.";
        var command = new Command("refine", description)
        {
            Photo, Coarse, Out, Truth, Block, Kind, Ignore, PaletteName, Encoding, Overlay, Contours, Errors, ErrorClass, Report,
            TrainingArguments.MaxPixels,
        };
        foreach (var option in OfHand.Concat(OfModel))
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var told = false;
        var outputs = Outputs(parsed);
        var set = parsed.GetValue(PaletteName) is { } name ? DataSet.Named(name) : null;
        var palette = set?.Palette;
        var (block, model) = (parsed.GetValue(Block), parsed.GetValue(Model));
        // Propagation has options of its own and needs less memory; it is no entry of the list.
        var named = parsed.GetValue(Method);
        var method = named == RefinementMethods.HandMadeWeights || named == RefinementMethods.DomainTransform ? null : named;
        var (handMade, ofModel) = (OfHand.FirstOrDefault(parsed.IsGiven), OfModel.FirstOrDefault(parsed.IsGiven));
        if (model is not null && handMade is not null)
            throw new ArgumentException(
                $"expected {handMade.Name} only without --model, which has its own weights; leave one of them out.");
        if (method is not null && OfPropagation.FirstOrDefault(parsed.IsGiven) is { } ofPropagation)
            throw new ArgumentException(
                $"expected {ofPropagation.Name} only with --method hand-weights, got --method {method.Name}; leave one of them out.");
        if (model is null && ofModel is not null)
            throw new ArgumentException($"expected {ofModel.Name} only with --model; leave it out or name a trained refiner.");
        RefuseMask(parsed, model);
        var photographs = RefineFiles.Match(parsed.GetValue(Photo)!, parsed.GetValue(Coarse), parsed.GetValue(Truth), outputs, Tell);
        var maps = Maps(parsed, set);
        var report = parsed.GetValue(Report) is { } page ? new RefineReport(page) : null;
        if (model is not null)
        {
            using var trained = TrainedModel.Load(model, TorchArguments.Prepare(parsed));
            trained.Model.Inference = Applied(parsed, trained.Model.Inference);
            var ofClasses = new RefineInput(Maps(parsed, set, trained.Model.Classes), block, photographs);
            var byModel = new RefineByModel(trained, ofClasses, palette);
            var names = (palette ?? trained.Palette)?.Names ?? [];
            return Finish(byModel.Refine, trained.Model.Classes, TrainingArguments.NameOf(trained.Model), names, 1);
        }

        var options = Options(parsed) with { CellSize = block };
        RefuseIdle(parsed, options.Connection);
        var notices = maps.Kind == MapKind.Auto && block == 0 ? parsed.InvocationConfiguration.Error : null;
        var memory = parsed.GetValue(Memory) is { } size ? MemorySize.Parse(size, Memory.Name) : 0;
        var work = new RefineWork(photographs.Count, memory, parsed.InvocationConfiguration.Error, cancellation);
        var byHand = new RefineByHand(new RefineInput(maps, block, photographs), options, palette, notices, work, method);
        return Finish(byHand.Refine, MostClasses, method?.Title ?? "refined", palette?.Names, work.Workers);

        void Tell(string sentence)
        {
            told = true;
            parsed.InvocationConfiguration.Error.WriteLine($"spn: {sentence}");
        }

        int Finish(
            Func<RefineFiles, Refined> refine, int classes, string refiner, IReadOnlyList<string>? names, int workers)
        {
            RefineJob.CheckClass(parsed.GetValue(ErrorClass), names, classes);
            var job = new RefineJob(refine, classes, names, parsed.GetValue(ErrorClass), report, Tell);
            var table = job.Run(photographs, workers, refiner, cancellation);
            if (job.Done == 0)
                return 2;
            report?.Write(table);
            var output = parsed.InvocationConfiguration.Output;
            if (table.Length > 0)
                output.WriteLine(table);
            foreach (var written in outputs.Given())
                output.WriteLine(photographs.Count > 1 || Directory.Exists(written.Path)
                    ? FormattableString.Invariant($"wrote {job.Done} files to {written.Path}")
                    : $"wrote {written.Path}");
            if (report is not null)
                output.WriteLine($"wrote {parsed.GetValue(Report)}");
            return told ? 2 : 0;
        }
    }

    /// <summary>Where results go, once what was asked for goes together.</summary>
    private static RefineOutputs Outputs(ParseResult parsed)
    {
        var (coarse, truth, block) = (parsed.GetValue(Coarse), parsed.GetValue(Truth), parsed.GetValue(Block));
        var outputs = new RefineOutputs(
            parsed.GetValue(Out), parsed.GetValue(Overlay), parsed.GetValue(Contours), parsed.GetValue(Errors));
        if (coarse is null == block is 0)
            throw new ArgumentException("expected either --coarse or --block with --truth; give one of them.");
        if (block > 0 && truth is null)
            throw new ArgumentException("expected --truth, from which --block takes the coarse map.");
        if (truth is null && outputs.Errors is not null)
            throw new ArgumentException("expected --truth with --errors, which shows what differs from it; give both.");
        if (parsed.IsGiven(ErrorClass) && outputs.Errors is null && !parsed.IsGiven(Report))
            throw new ArgumentException("expected --class only with --errors or --report; give one of them or leave it out.");
        if (parsed.IsGiven(ErrorClass) && truth is null)
            throw new ArgumentException("expected --truth with --class, whose errors are shown; give both or leave it out.");
        return truth is null && outputs.Given().Count == 0 && !parsed.IsGiven(Report)
            ? throw new ArgumentException("expected --out to write to, or --truth to score against; give one of them.")
            : outputs;
    }

    /// <summary>How a model is applied: as it was trained to be, but for what the command line says.</summary>
    private static InferenceOptions Applied(ParseResult parsed, InferenceOptions usual)
    {
        if (parsed.IsGiven(Overlap) && !parsed.IsGiven(Tile))
            throw new ArgumentException("expected --overlap only with --tile; give both or leave it out.");
        var tiled = parsed.IsGiven(Tile) ? usual.WithTile(parsed.GetValue(Tile)).WithOverlap(parsed.GetValue(Overlap)) : usual;
        return parsed.GetValue(OnlyCoarse) ? tiled.WithRestrictClasses(true) : tiled;
    }

    private static RefinementOptions Options(ParseResult parsed) => new()
    {
        Connection = ConnectionOf(parsed),
        ColourDistance = new ColourDistanceOptions
        {
            Sigma = parsed.GetValue(Sigma), Strength = parsed.GetValue(Strength), Smoothing = parsed.GetValue(Smoothing),
        },
        DomainTransform = new DomainTransformOptions { SigmaSpace = parsed.GetValue(SigmaSpace), SigmaRange = parsed.GetValue(SigmaRange) },
        Confidence = parsed.GetValue(Confidence),
    };

    private static Connection ConnectionOf(ParseResult parsed)
    {
        var given = parsed.GetValue(Connections);
        if (parsed.GetValue(Method) != RefinementMethods.DomainTransform)
            return given ?? Connection.ThreeWay;
        return given != Connection.ThreeWay ? Connection.OneWay : throw new ArgumentException(
            "expected --connection three-way only with --method hand-weights, got --method domain-transform; leave one of them out.");
    }

    /// <summary>Refuses options that would change nothing beside the others.</summary>
    private static void RefuseIdle(ParseResult parsed, Connection connection)
    {
        var (idle, where) = connection == Connection.ThreeWay
            ? (new[] { SigmaSpace, SigmaRange }, Connection.OneWay)
            : (new[] { Sigma, Strength, Smoothing }, Connection.ThreeWay);
        if (idle.FirstOrDefault(option => parsed.IsGiven(option)) is { } number)
            throw new ArgumentException(
                $"expected {number.Name} only with --connection {where.ToWords()}; leave it out or choose that connection.");
    }

    /// <summary>Refuses options that only labels have beside a mask.</summary>
    private static void RefuseMask(ParseResult parsed, string? model)
    {
        if (parsed.GetValue(Kind) != MapKind.Mask)
            return;
        if (model is not null)
            throw new ArgumentException("expected --kind mask only without --model, which refines classes; leave one of them out.");
        if (new Option[] { Block, PaletteName, Encoding }.FirstOrDefault(option => parsed.IsGiven(option)) is { } ofLabels)
            throw new ArgumentException($"expected {ofLabels.Name} only with labels, got --kind mask; leave one of them out.");
    }
}
