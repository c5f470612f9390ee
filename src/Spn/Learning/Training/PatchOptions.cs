namespace Spn.Learning;

/// <summary>Which patches a training step sees. The defaults are the paper's: 128×128 pixels, only where there is more than one label.</summary>
public sealed record PatchOptions
{
    /// <summary>The paper's patches, eight a step, flipped and scaled a little.</summary>
    public static PatchOptions Default { get; } = new();

    /// <summary>Rows of a patch, 8 to 4096.</summary>
    public int Height { get; init; } = 128;

    /// <summary>Columns of a patch, 8 to 4096.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Patches a step, 1 to 1024.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Labels that a patch must show, 1 or more: 2 leaves out patches in which there is nothing to separate.</summary>
    public int LeastLabels { get; init; } = 2;

    /// <summary>How often a place is drawn anew before giving up, 1 to 1 000 000.</summary>
    public int Tries { get; init; } = 1000;

    /// <summary>Whether half of the patches are mirrored left to right.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>The least scale, above 0: 0.8 shows a larger piece of the image, smaller.</summary>
    public double LeastScale { get; init; } = 0.8;

    /// <summary>The largest scale, at least the least. Labels are then taken from the nearest pixel, images and coarse maps bilinearly.</summary>
    public double MostScale { get; init; } = 1.25;

    /// <summary>Contrast, saturation and brightness change by up to this share either way, 0 to 0.9.</summary>
    public double ColourJitter { get; init; } = 0.15;

    /// <summary>The same with square patches of another size.</summary>
    public PatchOptions WithSize(int size) => this with { Height = size, Width = size };

    /// <summary>The same with another number of patches a step.</summary>
    public PatchOptions WithBatch(int batch) => this with { Batch = batch };

    /// <summary>The same with nothing changed at random but the place.</summary>
    public PatchOptions WithoutAugmentation() => this with { Flip = false, LeastScale = 1, MostScale = 1, ColourJitter = 0 };

    internal PatchOptions Check()
    {
        if (Height is < 8 or > 4096 || Width is < 8 or > 4096)
            throw Outside("patches of 8 to 4096 pixels a side", FormattableString.Invariant($"{Height}×{Width}"));
        if (Batch is < 1 or > 1024)
            throw Outside("1 to 1024 patches a step", Batch);
        if (LeastLabels is < 1 or > 255)
            throw Outside("patches of at least 1 to 255 labels", LeastLabels);
        if (Tries is < 1 or > 1_000_000)
            throw Outside("1 to 1000000 tries", Tries);
        if (!(LeastScale is >= 0.1 and <= 10) || !(MostScale <= 10) || !(MostScale >= LeastScale))
            throw Outside("scales from 0.1 to 10, the least first", FormattableString.Invariant($"{LeastScale} to {MostScale}"));
        if (!(ColourJitter is >= 0 and <= 0.9))
            throw Outside("a colour jitter from 0 to 0.9", ColourJitter);
        return this;
    }

    private static ArgumentOutOfRangeException Outside(string expected, object got) => new(null, FormattableString.Invariant($"expected {expected}, got {got}."));
}
