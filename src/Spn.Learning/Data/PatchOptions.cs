using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>Which patches a training step sees: only places that show more than one label (§4 of the paper).</summary>
public sealed record PatchOptions
{
    /// <summary>The paper's patches of 128×128 pixels, eight a step, mirrored, scaled and tinted a little.</summary>
    public static PatchOptions Default { get; } = new();

    /// <summary>Rows of a patch.</summary>
    [Range(8, 4096)]
    public int Height { get; init; } = 128;

    /// <summary>Columns of a patch.</summary>
    [Range(8, 4096)]
    public int Width { get; init; } = 128;

    /// <summary>Patches a step: more make the gradient steadier and the step slower.</summary>
    [Range(1, 1024)]
    public int Batch { get; init; } = 8;

    /// <summary>
    /// Whether half of the patches are mirrored left to right; not where classes tell left from right, as those of faces do.
    /// </summary>
    public bool Flip { get; init; } = true;

    /// <summary>The least scale: 0.8 shows a larger piece of the image, smaller.</summary>
    [Range(0.1, 10.0)]
    public double LeastScale { get; init; } = 0.8;

    /// <summary>
    /// The largest scale, at least the least. Labels are taken from the nearest pixel, images and coarse maps bilinearly; at scale 1
    /// nothing is interpolated.
    /// </summary>
    [Range(0.1, 10.0)]
    public double MostScale { get; init; } = 1.25;

    /// <summary>
    /// Contrast, saturation and brightness change by up to this share either way, so that the light of the training images is not learned.
    /// </summary>
    [Range(0.0, 0.9)]
    public double ColourJitter { get; init; } = 0.15;

    internal PatchOptions Check()
    {
        SettingsCheck.Check(this);
        return MostScale >= LeastScale ? this
            : throw new ArgumentOutOfRangeException(
                null, FormattableString.Invariant($"expected 'mostScale' of at least 'leastScale', {LeastScale}, got {MostScale}."));
    }
}
