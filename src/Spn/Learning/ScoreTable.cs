using System.Globalization;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// What a table of scores has as rows: the classes, then the means and accuracies; and how a number is written.
/// </summary>
internal static class ScoreTable
{
    /// <summary>A score of a segmentation and its name.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Value">A share, or milliseconds where <paramref name="IsTime"/>.</param>
    /// <param name="IsTime">Whether it is a time.</param>
    public sealed record Row(string Name, Func<EvaluationScore, double> Value, bool IsTime = false);

    /// <summary>
    /// The rows of segmentations of the same images: the classes that occur in any of them, the means, and times where some were taken.
    /// </summary>
    public static IReadOnlyList<Row> Rows(IReadOnlyList<EvaluationScore> scores) =>
    [
        .. scores[0].Pixels.Classes.Select((one, index) => (one.Name, Index: index))
            .Where(one => scores.Any(score => score.Pixels.Classes[one.Index].Present))
            .Select(one => new Row(one.Name, score => score.Pixels.Classes[one.Index].IoU)),
        new("mean IoU", score => score.MeanIoU),
        new(FormattableString.Invariant($"trimap mean IoU ({scores[0].TrimapWidth} px)"), score => score.TrimapMeanIoU),
        new("overall accuracy", score => score.Pixels.OverallAccuracy),
        new("mean accuracy", score => score.Pixels.MeanAccuracy),
        .. Places(scores[0], places => places.ByBoundary),
        .. Places(scores[0], places => places.ByCoarseError),
        .. scores.Any(score => score.Milliseconds.Count > 0)
            ? new Row[]
            {
                new("ms an image, median", score => Median(score.Milliseconds), IsTime: true),
                new("ms an image, mean", score => score.Milliseconds.DefaultIfEmpty(double.NaN).Average(), IsTime: true),
            }
            : [],
    ];

    /// <summary>
    /// Segmentations of the same images side by side: a column for each group, the mean over its seeds, and what is gained by the last.
    /// </summary>
    /// <param name="groups">At least one, none of them empty.</param>
    /// <param name="gain">The head of a column with the last mean less the first one; null leaves it out.</param>
    public static ScoreSheet Sheet(IReadOnlyList<ScoreGroup> groups, string? gain)
    {
        EvaluationScore[] scores = [.. groups.SelectMany(group => group.Scores).Select(one => one.Score)];
        var (first, change) = (scores[0], groups.Count > 1 && gain is not null);
        var seeds = groups.Any(group => group.Scores.Count > 1)
            ? "\nwhere there are several seeds: their mean, from the least to the most" : "";
        var images = first.Images == 1 ? "image" : "images";
        return new ScoreSheet
        {
            Corner = "IoU, %",
            Heads =
            [
                .. groups.Select(group => new SheetHead(group.Name, group.Data)),
                .. change ? [new SheetHead(gain!, IsChange: true)] : Array.Empty<SheetHead>(),
            ],
            Rows = [.. Rows(scores).Select(row =>
            {
                SheetCell[] cells = [.. groups.Select(group => group.Cell(score => (row.IsTime ? 1 : 100) * row.Value(score)))];
                return new SheetRow(
                    row.Name, change ? [.. cells, SheetCell.Of(cells[^1].Mean - cells[0].Mean)] : cells, row.IsTime);
            })],
            Note = FormattableString.Invariant($"over {first.Pixels.Pixels} pixels of {first.Images} {images}")
                + OnlyPredicted(scores) + seeds,
        };
    }

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

    /// <summary>
    /// The share of pixels that are right, of each kind of place, where it was counted; with the share of all pixels that are of this kind.
    /// </summary>
    private static IEnumerable<Row> Places(EvaluationScore first, Func<PlacedAccuracy, IReadOnlyList<PlaceScore>> of) =>
        first.Places is { } places ? of(places).Select((place, i) => new Row(
            $"right, {place.Name} ({Percent((double)place.Pixels / of(places).Sum(one => one.Pixels))} % of pixels)",
            score => score.Places is { } its ? of(its)[i].Accuracy : double.NaN))
        : [];

    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("f2", CultureInfo.InvariantCulture);

    public static string Change(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
