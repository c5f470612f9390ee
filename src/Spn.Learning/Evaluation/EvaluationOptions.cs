using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>How segmentations are scored.</summary>
public sealed record EvaluationOptions
{
    /// <summary>What the column of this segmentation is headed by.</summary>
    public string Name { get; init; } = "model";

    /// <summary>The names of the classes; by number where left out.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Pixels on each side of a boundary that the trimap takes in.</summary>
    [Range(1, 255)]
    public int TrimapWidth { get; init; } = 3;

    /// <summary>
    /// Pixels of a block of the coarse map; above 0 it is also counted where the segmentation is right
    /// (<see cref="EvaluationScore.Places"/>), which needs coarse maps. 0, the default, does not.
    /// </summary>
    [Range(0, 256)]
    public int CoarseBlock { get; init; }
}
