using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>Where coarse maps come from.</summary>
public enum CoarseSource
{
    /// <summary>The majority label of each block of the truth: no segmenter needed.</summary>
    Blocks,

    /// <summary>Trained baselines.</summary>
    Baseline,

    /// <summary>A folder of files from any segmenter: <see cref="CoarseFolder"/>.</summary>
    Folder,
}

/// <summary>How a refiner's coarse maps are made. What a refiner learns depends on how its coarse maps are wrong.</summary>
public sealed record CoarseOptions
{
    /// <summary>Blocks of eight by eight pixels.</summary>
    public static CoarseOptions Default { get; } = new();

    /// <summary>Where they come from.</summary>
    public CoarseSource From { get; init; } = CoarseSource.Blocks;

    /// <summary>The side of a block in pixels, where they are blocks: how blunt they are.</summary>
    [Range(1, 256)]
    public int Block { get; init; } = 8;

    /// <summary>
    /// Baselines for the training images, each trained without the images that it is asked about (<see cref="CoarseMaps.CrossFitted"/>), so
    /// that these maps are as bad as those of new images; 1 asks the baseline about the images that it was trained on.
    /// </summary>
    [Range(1, 100)]
    public int Folds { get; init; } = 1;
}
