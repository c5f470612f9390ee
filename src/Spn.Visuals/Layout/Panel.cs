namespace Spn.Visuals;

/// <summary>How a panel is drawn.</summary>
internal sealed record PanelStyle
{
    /// <summary>The length in px of the longer side of a map that shows no numbers.</summary>
    public double Side { get; init; } = 260;

    /// <summary>Lines above the map.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The name of the axis that runs downwards; empty for none.</summary>
    public string RowName { get; init; } = "row";

    /// <summary>The name of the axis that runs to the right; empty for none.</summary>
    public string ColumnName { get; init; } = "column";

    /// <summary>The place in the whole map of the upper left pixel, for a part of a map.</summary>
    public Pixel Origin { get; init; }

    /// <summary>The names of the rows in place of their indices.</summary>
    public IReadOnlyList<string> RowLabels { get; init; } = [];

    /// <summary>The names of the columns in place of their indices.</summary>
    public IReadOnlyList<string> ColumnLabels { get; init; } = [];

    /// <summary>The text of a cell; null for a map without numbers.</summary>
    public Func<int, int, string>? Cell { get; init; }
}

/// <summary>
/// A map as a raster with a frame, its indices along both axes and, on small maps, a number in each cell. It knows where each pixel
/// stands, so that others can mark it.
/// </summary>
internal sealed class Panel
{
    private const double CellHeight = 28, TextSize = 11, TickSize = 11;

    private readonly double _cellWidth, _cellHeight;

    /// <summary>A panel of a map of <paramref name="height"/>×<paramref name="width"/> pixels, painted by a raster of any size.</summary>
    public Panel(Raster raster, int height, int width, PanelStyle style)
    {
        (Rows, Columns) = (height, width);
        (_cellWidth, _cellHeight) = CellSize(style);
        var rowTicks = Ticks(height, style.Origin.Row, _cellHeight, style.RowLabels);
        Left = rowTicks.Max(tick => StrokeFont.Width(tick.Label, TickSize)) + 6 + (style.RowName.Length > 0 ? 15 : 0);
        Top = 0;
        foreach (var line in style.Caption.Split('\n').SelectMany(part => Words.Wrap(part, Math.Max(Width, 90), TextSize)))
        {
            Canvas.Text(Left, Top + 12, line, TextSize);
            Top += 15;
        }
        Top += 3;
        if (style.Cell is { } cell)
            Cells(raster, cell);
        else
            Canvas.Image(Left, Top, Width, Height, raster);
        Canvas.Rect(Left, Top, Width, Height, stroke: Ink.Frame);
        Axes(style, rowTicks);
    }

    public Canvas Canvas { get; } = new();

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Where the map starts, from the left of the panel.</summary>
    public double Left { get; }

    /// <summary>Where the map starts, from the top of the panel.</summary>
    public double Top { get; }

    /// <summary>The width of the map in px.</summary>
    public double Width => _cellWidth * Columns;

    /// <summary>The height of the map in px.</summary>
    public double Height => _cellHeight * Rows;

    /// <summary>Frames a pixel, dark on light so that it shows on any colour; the frame is larger than a pixel that is small.</summary>
    public void Mark(Pixel pixel)
    {
        var (x, y) = (Left + (pixel.Column + 0.5) * _cellWidth, Top + (pixel.Row + 0.5) * _cellHeight);
        var (across, down) = (Math.Max(_cellWidth - 2, 11), Math.Max(_cellHeight - 2, 11));
        foreach (var (ink, width) in new[] { (Ink.White, 4.5), (Ink.Text, 1.8) })
            Canvas.Rect(x - across / 2, y - down / 2, across, down, stroke: ink, strokeWidth: width);
    }

    /// <summary>A frame around a part of the map.</summary>
    public void Frame(Pixel first, int rows, int columns)
    {
        foreach (var (ink, width) in new[] { (Ink.White, 3.2), (Ink.Text, 1.2) })
            Canvas.Rect(
                Left + first.Column * _cellWidth, Top + first.Row * _cellHeight, columns * _cellWidth, rows * _cellHeight,
                stroke: ink, strokeWidth: width);
    }

