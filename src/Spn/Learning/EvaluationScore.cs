using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>The scores of one segmentation of a list of images.</summary>
public sealed record EvaluationScore
{
    /// <summary>What was scored: coarse, one-way, three-way.</summary>
    public required string Name { get; init; }

    /// <summary>Over all pixels whose truth is known.</summary>
    public required SegmentationScore Pixels { get; init; }

    /// <summary>Over those of them near a boundary.</summary>
    public required SegmentationScore Trimap { get; init; }

    /// <summary>Pixels on each side of a boundary that <see cref="Trimap"/> takes in.</summary>
    public required int TrimapWidth { get; init; }

    /// <summary>Where it is right, by the distance to boundaries and the error of the coarse map; null where that was not asked.</summary>
    public PlacedAccuracy? Places { get; init; }

    /// <summary>The number of images.</summary>
    public required int Images { get; init; }

    /// <summary>How long each image took, where that was measured: the method alone, its input in memory.</summary>
    public IReadOnlyList<double> Milliseconds { get; init; } = [];

    /// <summary>Mean IoU over all pixels and the classes of the truth, 0 to 1.</summary>
    public double MeanIoU => Pixels.MeanIoU;

    /// <summary>Mean IoU over the trimap, 0 to 1.</summary>
    public double TrimapMeanIoU => Trimap.MeanIoU;

    /// <summary>
    /// Segmentations of the same images side by side, in per cent: IoU of each class, then the means and accuracies; of two, the change
    /// too. All means are over the classes that occur in the truth (see <see cref="SegmentationScore"/>), the same in every column; the
    /// last line names classes that are only predicted.
    /// </summary>
    /// <param name="scores">At least one.</param>
    public static string Table(IReadOnlyList<EvaluationScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            throw new ArgumentException("expected at least one score, got none.", nameof(scores));
        return ScoreTable.Sheet([.. scores.Select(ScoreGroup.Of)], scores.Count == 2 ? "change" : null).Text();
    }

    /// <summary>The means on one line.</summary>
    public override string ToString() =>
        $"{Name}: mean IoU {ScoreTable.Percent(MeanIoU)}, within {TrimapWidth} pixels of a boundary "
        + $"{ScoreTable.Percent(TrimapMeanIoU)}, overall accuracy {ScoreTable.Percent(Pixels.OverallAccuracy)}";
}
