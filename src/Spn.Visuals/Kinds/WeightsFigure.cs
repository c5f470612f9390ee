using System.Text;

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Weights"/> draws.</summary>
public sealed record WeightsFigureOptions
{
    /// <summary>The line above the picture; the connection and the shape when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the values are: the name of the colour bar.</summary>
    public string ValueName { get; init; } = "weight p";

    /// <summary>The batch item to show.</summary>
    public int Batch { get; init; }

    /// <summary>The channel to show.</summary>
    public int Channel { get; init; }

    /// <summary>The directions to show, in this order; all four when empty.</summary>
    public IReadOnlyList<Direction> Directions { get; init; } = [];

    /// <summary>The absolute weight at the end of the colours; the largest one when left out.</summary>
    public double? Reach { get; init; }

    /// <summary>Lines of a chunk, on whose first one there is no neighbour; 0 for whole scans.</summary>
    public int Chunk { get; init; }

    /// <summary>The part of the map to show; all of it when left out.</summary>
    public MapPart? Part { get; init; }
}

/// <summary>
/// Weights as a grid: a row a direction, a column a neighbour; dark at zero, or white at zero where weights have both signs. Neighbours
/// that do not exist are grey.
/// </summary>
internal static class WeightsFigure
{
    /// <summary>The side of a panel; wider where three stand in a single row, so that numbers in cells can be read.</summary>
    private const int PanelSide = 150, WidePanelSide = 210;
    private static readonly Ink s_absent = new(0xc9, 0xcd, 0xd3);

    public static Figure Build(PropagationWeights weights, WeightsFigureOptions options)
    {
        var (batch, channel) = (Math.Clamp(options.Batch, 0, weights.Shape.Batch - 1),
            Math.Clamp(options.Channel, 0, weights.Shape.Channels - 1));
        var directions = options.Directions.Count > 0 ? options.Directions : Directions.All;
        var part = MapPart.Of(options.Part, weights.Shape.Height, weights.Shape.Width);
        var (height, width) = (part.Height, part.Width);
        var planes = (from direction in directions
                      from neighbour in Enumerable.Range(0, weights.Neighbours)
                      select new WeightPlane(weights, batch, direction, neighbour, channel, part, options.Chunk)).ToList();
        var side = planes.Count <= 3 ? WidePanelSide : PanelSide;

        var range = ValueRange.Of(planes.SelectMany(plane => plane.Existing()).ToArray());
        var reach = options.Reach ?? Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        reach = Math.Max(reach, 1e-12);
        var scale = range.Low < 0 ? ColourScale.Around(0, -reach, reach) : new ColourScale(ColourMap.Sequential, 0, reach / 2, reach);
        var small = PlaneText.IsSmall(height, width, planes.Count);
        var format = small ? Numbers.Aligned(planes.SelectMany(plane => plane.Existing()).Select(v => (double)v)) : null;

        var fitting = Grid.Fitting(Draw(planes[0], side, scale, format, left: true, bottom: true), 800);
        var columns = weights.Connection == Connection.OneWay
            ? Math.Min(planes.Count, fitting)
            : fitting < weights.Neighbours ? 1 : weights.Neighbours;
        var content = Grid.Lay([.. planes.Select((plane, i) =>
            Draw(plane, side, scale, format, left: i % columns == 0, bottom: i + columns >= planes.Count))], columns);
        var barX = content.Width + 22;
        var bar = ColourBar.Draw(scale, Words.Cut(options.ValueName, 60), Math.Min(content.Height - 20, 240), range.NotFinite > 0);
        content.Place(bar, barX, 2);
        content.Rect(barX, bar.Height + 18, 14, 14, s_absent, Ink.Frame);
        content.Text(barX + 20, bar.Height + 29, "no neighbour", 11);

        var notices = new List<string>();
        if (weights.Shape.Batch > 1)
            notices.Add($"Showing batch item {Numbers.Count(batch)} of {Numbers.Count(weights.Shape.Batch)}.");
        if (weights.Shape.Channels > 1)
            notices.Add($"Showing channel {Numbers.Count(channel)} of {Numbers.Count(weights.Shape.Channels)}.");
        if (!part.IsWhole(weights.Shape.Height, weights.Shape.Width))
            notices.Add($"Showing {height}×{width} pixels of a map of {weights.Shape.Height}×{weights.Shape.Width}.");
        notices.AddRange([range.Notice(), PlaneRaster.Notice(height, width, 2 * side)]);
        var kind = weights.Connection == Connection.OneWay ? "One-way" : "Three-way";
        var shared = weights.Shape.Channels == 1 ? ", shared by all channels" : "";
        var title = Words.Or(options.Title, $"{kind} weights p, {Numbers.Count(height)}×{Numbers.Count(width)} pixels{shared}");
        return Page.Compose(title, content, Text(weights, planes, format), notices);
    }

    private static Canvas Draw(WeightPlane plane, int side, ColourScale scale, Func<double, string>? format, bool left, bool bottom)
    {
        var (height, width) = (plane.Height, plane.Width);
        var block = PlaneRaster.BlockOf(height, width, 2 * side);
        var raster = PlaneRaster.Of(plane.Values, height, width, scale, 2 * side);
        for (var row = 0; row < raster.Height; row++)
            for (var column = 0; column < raster.Width; column++)
                if (!plane.Exists(row * block, column * block))
                    raster[row, column] = s_absent;
        return new Panel(raster, height, width, new PanelStyle
        {
            Side = side,
            Origin = plane.Part.First,
            RowName = left ? "row" : "",
            ColumnName = bottom ? "column" : "",
            Caption = $"{plane.Direction.ToArrow()} {plane.Direction.ToWords()}\nfrom {plane.From} {plane.NeighbourArrow}",
            Cell = format is null ? null : (row, column) => plane.Exists(row, column) ? Numbers.WithSigns(format(plane[row, column])) : "",
        }).Canvas;
    }

    private static string Text(PropagationWeights weights, IReadOnlyList<WeightPlane> planes, Func<double, string>? format)
    {
        var text = new StringBuilder($"{weights}\n");
        foreach (var plane in planes)
        {
            text.Append($"{plane.Direction.ToWords()}, from {plane.From}: {ValueRange.Of(plane.Existing().ToArray()).ToText()}\n");
            if (format is not null)
                text.Append(PlaneText.Rows(plane.Height, plane.Width, (row, column) =>
                    plane.Exists(row, column) ? format(plane[row, column]) : "."));
        }
        return text.ToString();
    }
}
