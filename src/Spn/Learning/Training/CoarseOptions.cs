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

/// <summary>How a refiner's coarse maps are made.</summary>
public sealed record CoarseOptions
{
    /// <summary>Blocks of eight by eight pixels.</summary>
    public static CoarseOptions Default { get; } = new();

    /// <summary>Where they come from.</summary>
    public CoarseSource Source { get; init; } = CoarseSource.Blocks;

    /// <summary>The side of a block in pixels, 1 to 256.</summary>
    public int Block { get; init; } = 8;

    /// <summary>
    /// Baselines for the training images, each trained without the images that it is asked about (<see cref="CoarseMaps.CrossFitted"/>);
    /// 1 asks the baseline about the images that it was trained on.
    /// </summary>
    public int Folds { get; init; } = 1;
}
