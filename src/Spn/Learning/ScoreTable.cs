using System.Globalization;
using System.Text;

namespace Spn.Learning;

/// <summary>
/// Scores as text in columns, per cent: a row for each class, then the means and accuracies, as Table 1 of the paper has them.
/// </summary>
internal static class ScoreTable
{
    /// <summary>A score of a segmentation and its name.</summary>
    public sealed record Row(string Name, Func<EvaluationScore, double> Value);

    /// <summary>The rows of segmentations of the same images: the classes that occur in any of them, and the means.</summary>
    public static IReadOnlyList<Row> Rows(IReadOnlyList<EvaluationScore> scores) =>
    [
        .. scores[0].Pixels.Classes.Select((one, index) => (one.Name, Index: index))
            .Where(one => scores.Any(score => score.Pixels.Classes[one.Index].Present))
            .Select(one => new Row(one.Name, score => score.Pixels.Classes[one.Index].IoU)),
        new("mean IoU", score => score.MeanIoU),
        new(FormattableString.Invariant($"trimap mean IoU ({scores[0].TrimapWidth} px)"), score => score.TrimapMeanIoU),
        new("overall accuracy", score => score.Pixels.OverallAccuracy),
        new("mean accuracy", score => score.Pixels.MeanAccuracy),
    ];

    /// <summary>
    /// What the means leave out, in words: classes that are predicted in some of the segmentations and are not in the truth.
    /// </summary>
    public static string OnlyPredicted(IReadOnlyList<EvaluationScore> scores)
    {
        string[] names = [.. scores[0].Pixels.Classes.Select((one, index) => (one.Name, Index: index))
            .Where(one => scores.Any(score => score.Pixels.Classes[one.Index] is { TruthPixels: 0, PredictedPixels: > 0 }))
            .Select(one => one.Name)];
        return names.Length == 0 ? "" : $"; means over the classes of the truth, without {string.Join(", ", names)}";
    }

    /// <summary>Rows of cells under heads; the first column to the left, the others to the right.</summary>
    public static string Of(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [["IoU, %", .. heads], .. rows];
        var widths = Enumerable.Range(0, heads.Count + 1).Select(column => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
            text.Append(row[0].PadRight(widths[0]))
                .AppendJoin("", row.Skip(1).Select((cell, i) => cell.PadLeft(Math.Max(8, widths[i + 1] + 2)))).Append('\n');
        return text.ToString();
    }

    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("f2", CultureInfo.InvariantCulture);

    public static string Change(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
