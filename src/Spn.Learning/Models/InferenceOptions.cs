using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>How a trained model is applied to an image.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// The side of a tile in pixels, at least 16; 0, the default: the whole image at once. For images that do not fit into memory.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Tile { get; init; }

    /// <summary>
    /// Pixels of the image around each tile that are computed with it and then dropped; nothing propagates farther than this across
    /// tiles.
    /// </summary>
    [Range(0, 1 << 20)]
    public int Overlap { get; init; } = 64;

    /// <summary>Whether only classes that are the likeliest somewhere in the coarse map take part (the paper, for VOC).</summary>
    public bool RestrictClasses { get; init; }

    /// <summary>The same with tiles of another side.</summary>
    public InferenceOptions WithTile(int tile) => this with { Tile = tile };

    /// <summary>The same with another overlap.</summary>
    public InferenceOptions WithOverlap(int overlap) => this with { Overlap = overlap };

    /// <summary>The same with classes restricted, or not.</summary>
    public InferenceOptions WithRestrictClasses(bool restrictClasses) => this with { RestrictClasses = restrictClasses };

    /// <summary>These, for a model that is there already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal InferenceOptions CheckAll()
    {
        SettingsCheck.Check(this, "inference.");
        return Check();
    }

    /// <summary>What ranges cannot say.</summary>
    internal InferenceOptions Check()
    {
        if (Tile is > 0 and < 16)
            throw new ArgumentOutOfRangeException(nameof(Tile), $"expected tiles of at least 16 pixels, or 0 for none, got {Tile}.");
        return this;
    }
}
