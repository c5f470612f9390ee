using System.CommandLine;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>What a guidance network starts from: trained weights, or a network of the user's.</summary>
/// <param name="Vgg">A file with weights of VGG-16; null for none.</param>
/// <param name="ImageNet">A file with weights of ResNet-18; empty for the package's; null for none.</param>
/// <param name="Guidance">A TorchScript file; null for the config's network.</param>
internal sealed record StartingWeights(string? Vgg, string? ImageNet, string? Guidance)
{
    public static readonly Option<string?> VggOption = new("--vgg")
    {
        Description = "Trained weights of VGG-16 (safetensors), for configs whose guidance network begins as it.",
        HelpName = "FILE",
    };

    public static readonly Option<string?> ImageNetOption = new("--imagenet")
    {
        Description = "Trained weights of ResNet-18 for configs whose network begins as it (--preset voc, camvid-resnet): an ONNX file, "
            + "or without a name that of the package, which a build with -p:ImageNet=true fetches.",
        HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne,
    };

    public static readonly Option<string?> GuidanceOption = new("--guidance")
    {
        Description = "A guidance network of your own, a TorchScript file: from an image N×3×H×W in [0, 1] to the raw weights, "
            + "N×(4·K·channels)×h×w, h and w the image's or half of them. It is trained too, and copied into --out.",
        HelpName = "FILE",
    };

    public static StartingWeights Of(ParseResult parsed) => new(
        parsed.GetValue(VggOption),
        parsed.GetResult(ImageNetOption) is { Implicit: false } ? parsed.GetValue(ImageNetOption) ?? "" : null,
        parsed.GetValue(GuidanceOption));

    /// <summary>The options that were given; only a new training takes them.</summary>
    public IEnumerable<string> Given => new[] { ("--vgg", Vgg), ("--imagenet", ImageNet), ("--guidance", Guidance) }
        .Where(one => one.Item2 is not null).Select(one => one.Item1);

    /// <summary>A new model that starts from them, or from random weights; says which where there are trained ones.</summary>
    /// <exception cref="ArgumentException">The model has no such guidance network.</exception>
    public ISegmenter NewModel(TrainingConfig config, TrainingSet set, Action<string> notices)
    {
        var model = config.CreateModel(set, Guidance is null ? null : GuidanceFile.Load(Guidance));
        try
        {
            Start(model, notices);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void Start(ISegmenter model, Action<string> notices)
    {
        var refiner = model as SpnRefiner;
        var network = refiner is null ? ((BaselineSegmenter)model).Network : refiner.Guidance as GuidanceNetwork;
        var vgg = refiner is not null && network?.Options is { Backbone: Backbone.UNet, Convolutions: [2, 2, 3, 3, 3, ..] };
        var resNet = network?.Options.Backbone == Backbone.ResNet18;
        if (Vgg is not null)
            Vgg16.Load(
                vgg ? refiner! : throw new ArgumentException(
                    "expected --vgg only with a config whose guidance network begins as VGG-16; leave it out."),
                Vgg);
        else if (ImageNet is not null)
            ResNet18.Load(
                resNet ? network! : throw new ArgumentException(
                    "expected --imagenet only with a config whose network begins as ResNet-18 (--preset voc); leave it out."),
                ImageNet.Length > 0 ? ImageNet : ResNet18.FindFile());
        else if (vgg || resNet)
            notices(
                $"The {(refiner is null ? "network" : "guidance network")}, {(vgg ? "VGG-16" : "ResNet-18")}, starts from random weights; "
                + $"{(vgg ? "--vgg FILE" : "--imagenet")} gives it trained ones.");
    }
}
