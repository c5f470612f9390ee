using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>
/// A baseline segmenter: the image → a symmetric network → class probabilities at 1/Scale of it, upsampled bilinearly to the image's size.
/// A network that ends at 1/2, 1/4, … of its input sees the image that much larger: all of it where it ends at 1/Scale.
/// </summary>
public sealed record BaselineOptions
{
    /// <summary>The paper's baseline CNN for HELEN: 11 classes; the image and the map are eight times smaller.</summary>
    public static BaselineOptions Helen { get; } = new();

    /// <summary>
    /// The paper's Highres-CNN: three more levels of 16 channels at each end of the baseline, at the image's own resolution.
    /// </summary>
    public static BaselineOptions HelenHighres { get; } = new()
    {
        Scale = 1,
        Network = new() { Encoder = [16, 16, 16, 16, 32, 64, 64], Decoder = [64, 64, 32, 16, 16, 16] },
    };

    /// <summary>Number of classes.</summary>
    [Range(2, 255)]
    public int Classes { get; init; } = 11;

    /// <summary>How much smaller than the image the network's output is.</summary>
    [Range(1, 64)]
    public int Scale { get; init; } = 8;

    /// <summary>
    /// The network. Where it ends at the size it starts at, the image is shrunk by <see cref="Scale"/> first; where it ends n levels below,
    /// by 2ⁿ times less.
    /// </summary>
    public GuidanceOptions Network { get; init; } = new() { Decoder = [64, 64, 32] };

    /// <summary>The loss: every pixel of the image against the scores of its cell.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>How it is applied.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Of the random initial weights.</summary>
    public int Seed { get; init; }

    /// <summary>What ranges cannot say.</summary>
    internal BaselineOptions Check()
    {
        if (Scale % (1 << Network.Check().Level) != 0)
            throw new ArgumentException(
                $"expected a network that ends at 1/{Scale} of the image or less far below it, got one that ends {Network.Level} levels "
                + "below, each of which halves it; give it a longer decoder, or change 'scale'.", nameof(Network));
        Loss.Check(Classes);
        if (Inference.Check().RestrictClasses)
            throw new ArgumentException("expected a baseline without class restriction, which needs a coarse map.", nameof(Inference));
        return this;
    }

    /// <summary>How much smaller than the image the network's input is.</summary>
    internal int Shrink => Scale >> Network.Level;
}
