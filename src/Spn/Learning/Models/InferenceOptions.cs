namespace Spn.Learning;

/// <summary>How a trained model is applied to an image.</summary>
public sealed record InferenceOptions
{
    /// <summary>The whole image at once, all classes.</summary>
    public static InferenceOptions Default { get; } = new();

    /// <summary>The side of a tile in pixels; 0, the default: the whole image at once. For images that do not fit into memory.</summary>
    public int Tile { get; init; }

    /// <summary>Pixels of the image around each tile that are computed with it and then dropped; nothing propagates farther than this across tiles.</summary>
    public int Overlap { get; init; } = 64;

    /// <summary>Whether only classes that are the likeliest somewhere in the coarse map take part (the paper, for VOC).</summary>
    public bool RestrictClasses { get; init; }

    /// <summary>The same with tiles of another side.</summary>
    public InferenceOptions WithTile(int tile) => this with { Tile = tile };

    /// <summary>The same with another overlap.</summary>
    public InferenceOptions WithOverlap(int overlap) => this with { Overlap = overlap };

    /// <summary>The same with classes restricted, or not.</summary>
    public InferenceOptions WithRestrictClasses(bool restrictClasses) => this with { RestrictClasses = restrictClasses };

    internal InferenceOptions Check()
    {
        if (Tile != 0 && Tile < 16)
            throw new ArgumentOutOfRangeException(nameof(Tile), $"expected tiles of at least 16 pixels, or 0 for none, got {Tile}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Overlap, 0, nameof(Overlap));
        return this;
    }
}
