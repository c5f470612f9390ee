using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Score"/> draws.</summary>
public sealed record ScoreFigureOptions
{
    /// <summary>The line above the picture.</summary>
    public string Title { get; init; } = "";

    /// <summary>The colours of the classes; one colour for all when left out.</summary>
    public Palette? Palette { get; init; }

    /// <summary>Scores to compare with, such as those of the coarse map: a line across each bar, and the difference.</summary>
    public SegmentationScore? Before { get; init; }

    /// <summary>The name of <see cref="Before"/>.</summary>
    public string BeforeName { get; init; } = "before";
}

/// <summary>Scores as bars of IoU for each class, with accuracy and F-score as numbers.</summary>
internal static class ScoreFigure
{
    private const double Row = 21, Bar = 240, TextSize = 11;

    /// <summary>The most classes that are shown.</summary>
    private const int MaxClasses = 60;

    public static Figure Build(SegmentationScore score, ScoreFigureOptions options)
    {
        var classes = score.Classes.Where(c => c.Present).ToList();
        var shown = classes.Take(MaxClasses).ToList();
        var names = shown.Select(c => Words.Cut(c.Name, 30)).ToList();
        var left = names.Append("mean").Max(name => StrokeFont.Width(name, TextSize)) + 30;
        var before = shown.Select(c => options.Before?.Classes.FirstOrDefault(other => other.Index == c.Index)?.IoU ?? double.NaN).ToList();
        var columns = Columns(left, options);

        var canvas = new Canvas();
        foreach (var column in columns)
            canvas.Text(column.X, 12, column.Name, TextSize, Ink.Muted, Anchor.End);
        canvas.Text(left, 12, "intersection over union (IoU), %", TextSize, Ink.Muted);
        var top = 20.0;
        for (var share = 0; share <= 100; share += 25)
            canvas.Line(left + Bar * share / 100, top, left + Bar * share / 100, top + Row * (shown.Count + 1) + 6, Ink.Grid);
        for (var i = 0; i < shown.Count; i++)
            Line(
                canvas, top + i * Row, left, names[i], Colour(options, shown[i].Index), columns, shown[i].IoU, before[i],
                shown[i].Accuracy, shown[i].FScore, bold: false);
        var mean = top + shown.Count * Row + 6;
        canvas.Line(0, mean - 2, columns[^1].X, mean - 2, Ink.Frame);
        Line(
            canvas, mean, left, "mean", Ink.Muted, columns, score.MeanIoU, options.Before?.MeanIoU ?? double.NaN,
            score.MeanAccuracy, score.MeanFScore, bold: true);
        for (var share = 0; share <= 100; share += 25)
            canvas.Text(left + Bar * share / 100, mean + Row + 12, Numbers.Count(share), TextSize, Ink.Muted, Anchor.Middle);
        if (options.Before is not null)
        {
            canvas.Line(left, mean + Row + 22, left, mean + Row + 34, Ink.Text, 2.4);
            canvas.Text(left + 8, mean + Row + 32, Words.Cut(options.BeforeName, 60), TextSize);
        }

        canvas.Shows(Data(score, shown, names, before, options));
        var overall = $"Overall accuracy {Numbers.Percent(score.OverallAccuracy)} of {Words.Many(score.Pixels, "pixel")}";
        string[] notices =
        [
            shown.Count < classes.Count ? $"Showing the first {Numbers.Count(shown.Count)} of {Numbers.Count(classes.Count)} classes." : "",
            classes.Count < score.Classes.Count
                ? $"{Words.Many(score.Classes.Count - classes.Count, "class")} in neither truth nor prediction left out, of the means too."
                : "",
        ];
        var table = Table(score, shown, names, before, options);
        var title = Words.Or(options.Title, $"Segmentation: mean IoU {Numbers.Percent(score.MeanIoU)}, {overall.ToLowerInvariant()}");
        return Page.Compose(title, canvas, PlaneText.Table(table) + overall + "\n", notices, [table]);
    }

