using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>
/// A baseline segmenter: the image shrunk by Scale → a symmetric U-net → class probabilities, upsampled bilinearly to the image's size.
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

    /// <summary>How much smaller than the image the network's input and output are.</summary>
    [Range(1, 64)]
    public int Scale { get; init; } = 8;

    /// <summary>The network; it ends at the size it starts at.</summary>
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
        if (Network.Check().Level != 0)
            throw new ArgumentException(
                $"expected a network that ends at the size it starts at, got one that ends {Network.Level} levels below; "
                + "give it a longer decoder.", nameof(Network));
        Loss.Check(Classes);
        if (Inference.Check().RestrictClasses)
            throw new ArgumentException("expected a baseline without class restriction, which needs a coarse map.", nameof(Inference));
        return this;
    }
}
