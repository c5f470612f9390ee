using System.CommandLine;
using Spn.Imaging;
using Spn.Learning;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>The options of <c>spn refine</c>.</summary>
internal static class RefineArguments
{
    public static readonly Option<string> Photo = new("--image")
    {
        Description = $"The photograph ({Photograph.Names}), or a folder of them, its own folders left out.",
        Required = true, HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> Coarse = new("--coarse")
    {
        Description = "The coarse map, no larger than the photograph: an image of labels (palette, grey, or coloured with --palette), a "
            + "grey soft mask, or labels h×w or class probabilities C×h×w as .npy or the one tensor of a .safetensors file; or a folder "
            + "with the same file names.",
        HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> Model = new("--model")
    {
        Description = "A trained refiner (a checkpoint of spn train); without it the weights are made by hand from the photograph.",
        HelpName = "FILE",
    };

    public static readonly Option<string?> Out = new("--out")
    {
        Description = "Where to write the refined map, or the folder to write them to.", HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> Truth = new("--truth")
    {
        Description = "The true map, or a folder of them: prints the IoU of each class before and after.", HelpName = "FILE|DIR",
    };

    public static readonly Option<int> Block = new Option<int>("--block")
    {
        Description = "Instead of --coarse: take the majority label of each block of N×N pixels of the truth.", HelpName = "N",
    }.In(1, 65536);

    public static readonly Option<MapKind> Kind = new Option<MapKind>("--kind")
    {
        Description = "What grey maps hold: labels (class indices), mask (the probability of one object), or auto, unless given: "
            + "labels where the values are few and small, a mask where they are black and white or spread over the whole range; refused "
            + "where they can be both, as those of a mask beside --ignore or --palette.",
    }.Among(("labels", MapKind.Labels), ("mask", MapKind.Mask), ("auto", MapKind.Auto));

    public static readonly Option<byte?> Ignore = new Option<byte?>("--ignore")
    {
        Description = "A label that is no class, as 255 is where labels are plain: no evidence in the coarse map, not scored in the truth. "
            + "Unless given: that of the data set of --palette.",
        HelpName = "N",
    }.In<byte>(0, 255);

    public static readonly Option<string?> PaletteName = new("--palette")
    {
        Description = $"Class names for the scores, colours for maps that come without a palette, and the classes of coloured label maps: "
            + $"{DataSet.Names}. A label beyond its classes is refused.",
    };

    public static readonly Option<RefinementMethod?> Method = new Option<RefinementMethod?>("--method")
    {
        Description = "How to refine without a model: hand-weights (propagation along the photograph; unless given), domain-transform "
            + "(the same as --connection one-way), crf (dense CRF, DeepLab's kernels), bilateral (joint bilateral upsampling), guided "
            + "(guided filter), bilinear (no refinement).",
    }.Among([.. RefinementMethods.All.Select(method => (method.Name, method))]);

    public static readonly Option<Connection?> Connections = new Option<Connection?>("--connection")
    {
        Description = "three-way (colour distance; unless given) or one-way (domain transform).",
    }.OrNone(Choices.Connections);

    public static readonly Option<double> Sigma = Number("--sigma",
        "Three-way: the colour distance that counts as an edge, in mean distances of adjacent pixels.",
        ColourDistanceOptions.Default.Sigma, least: 1e-3);

    public static readonly Option<double> Strength = Number("--strength",
        "Three-way: the sum of weights where colours are the same.", ColourDistanceOptions.Default.Strength, 1, 1e-3);

    public static readonly Option<double> Smoothing = Number("--smoothing",
        "Three-way: the standard deviation, in pixels, of the blur before colours are compared.",
        ColourDistanceOptions.Default.Smoothing, 100);

    public static readonly Option<double> SigmaSpace = Number("--sigma-space",
        "One-way: how far evidence spreads, in pixels.", DomainTransformOptions.Default.SigmaSpace, least: 1e-3);

    public static readonly Option<double> SigmaRange = Number("--sigma-range",
        "One-way: the step of intensity, summed over channels, that counts as an edge.",
        DomainTransformOptions.Default.SigmaRange, least: 1e-3);

    public static readonly Option<double> Confidence = Number("--confidence",
        "Evidence is weighted by the probability of the likeliest class to this power; 0 trusts all pixels alike.",
        RefinementOptions.Default.Confidence, 100);

    public static readonly Option<string?> Memory = new("--memory")
    {
        Description = "How much memory the command may take, such as 2GB: fewer classes and files are then refined at a time, with the "
            + "same result.", HelpName = "SIZE",
    };

    public static readonly Option<int> Tile = new Option<int>("--tile")
    {
        Description = "With --model: the side of tiles, in pixels, for photographs that do not fit into memory; 0: in one piece.",
        HelpName = "N",
    }.In(0, 1 << 20);

    public static readonly Option<int> Overlap = new Option<int>("--overlap")
    {
        Description = "With --tile: pixels around each tile that are computed with it and dropped.",
        HelpName = "N", DefaultValueFactory = _ => new InferenceOptions().Overlap,
    }.In(0, 1 << 20);

    public static readonly Option<bool> OnlyCoarse = new("--only-coarse-classes")
    {
        Description = "With --model: a refined label must win somewhere in the coarse map (the paper's rule for VOC).",
    };

    public static readonly Option<string?> Overlay = new("--overlay")
    {
        Description = "Where to write the refined map over its photograph, or the folder to write them to.", HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> Contours = new("--contours")
    {
        Description = "Where to write its outlines over the photograph.", HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> Errors = new("--errors")
    {
        Description = "With --truth: where to write what is right and wrong. Of one class (--class, or the object of a mask): true "
            + "positives green, false positives vermilion, false negatives blue; of all: mended green, spoilt vermilion, wrong before and "
            + "after blue.",
        HelpName = "FILE|DIR",
    };

    public static readonly Option<string?> ErrorClass = new("--class")
    {
        Description = "With --errors or --report: the name or the number of the class in question.", HelpName = "NAME|N",
    };

    public static readonly Option<string?> Report = new("--report")
    {
        Description = "Where to write a page with pictures and scores of every photograph, the worst first: one HTML file.",
        HelpName = "FILE.html",
    };

    public static readonly Option<LabelEncoding> Encoding = new Option<LabelEncoding>("--encoding")
    {
        Description = "How label maps say classes: index (unless given), cityscapes (label ids, or id · 1000 + instance; "
            + "they become the train ids of --palette cityscapes), ade20k (R / 10 · 256 + G).",
    }.Among(("index", LabelEncoding.Index), ("cityscapes", LabelEncoding.Cityscapes), ("ade20k", LabelEncoding.Ade20k));

    /// <summary>What only propagation with weights made by hand takes, what any run without a model, and what only one with it.</summary>
    public static readonly Option[] OfPropagation = [Connections, Sigma, Strength, Smoothing, SigmaSpace, SigmaRange, Confidence, Memory],
        OfHand = [Method, .. OfPropagation],
        OfModel = [Model, Tile, Overlap, OnlyCoarse, TorchArguments.Device, TorchArguments.Threads];

    /// <summary>How maps are read.</summary>
    /// <param name="parsed">--kind, --ignore, --encoding, --max-pixels.</param>
    /// <param name="set">The data set of --palette; null where there is none.</param>
    /// <param name="classes">The classes of a model; 0: whatever occurs.</param>
    public static MapOptions Maps(ParseResult parsed, DataSet? set, int classes = 0) => new()
    {
        Kind = parsed.GetValue(Kind),
        Labels = new LabelOptions
        {
            Palette = set?.Palette, Ignored = parsed.GetValue(Ignore) ?? set?.IgnoredLabel, Encoding = parsed.GetValue(Encoding),
            Classes = classes,
        },
        MaxPixels = parsed.GetValue(TrainingArguments.MaxPixels),
    };

    private static Option<double> Number(string name, string description, double value, double most = 1e6, double least = 0) =>
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "X" }.In(least, most);
}