    private static ChartData Data(
        SegmentationScore score, IReadOnlyList<ClassScore> shown, IReadOnlyList<string> names, IReadOnlyList<double> before,
        ScoreFigureOptions options)
    {
        string Note(double accuracy, double fScore, long pixels) =>
            $"accuracy {Percent(accuracy)} %, F-score {Percent(fScore)} %, {Words.Many(pixels, "pixel")} of the truth";
        var bars = new ChartSeries
        {
            Name = "IoU",
            Y = [.. shown.Select(c => 100 * c.IoU), 100 * score.MeanIoU],
            Notes = [.. shown.Select(c => Note(c.Accuracy, c.FScore, c.TruthPixels)),
                Note(score.MeanAccuracy, score.MeanFScore, score.Pixels)],
        };
        var marks = new ChartSeries
        {
            Name = options.BeforeName, Y = [.. before.Append(options.Before?.MeanIoU ?? double.NaN).Select(share => 100 * share)],
        };
        return new ChartData
        {
            Kind = ChartKind.Bars, Low = 0, High = 100, XName = "class",
            YName = "intersection over union (IoU), %", Names = [.. names, "mean"],
            Series = options.Before is null ? [bars] : [bars, marks],
            Colours = [.. shown.Select(c => Colour(options, c.Index).ToHex()), Ink.Muted.ToHex()],
        };
    }

    private sealed record Column(string Name, double X);

    private static IReadOnlyList<Column> Columns(double left, ScoreFigureOptions options)
    {
        var x = left + Bar;
        string[] names = options.Before is null ? ["IoU", "accuracy", "F-score"] : ["IoU", "change", "accuracy", "F-score"];
        return [.. names.Select(name => new Column(name, x += 62))];
    }

    private static void Line(
        Canvas canvas, double y, double left, string name, Ink ink, IReadOnlyList<Column> columns,
        double iou, double before, double accuracy, double fScore, bool bold)
    {
        canvas.Rect(4, y + 4, 12, 12, ink, Ink.Frame);
        canvas.Text(24, y + 14, name, TextSize, bold: bold);
        if (double.IsFinite(iou))
            canvas.Rect(left, y + 4, Math.Clamp(iou, 0, 1) * Bar, 12, ink, Ink.Frame, 0.8);
        if (double.IsFinite(before))
        {
            canvas.Line(left + Math.Clamp(before, 0, 1) * Bar, y + 2, left + Math.Clamp(before, 0, 1) * Bar, y + 18, Ink.White, 4);
            canvas.Line(left + Math.Clamp(before, 0, 1) * Bar, y + 2, left + Math.Clamp(before, 0, 1) * Bar, y + 18, Ink.Text, 2.4);
        }
        string[] cells = columns.Count == 3 ? [Percent(iou), Percent(accuracy), Percent(fScore)]
            : [Percent(iou), Change(iou, before), Percent(accuracy), Percent(fScore)];
        for (var i = 0; i < cells.Length; i++)
            canvas.Text(columns[i].X, y + 14, cells[i], TextSize, anchor: Anchor.End, bold: bold);
    }

    private static Ink Colour(ScoreFigureOptions options, int index) =>
        options.Palette is { } palette ? Ink.From(palette[(byte)Math.Min(index, 254)]) : Ink.Blue;

    private static FigureTable Table(
        SegmentationScore score, IReadOnlyList<ClassScore> shown, IReadOnlyList<string> names, IReadOnlyList<double> before,
        ScoreFigureOptions options)
    {
        var compared = options.Before is not null;
        IReadOnlyList<string> Cells(string name, double iou, double earlier, double accuracy, double fScore, string pixels) => compared
            ? [name, Percent(iou), Change(iou, earlier), Percent(accuracy), Percent(fScore), pixels]
            : [name, Percent(iou), Percent(accuracy), Percent(fScore), pixels];
        var rows = shown.Select((c, i) => Cells(names[i], c.IoU, before[i], c.Accuracy, c.FScore, Numbers.Count(c.TruthPixels)))
            .Append(Cells(
                "mean", score.MeanIoU, options.Before?.MeanIoU ?? double.NaN, score.MeanAccuracy, score.MeanFScore,
                Numbers.Count(score.Pixels)));
        return new FigureTable("Scores in per cent, pixels of the truth", compared
            ? ["class", "IoU", "change", "accuracy", "F-score", "pixels"]
            : ["class", "IoU", "accuracy", "F-score", "pixels"], [.. rows]);
    }

    private static string Percent(double share) => double.IsFinite(share)
        ? (100 * share).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : "–";

    private static string Change(double now, double before) => double.IsFinite(now - before)
        ? (100 * (now - before)).ToString("+0.0;−0.0;0.0", System.Globalization.CultureInfo.InvariantCulture) : "–";
}
