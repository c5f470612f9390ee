using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Spn.Learning;

/// <summary>What a guidance network has on its way down.</summary>
public enum Backbone
{
    /// <summary>The convolutions that <see cref="GuidanceOptions.Encoder"/> lists, trained from the start.</summary>
    UNet,

    /// <summary>
    /// ResNet-18, for which there are weights trained on ImageNet (<see cref="Spn.Learning.ResNet18.Load(GuidanceNetwork, string)"/>).
    /// </summary>
    [JsonStringEnumMemberName("resnet-18")]
    ResNet18,
}

/// <summary>
/// A symmetric convolutional network with skip connections: on the way down a convolution and a 2×2 max-pool at each level, on the way up
/// bilinear interpolation, the map of that level from the way down beside it, and a convolution.
/// </summary>
public sealed record GuidanceOptions
{
    private const int MostLevels = 12, MostChannels = 4096;

    /// <summary>
    /// VGG-16 (Simonyan and Zisserman 2015) from the image to pool5, and up again to half the image's size: the paper's guidance network
    /// for VOC. <see cref="Spn.Learning.Vgg16.Load"/> fills in trained weights.
    /// </summary>
    public static GuidanceOptions Vgg16 { get; } = new()
    {
        Encoder = [64, 128, 256, 512, 512, 512],
        Convolutions = [2, 2, 3, 3, 3, 0],
        Decoder = [512, 512, 256, 128],
    };

    /// <summary>
    /// ResNet-18 down to 1/32 of the image, and up again to half its size. The mean is that of the images that the weights of
    /// <see cref="Spn.Learning.ResNet18.Load(GuidanceNetwork, string)"/> were trained on.
    /// </summary>
    public static GuidanceOptions ResNet18 { get; } = new()
    {
        Backbone = Backbone.ResNet18,
        Decoder = [256, 128, 64, 64],
        Mean = [0.48295, 0.45452, 0.40417],
    };

    /// <summary>
    /// The way down. <see cref="Encoder"/>, <see cref="Convolutions"/> and <see cref="Stride"/> are those of the U-net; ResNet-18 has its
    /// own.
    /// </summary>
    public Backbone Backbone { get; init; } = Backbone.UNet;

    /// <summary>Channels of the convolutions on the way down, for each level; there is a max-pool between two levels.</summary>
    [Range(1, MostChannels)]
    public IReadOnlyList<int> Encoder { get; init; } = [16, 32, 64, 64];

    /// <summary>
    /// How many convolutions each level has on the way down; empty, the default: one each. The lowest level may have none.
    /// </summary>
    [Range(0, 16)]
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>The stride of the first convolution: 1, or 2 to leave out what is dearest, the level of the image's own size.</summary>
    [Range(1, 2)]
    public int Stride { get; init; } = 1;

    /// <summary>Channels of the convolutions on the way up: fewer than there are levels; as many levels are gone up.</summary>
    [Range(1, MostChannels)]
    public IReadOnlyList<int> Decoder { get; init; } = [64, 64];

    /// <summary>
    /// How many of the first stages of the way down stay as they are loaded: for a network from ImageNet, whose first ones know edges and
    /// colours already. They need no backward pass, which is most of what a step of them takes. 0, the default: none.
    /// </summary>
    [Range(0, MostLevels)]
    public int Frozen { get; init; }

    /// <summary>The rate factor of the way down: less than 1 keeps what a network from ImageNet knows.</summary>
    [Range(0, 1000.0)]
    public double EncoderRate { get; init; } = 1;

    /// <summary>The kernel of the last convolution on the way up, 3 or 1.</summary>
    [AllowedValues(1, 3)]
    public int LastKernel { get; init; } = 3;

    /// <summary>The mean of red, green and blue of an image in [0, 1], subtracted first; that of ImageNet unless said otherwise.</summary>
    [Range(-1000.0, 1000.0)]
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>The deviation of red, green and blue, divided by; that of ImageNet unless said otherwise.</summary>
    [Range(1e-6, 1000.0)]
    public IReadOnlyList<double> Deviation { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>What ranges cannot say.</summary>
    internal GuidanceOptions Check()
    {
        var levels = Levels;
        if (levels is 0 or > MostLevels || Decoder.Count >= levels)
            throw new ArgumentException(
                $"expected 'encoder' to have 1 to {MostLevels} levels and 'decoder' fewer, "
                + $"got {levels} and {Decoder.Count}.", nameof(Decoder));
        if (Backbone == Backbone.UNet && Convolutions.Count != 0 && (Convolutions.Count != levels || Convolutions.SkipLast(1).Contains(0)))
            throw new ArgumentException(
                $"expected 'convolutions' to have at least one for each of {levels} levels, got [{string.Join(", ", Convolutions)}].",
                nameof(Convolutions));
        if (Frozen > levels)
            throw new ArgumentException(
                $"expected 'frozen' of at most the {levels} stages of the way down, got {Frozen}.", nameof(Frozen));
        if (Mean.Count != 3 || Deviation.Count != 3)
            throw new ArgumentException(
                $"expected 'mean' and 'deviation' of red, green and blue, got {Mean.Count} and {Deviation.Count} numbers.",
                nameof(Mean));
        return this;
    }

    /// <summary>What the learning rate is multiplied by for a parameter of this name within the network.</summary>
    internal double RateFactor(string parameter) => parameter.StartsWith("resnet.", StringComparison.Ordinal)
        || parameter.StartsWith("encode", StringComparison.Ordinal) ? EncoderRate : 1;

    /// <summary>How often the image's size is halved by where the network ends.</summary>
    internal int Level => First - 1 + Levels - 1 - Decoder.Count;

    /// <summary>What an image's extents must be multiples of for every halving to be exact.</summary>
    internal int Multiple => First << (Levels - 1);

    private int Levels => Backbone == Backbone.ResNet18 ? ResNet18Encoder.Channels.Count : Encoder.Count;

    /// <summary>The stride of the first convolution.</summary>
    private int First => Backbone == Backbone.ResNet18 ? 2 : Stride;
}
