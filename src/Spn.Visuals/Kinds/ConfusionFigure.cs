using Spn.Segmentation;

namespace Spn.Visuals;

/// <summary>A confusion matrix: a row for each true class, the colour and the number are its share of that class in per cent.</summary>
internal static class ConfusionFigure
{
    /// <summary>The most classes whose cells hold numbers.</summary>
    private const int NumbersLimit = 16;

    public static Figure Build(ConfusionMatrix matrix, IReadOnlyList<string> names, string title)
    {
        var present = Enumerable.Range(0, matrix.Classes).Where(i => matrix.TruthCount(i) + matrix.PredictedCount(i) > 0).ToList();
        var missed = present.Any(i => matrix.Missed(i) > 0);
        var total = Words.Many(matrix.Total, "pixel");
        var right = Numbers.Percent(matrix.Total == 0 ? double.NaN : (double)matrix.Correct / matrix.Total);
        title = Words.Or(title, $"Confusion: {right} of {total} predicted as their true class");
        if (present.Count == 0)
            return Page.Compose(title, new Canvas(), "", ["The matrix counts no pixel."]);

        string Name(int i) => i < names.Count ? Words.Cut(names[i], 20) : Numbers.Count(i);
        var columns = present.Count + (missed ? 1 : 0);
        long Count(int row, int column) => column < present.Count ? matrix[present[row], present[column]] : matrix.Missed(present[row]);
        double Share(int row, int column) =>
            matrix.TruthCount(present[row]) is var all and > 0 ? (double)Count(row, column) / all : double.NaN;
        var scale = new ColourScale(ColourMap.Sequential, 0, 50, 100);
        var small = columns <= NumbersLimit;
        var empty = new Ink(0xe9, 0xeb, 0xee);
        var raster = Raster.Generate(present.Count, columns, (row, column) =>
            double.IsNaN(Share(row, column)) ? empty : scale[100 * Share(row, column)]);
        var rowNames = present.Select(Name).ToList();
        var numbered = small && present.Max(k => StrokeFont.Width(Name(k), 11)) > 34;
        IReadOnlyList<string> columnNames =
            [.. present.Select(i => numbered ? Numbers.Count(i) : Name(i)), .. missed ? new[] { "missed" } : []];
        var panel = new Panel(raster, present.Count, columns, new PanelStyle
        {
            Side = 420,
            RowName = "true class",
            ColumnName = "predicted class",
            RowLabels = small ? [.. present.Select((i, k) => columnNames[k] == Name(i) ? Name(i) : $"{Name(i)}  {Numbers.Count(i)}")] : [],
            ColumnLabels = small ? columnNames : [],
            Cell = !small ? null : (row, column) => double.IsNaN(Share(row, column)) ? "–"
                : (100 * Share(row, column)).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
        });
        panel.Canvas.Place(ColourBar.Draw(scale, "% of the true class", Math.Min(panel.Canvas.Height, 260), notFinite: false),
            panel.Canvas.Width + 22, 0);
        panel.Canvas.Shows(new ChartData
        {
            Kind = ChartKind.Heat, XName = "predicted class", YName = "true class", ValueName = "% of the true class", Low = 0, High = 100,
            Names = [.. present.Select(Name), .. missed ? new[] { "missed" } : []],
            ShortNames = small ? columnNames : [.. present.Select(i => Numbers.Count(i)), .. missed ? new[] { "missed" } : []],
            Series = [.. present.Select((_, row) => new ChartSeries
            {
                Name = rowNames[row],
                Y = [.. Enumerable.Range(0, columns).Select(column => 100 * Share(row, column))],
                Notes = [.. Enumerable.Range(0, columns).Select(column => Words.Many(Count(row, column), "pixel"))],
            })],
            Colours = [.. Enumerable.Range(0, 17).Select(step => ColourMap.Sequential.At(step / 16.0).ToHex())],
        });
        var table = new FigureTable("Pixels: a row for each true class, a column for each predicted one",
            ["truth", .. present.Select(Name), .. missed ? new[] { "missed" } : []],
            [.. present.Select((_, row) => (IReadOnlyList<string>)
                [rowNames[row], .. Enumerable.Range(0, columns).Select(column => Numbers.Count(Count(row, column)))])]);
        var absent = matrix.Classes - present.Count;
        return Page.Compose(title, panel.Canvas, PlaneText.Table(table),
            [absent > 0 ? $"{Words.Many(absent, "class")} in neither truth nor prediction left out." : ""], [table]);
    }
}
