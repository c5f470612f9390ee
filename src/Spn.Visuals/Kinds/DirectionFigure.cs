namespace Spn.Visuals;

/// <summary>Which direction won the node-wise max at each pixel, in four colours, with the share of each.</summary>
internal static class DirectionFigure
{
    private const int MaxPlanes = 16;

    /// <summary>Okabe and Ito's, for the four directions in their order.</summary>
    private static readonly Ink[] s_colours = [new(0x00, 0x72, 0xb2), new(0xe6, 0x9f, 0x00), new(0x00, 0x9e, 0x73), new(0xcc, 0x79, 0xa7)];

    public static Figure Build(DirectionMap map, string title)
    {
        var (height, width) = (map.Shape.Height, map.Shape.Width);
        var shown = Math.Min(MaxPlanes, map.Shape.Planes);
        Canvas Draw(int plane, bool left, bool bottom) => Plane(map, plane, shown, left, bottom);
        var columns = Math.Min(shown, Grid.Fitting(Draw(0, left: true, bottom: true), 860));
        var content = Grid.Lay([.. Enumerable.Range(0, shown).Select(i => Draw(i, i % columns == 0, i + columns >= shown))], columns);
        var shares = map.Shares();
        var legend = Directions.All.Select(direction => new LegendEntry(
            s_colours[(int)direction],
            $"{direction.ToArrow()} {direction.ToWords()}, {Numbers.Percent(shares[(int)direction])}")).ToList();
        if (content.Width > Legend.Widest)
            content.Place(Legend.Draw(legend, 4 * 19), content.Width + 20, 4);
        else
            content.Place(Legend.InLines(legend, Math.Max(content.Width, 260)), 0, content.Height + 10);
        var small = PlaneText.IsSmall(height, width, shown);
        var text = string.Concat(Directions.All.Select(direction => $"{direction.ToWords()}: {Numbers.Percent(shares[(int)direction])}\n"))
            + (small ? string.Concat(Enumerable.Range(0, shown).Select(plane =>
                PlaneText.Rows(height, width, (row, column) => At(map, plane, row, column).ToArrow()) + "\n")) : "");
        var block = PlaneRaster.BlockOf(height, width);
        return Page.Compose(Words.Or(title, $"The direction that won the max, {map.Shape} (N×C×H×W)"), content, text,
        [
            shown < map.Shape.Planes ? $"Showing the first {Numbers.Count(shown)} of {Numbers.Count(map.Shape.Planes)} planes." : "",
            block > 1 ? $"Drawn smaller: one of {Numbers.Count(block)}×{Numbers.Count(block)} pixels." : "",
        ]);
    }

    private static Canvas Plane(DirectionMap map, int plane, int shown, bool left, bool bottom)
    {
        var (height, width) = (map.Shape.Height, map.Shape.Width);
        var block = PlaneRaster.BlockOf(height, width);
        var raster = Raster.Generate((height + block - 1) / block, (width + block - 1) / block, (row, column) =>
            s_colours[(int)At(map, plane, row * block, column * block)]);
        return new Panel(raster, height, width, new PanelStyle
        {
            Side = shown switch { 1 or 2 => 300, <= 4 => 230, _ => 150 },
            Caption = map.Shape.Planes == 1 ? "" : map.Shape.Batch > 1
                ? $"item {Numbers.Count(plane / map.Shape.Channels)}, channel {Numbers.Count(plane % map.Shape.Channels)}"
                : $"channel {Numbers.Count(plane)}",
            RowName = left ? "row" : "",
            ColumnName = bottom ? "column" : "",
            Cell = PlaneText.IsSmall(height, width, shown) ? (row, column) => At(map, plane, row, column).ToArrow() : null,
        }).Canvas;
    }

    private static Direction At(DirectionMap map, int plane, int row, int column) =>
        map[plane / map.Shape.Channels, plane % map.Shape.Channels, row, column];
}