    /// <summary>
    /// Lines between blocks of <paramref name="every"/> rows and columns, where they do not stand too close to see the map.
    /// </summary>
    public void Blocks(int every)
    {
        if (every < 1 || every * Math.Min(_cellWidth, _cellHeight) < 7)
            return;
        // Dark on light, so that they show on any colour.
        foreach (var (ink, width) in new[] { (Ink.White, 3.2), (Ink.Text, 1.2) })
        {
            for (var row = every; row < Rows; row += every)
                Canvas.Line(Left, Top + row * _cellHeight, Left + Width, Top + row * _cellHeight, ink, width);
            for (var column = every; column < Columns; column += every)
                Canvas.Line(Left + column * _cellWidth, Top, Left + column * _cellWidth, Top + Height, ink, width);
        }
    }

    private (double Width, double Height) CellSize(PanelStyle style)
    {
        if (style.Cell is { } cell)
        {
            var widest = 0.0;
            for (var row = 0; row < Rows; row++)
                for (var column = 0; column < Columns; column++)
                    widest = Math.Max(widest, StrokeFont.Width(cell(row, column), TextSize));
            return (Math.Max(CellHeight + 6, Math.Ceiling(widest) + 10), CellHeight);
        }
        var size = style.Side / Math.Max(Rows, Columns);
        size = size >= 3 ? Math.Floor(size) : size;
        // A strip of few rows on many columns would be a hair: its pixels are drawn longer across.
        const double Thinnest = 14;
        return (Math.Max(size, Math.Min(Thinnest, style.Side) / Columns), Math.Max(size, Math.Min(Thinnest, style.Side) / Rows));
    }

    private void Cells(Raster raster, Func<int, int, string> cell)
    {
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
            {
                var ink = raster[row, column];
                var (x, y) = (Left + column * _cellWidth, Top + row * _cellHeight);
                Canvas.Rect(x, y, _cellWidth, _cellHeight, ink, Ink.White, 0.6);
                Canvas.Text(x + _cellWidth / 2, y + _cellHeight / 2 + 4, cell(row, column), TextSize, ink.Contrast(), Anchor.Middle);
            }
    }

    private void Axes(PanelStyle style, IReadOnlyList<Tick> rowTicks)
    {
        foreach (var tick in rowTicks)
            Canvas.Text(Left - 5, Top + (tick.Index + 0.5) * _cellHeight + 3.5, tick.Label, TickSize, Ink.Muted, Anchor.End);
        foreach (var tick in Ticks(Columns, style.Origin.Column, _cellWidth, style.ColumnLabels))
            Canvas.Text(Left + (tick.Index + 0.5) * _cellWidth, Top + Height + 12, tick.Label, TickSize, Ink.Muted, Anchor.Middle);
        if (style.RowName.Length > 0)
            Canvas.UpwardText(9, Top + Height / 2, style.RowName, TickSize, Ink.Muted);
        if (style.ColumnName.Length > 0)
            Canvas.Text(Left + Width / 2, Top + Height + 25, style.ColumnName, TickSize, Ink.Muted, Anchor.Middle);
        Canvas.Reach(Left + Width, Top + Height + 14);
    }

    private sealed record Tick(int Index, string Label);

    /// <summary>All indices where they have room, else the first and the last, else the first.</summary>
    private static IReadOnlyList<Tick> Ticks(int count, int first, double cell, IReadOnlyList<string> labels)
    {
        Tick At(int index) => new(
            index, index < labels.Count ? labels[index] : (first + index).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var room = labels.Count > 0 ? 11 : Math.Max(12, StrokeFont.Width(At(count - 1).Label, TickSize) + 5);
        if (cell >= room || labels.Count > 0)
            return [.. Enumerable.Range(0, count).Select(At)];
        return (count - 1) * cell >= room ? [At(0), At(count - 1)] : [At(0)];
    }
}
