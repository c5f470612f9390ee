using System.CommandLine;
using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>
/// <c>spn refine</c>: refines coarse label maps or soft masks along the edges of their photographs, one by one or by folders.
/// </summary>
internal static class RefineCommand
{
    private const int MostClasses = 255;

    private static readonly Option<string> Image = new("--image")
    {
        Description = "The photograph (PNG, PPM, PGM), or a folder of them.", Required = true, HelpName = "FILE|DIR",
    };

    private static readonly Option<string?> Coarse = new("--coarse")
    {
        Description = "The coarse label map or soft mask, no larger than the photograph; or a folder with the same file names. With "
            + "--model labels, or class probabilities, C×h×w, as .npy or the one tensor of a .safetensors file.",
        HelpName = "FILE|DIR",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "A trained refiner (a checkpoint of spn train); without it the weights are made by hand from the "
            + "photograph.", HelpName = "FILE",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where to write the refined map, or the folder to write them to.", HelpName = "FILE|DIR",
    };

    private static readonly Option<string?> Truth = new("--truth")
    {
        Description = "The true map, or a folder of them: prints the IoU of each class before and after.", HelpName = "FILE|DIR",
    };

    private static readonly Option<int> Block = new("--block")
    {
        Description = "Instead of --coarse: take the majority label of each block of N×N pixels of the truth.", HelpName = "N",
    };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "What a coarse map holds: labels (class indices), mask (grey, the probability of one object), or auto: labels in "
            + "palette "
                      + "images and wherever --ignore, --palette or --block is given, else a mask.",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<byte?> Ignore = new("--ignore")
    {
        Description = "A label besides 255 that is no class: no evidence in the coarse map, not scored in the truth.", HelpName = "N",
    };

    private static readonly Option<string?> PaletteName = new("--palette")
    {
        Description = "Class names for the scores, and colours for maps that come without a palette: voc, camvid, helen or categorical.",
    };

    private static readonly Option<string> Connections = new("--connection")
    {
        Description = "three-way (colour distance) or one-way (domain transform).", DefaultValueFactory = _ => "three-way",
    };

    private static readonly Option<double> Sigma = Number("--sigma",
        "Three-way: the colour distance that counts as an edge, in mean distances of adjacent pixels.",
        ColourDistanceOptions.Default.Sigma);

    private static readonly Option<double> Strength = Number("--strength",
        "Three-way: the sum of weights where colours are the same, above 0 and at most 1.", ColourDistanceOptions.Default.Strength);

    private static readonly Option<double> Smoothing = Number("--smoothing",
        "Three-way: the standard deviation, in pixels, of the blur before colours are compared.", ColourDistanceOptions.Default.Smoothing);

    private static readonly Option<double> SigmaSpace = Number("--sigma-space",
        "One-way: how far evidence spreads, in pixels.", DomainTransformOptions.Default.SigmaSpace);

    private static readonly Option<double> SigmaRange = Number("--sigma-range",
        "One-way: the step of intensity, summed over channels, that counts as an edge.", DomainTransformOptions.Default.SigmaRange);

    private static readonly Option<double> Confidence = Number("--confidence",
        "Evidence is weighted by the probability of the likeliest class to this power; 0 trusts all pixels alike.",
        RefinementOptions.Default.Confidence);

    private static readonly Option<int> Tile = new("--tile")
    {
        Description = "With --model: the side of tiles, in pixels, for photographs that do not fit into memory; 0: in one piece.",
        HelpName = "N",
    };

    private static readonly Option<int> Overlap = new("--overlap")
    {
        Description = "With --tile: pixels around each tile that are computed with it and dropped.",
        HelpName = "N", DefaultValueFactory = _ => new InferenceOptions().Overlap,
    };

    private static readonly Option<bool> OnlyCoarse = new("--only-coarse-classes")
    {
        Description = "With --model: a refined label must win somewhere in the coarse map (the paper's rule for VOC).",
    };

    /// <summary>What only weights made by hand take, and what only a model does.</summary>
    private static readonly Option[] OfHand = [Kind, Connections, Sigma, Strength, Smoothing, SigmaSpace, SigmaRange, Confidence],
        OfModel = [Model, Tile, Overlap, OnlyCoarse, TorchArguments.Device, TorchArguments.Threads];

