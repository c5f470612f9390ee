namespace Spn.Learning;

/// <summary>What one training step sees.</summary>
public sealed record TrainingBatch
{
    /// <summary>N×3×H×W, sRGB in [0, 1].</summary>
    public required FeatureMap Image { get; init; }

    /// <summary>N×classes×H×W: class probabilities of a coarse segmentation, upsampled to the image's size; null for a baseline.</summary>
    public FeatureMap? Coarse { get; init; }

    /// <summary>N label maps of the image's size; pixels of <see cref="LabelMap.Ignore"/> take no part in the loss.</summary>
    public required IReadOnlyList<LabelMap> Labels { get; init; }
}
