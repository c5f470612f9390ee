namespace Spn.Learning;

/// <summary>
/// A symmetric convolutional network with skip connections: on the way down a convolution and a 2×2 max-pool at each level, on the way up
/// bilinear interpolation, the map of that level from the way down beside it, and a convolution.
/// </summary>
public sealed record UNetOptions
{
    private const int MostLevels = 12, MostChannels = 2048;

    /// <summary>The structure of the HELEN baseline and guidance networks.</summary>
    public static UNetOptions Default { get; } = new();

    /// <summary>
    /// VGG-16 (Simonyan and Zisserman 2015) from the image to pool5, and up again to half the image's size: the paper's guidance network for
    /// VOC. <see cref="Vgg16.Load"/> fills in trained weights.
    /// </summary>
    public static UNetOptions Vgg16 { get; } = new()
    {
        Encoder = [64, 128, 256, 512, 512, 512],
        Convolutions = [2, 2, 3, 3, 3, 0],
        Decoder = [512, 512, 256, 128],
    };

    /// <summary>Channels of the convolutions on the way down, for each level; there is a max-pool between two levels.</summary>
    public IReadOnlyList<int> Encoder { get; init; } = [16, 32, 64, 64];

    /// <summary>How many convolutions each level has on the way down; empty, the default: one each. The lowest level may have none.</summary>
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>The stride of the first convolution: 1, or 2 to leave out what is dearest, the level of the image's own size.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Channels of the convolutions on the way up: fewer than <see cref="Encoder"/> has; as many levels are gone up.</summary>
    public IReadOnlyList<int> Decoder { get; init; } = [64, 64];

    /// <summary>The kernel of the last convolution on the way up, 3 or 1.</summary>
    public int LastKernel { get; init; } = 3;

    /// <summary>What follows each convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The mean of each channel of an image, subtracted first; that of ImageNet unless said otherwise.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>The deviation of each channel of an image, divided by; that of ImageNet unless said otherwise.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>The same with other channels on the way down.</summary>
    public UNetOptions WithEncoder(IReadOnlyList<int> encoder) => this with { Encoder = encoder };

    /// <summary>The same with other numbers of convolutions on the way down.</summary>
    public UNetOptions WithConvolutions(IReadOnlyList<int> convolutions) => this with { Convolutions = convolutions };

    /// <summary>The same with another stride of the first convolution.</summary>
    public UNetOptions WithStride(int stride) => this with { Stride = stride };

    /// <summary>The same with other channels on the way up.</summary>
    public UNetOptions WithDecoder(IReadOnlyList<int> decoder) => this with { Decoder = decoder };

    /// <summary>The same with another kernel of the last convolution on the way up.</summary>
    public UNetOptions WithLastKernel(int lastKernel) => this with { LastKernel = lastKernel };

    /// <summary>The same with another activation.</summary>
    public UNetOptions WithActivation(Activation activation) => this with { Activation = activation };

    /// <summary>The same with another normalisation of the image.</summary>
    public UNetOptions WithNormalisation(IReadOnlyList<double> mean, IReadOnlyList<double> deviation) => this with { Mean = mean, Deviation = deviation };

    internal UNetOptions Check()
    {
        ArgumentNullException.ThrowIfNull(Encoder);
        ArgumentNullException.ThrowIfNull(Decoder);
        ArgumentNullException.ThrowIfNull(Convolutions);
        if (Convolutions.Count != 0 && (Convolutions.Count != Encoder.Count || Convolutions.Any(count => count is < 0 or > MostLevels) || Convolutions.SkipLast(1).Contains(0)))
            throw new ArgumentException($"expected 1 to {MostLevels} convolutions for each of {Encoder.Count} levels, got {string.Join(", ", Convolutions)}.", nameof(Convolutions));
        if (LastKernel is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(LastKernel), $"expected a kernel of 1 or 3, got {LastKernel}.");
        if (Stride is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(Stride), $"expected a stride of 1 or 2, got {Stride}.");
        if (Encoder.Count == 0 || Decoder.Count >= Encoder.Count)
            throw new ArgumentException($"expected at least one level down and fewer up, got {Encoder.Count} down and {Decoder.Count} up.", nameof(Decoder));
        if (Encoder.Count > MostLevels || Encoder.Concat(Decoder).Any(channels => channels is < 1 or > MostChannels))
            throw new ArgumentException($"expected at most {MostLevels} levels and 1 to {MostChannels} channels in every convolution, got {Encoder.Count} levels and {Encoder.Concat(Decoder).Min()} to {Encoder.Concat(Decoder).Max()} channels.", nameof(Encoder));
        return this;
    }

    /// <summary>How often the image's size is halved by where the network ends.</summary>
    internal int Level => Stride - 1 + Encoder.Count - 1 - Decoder.Count;

    /// <summary>What an image's extents must be multiples of for every halving to be exact.</summary>
    internal int Multiple => Stride << (Encoder.Count - 1);
}