    public static Command Create()
    {
        const string description =
            "Refine coarse label maps or soft masks along the edges of photographs, with weights made by hand or by a trained model.";
        var command = new Command("refine", description)
        {
            Image, Coarse, Out, Truth, Block, Ignore, PaletteName,
        };
        foreach (var option in OfHand.Concat(OfModel))
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (coarse, block) = (parsed.GetValue(Coarse), parsed.GetValue(Block));
        var (truth, output) = (parsed.GetValue(Truth), parsed.GetValue(Out));
        if (parsed.GetResult(Block) is not null && block < 1)
            throw new ArgumentException($"expected --block of at least 1 pixel, got {block}.");
        if (coarse is null == block is 0)
            throw new ArgumentException("expected either --coarse or --block with --truth; give one of them.");
        if (block > 0 && truth is null)
            throw new ArgumentException("expected --truth, from which --block takes the coarse map.");
        if (truth is null && output is null)
            throw new ArgumentException("expected --out to write to, or --truth to score against; give one of them.");
        var palette = Palette(parsed.GetValue(PaletteName));
        var ignore = parsed.GetValue(Ignore);
        if (parsed.GetValue(Model) is { } model)
        {
            if (OfHand.FirstOrDefault(option => IsGiven(parsed, option)) is { } handMade)
                throw new ArgumentException(
                    $"expected {handMade.Name} only without --model, which has its own weights; leave one of them out.");
            using var trained = TrainedModel.Load(model, TorchArguments.Prepare(parsed));
            trained.Model.Inference = Applied(parsed, trained.Model.Inference);
            var byModel = new RefineByModel(trained, ignore, palette, block);
            var inputs = RefineFiles.Match(parsed.GetValue(Image)!, coarse, truth, output, arrays: true);
            Print(parsed, new RefineJob(byModel.Refine, trained.Model.Classes)
                .Run(inputs, TrainingArguments.NameOf(trained.Model), () => byModel.Palette?.Names, cancellation));
            return;
        }

        if (OfModel.FirstOrDefault(option => IsGiven(parsed, option)) is { } ofModel)
            throw new ArgumentException($"expected {ofModel.Name} only with --model; leave it out or name a trained refiner.");
        var options = Options(parsed) with { CellSize = block };
        RefuseIdle(parsed, options.Connection);
        var labels = IsLabels(parsed.GetValue(Kind)!, palette is not null || ignore is not null || block > 0);
        var byHand = new RefineByHand(new RefineMaps(labels, ignore, palette), block, options, parsed.InvocationConfiguration.Error);
        Print(parsed, new RefineJob(byHand.Refine, MostClasses)
            .Run(RefineFiles.Match(parsed.GetValue(Image)!, coarse, truth, output), "refined", () => byHand.Names, cancellation));
    }

    private static void Print(ParseResult parsed, string table)
    {
        if (table.Length > 0)
            parsed.InvocationConfiguration.Output.WriteLine(table);
    }

    /// <summary>How a model is applied: as it was trained to be, but for what the command line says.</summary>
    private static InferenceOptions Applied(ParseResult parsed, InferenceOptions usual)
    {
        if (IsGiven(parsed, Overlap) && !IsGiven(parsed, Tile))
            throw new ArgumentException("expected --overlap only with --tile; give both or leave it out.");
        var tiled = IsGiven(parsed, Tile) ? usual.WithTile(parsed.GetValue(Tile)).WithOverlap(parsed.GetValue(Overlap)) : usual;
        return parsed.GetValue(OnlyCoarse) ? tiled.WithRestrictClasses(true) : tiled;
    }

    private static RefinementOptions Options(ParseResult parsed) => new()
    {
        Connection = parsed.GetValue(Connections) switch
        {
            "three-way" => Connection.ThreeWay,
            "one-way" => Connection.OneWay,
            var other => throw new ArgumentException($"expected --connection three-way or one-way, got '{other}'."),
        },
        ColourDistance = new ColourDistanceOptions
        {
            Sigma = parsed.GetValue(Sigma), Strength = parsed.GetValue(Strength), Smoothing = parsed.GetValue(Smoothing),
        },
        DomainTransform = new DomainTransformOptions { SigmaSpace = parsed.GetValue(SigmaSpace), SigmaRange = parsed.GetValue(SigmaRange) },
        Confidence = parsed.GetValue(Confidence),
    };

    /// <summary>Refuses options that would change nothing beside the others.</summary>
    private static void RefuseIdle(ParseResult parsed, Connection connection)
    {
        var (idle, where) = connection is Connection.ThreeWay
            ? (new[] { SigmaSpace, SigmaRange }, "one-way")
            : (new[] { Sigma, Strength, Smoothing }, "three-way");
        if (idle.FirstOrDefault(option => IsGiven(parsed, option)) is { } number)
            throw new ArgumentException($"expected {number.Name} only with --connection {where}; leave it out or choose that connection.");
        if (parsed.GetValue(Kind) == "mask"
            && new Option[] { Block, PaletteName }.FirstOrDefault(option => IsGiven(parsed, option)) is { } ofLabels)
            throw new ArgumentException($"expected {ofLabels.Name} only with labels, got --kind mask; leave one of them out.");
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>True: labels. False: soft masks. Null: each coarse map says itself, by being a palette image or not.</summary>
    private static bool? IsLabels(string kind, bool implied) => kind switch
    {
        "labels" => true,
        "mask" => false,
        "auto" => implied ? true : null,
        _ => throw new ArgumentException($"expected --kind labels, mask or auto, got '{kind}'."),
    };

    private static Palette? Palette(string? name) => name switch
    {
        null => null,
        "voc" => Imaging.Palette.PascalVoc,
        "camvid" => Imaging.Palette.CamVid,
        "helen" => Imaging.Palette.Helen,
        "categorical" => Imaging.Palette.Categorical,
        _ => throw new ArgumentException($"expected --palette voc, camvid, helen or categorical, got '{name}'."),
    };

    private static Option<double> Number(string name, string description, double value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "X" };
}
