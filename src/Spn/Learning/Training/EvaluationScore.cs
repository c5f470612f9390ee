using System.Globalization;
using System.Text;
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

    /// <summary>The number of images.</summary>
    public required int Images { get; init; }

    /// <summary>Mean IoU over all pixels, 0 to 1.</summary>
    public double MeanIoU => Pixels.MeanIoU;

    /// <summary>Mean IoU over the trimap, 0 to 1.</summary>
    public double TrimapMeanIoU => Trimap.MeanIoU;

    /// <summary>Segmentations of the same images side by side, in per cent: IoU of each class, then the means and accuracies, as Table 1 of the paper has them.</summary>
    /// <param name="scores">At least one; the first is what the others are compared with.</param>
    public static string Table(IReadOnlyList<EvaluationScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            throw new ArgumentException("expected at least one score, got none.", nameof(scores));
        var first = scores[0];
        var rows = new List<(string Name, Func<EvaluationScore, double> Value)>();
        for (var c = 0; c < first.Pixels.Classes.Count; c++)
        {
            var index = c;
            if (scores.Any(score => score.Pixels.Classes[index].Present))
                rows.Add((first.Pixels.Classes[index].Name, score => score.Pixels.Classes[index].IoU));
        }

        rows.Add(("mean IoU", score => score.MeanIoU));
        rows.Add((FormattableString.Invariant($"trimap mean IoU ({first.TrimapWidth} px)"), score => score.TrimapMeanIoU));
        rows.Add(("overall accuracy", score => score.Pixels.OverallAccuracy));
        rows.Add(("mean accuracy", score => score.Pixels.MeanAccuracy));
        var name = rows.Max(row => row.Name.Length);
        var widths = scores.Select(score => Math.Max(8, score.Name.Length + 2)).ToArray();
        var text = new StringBuilder("IoU, %".PadRight(name));
        for (var i = 0; i < scores.Count; i++)
            text.Append(scores[i].Name.PadLeft(widths[i]));
        text.Append('\n');
        foreach (var row in rows)
        {
            text.Append(row.Name.PadRight(name));
            for (var i = 0; i < scores.Count; i++)
                text.Append(Percent(row.Value(scores[i])).PadLeft(widths[i]));
            text.Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"over {first.Pixels.Pixels} pixels of {first.Images} {(first.Images == 1 ? "image" : "images")}").ToString();
    }

    /// <summary>The means on one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: mean IoU {Percent(MeanIoU)}, within {TrimapWidth} pixels of a boundary {Percent(TrimapMeanIoU)}, overall accuracy {Percent(Pixels.OverallAccuracy)}");

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("f2", CultureInfo.InvariantCulture);
}
