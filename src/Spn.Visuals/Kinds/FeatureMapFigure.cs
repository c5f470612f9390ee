using System.Text;

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.FeatureMap"/> draws.</summary>
public sealed record MapFigureOptions
{
    /// <summary>The line above the picture; the shape when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the values are, with their unit: the name of the colour bar.</summary>
    public string ValueName { get; init; } = "value";

    /// <summary>The colours.</summary>
    public ColourChoice Colours { get; init; } = ColourChoice.Auto;

    /// <summary>The value at the lower end of the colours; the smallest one when left out.</summary>
    public double? Low { get; init; }

    /// <summary>The value at the upper end of the colours; the largest one when left out.</summary>
    public double? High { get; init; }

    /// <summary>The most planes that are drawn, at least 1.</summary>
    public int MaxPlanes { get; init; } = 16;

    /// <summary>Names of the channels in place of <c>channel 0</c>, <c>channel 1</c>…</summary>
    public IReadOnlyList<string> ChannelNames { get; init; } = [];

    /// <summary>The length in px of the longer side of a plane that shows no numbers; by the number of planes when 0.</summary>
    public double Side { get; init; }

    /// <summary>Pixels to mark in every plane.</summary>
    public IReadOnlyList<Pixel> Marked { get; init; } = [];
}

/// <summary>A feature map as a grid of planes with one colour bar.</summary>
internal static class FeatureMapFigure
{
    private const double PageWidth = 860;

    public static Figure Build(FeatureMap map, MapFigureOptions options)
    {
        var shown = Math.Min(map.Shape.Planes, Math.Max(1, options.MaxPlanes));
        var range = ValueRange.Of(map.Values);
        var scale = ColourScale.For(range, options.Colours, options.Low, options.High);
        var small = PlaneText.IsSmall(map.Height, map.Width, shown);
        var format = Numbers.Aligned(map.Values.Take(shown * map.Shape.PlaneSize).Select(v => (double)v));
        Canvas Draw(int plane, bool left, bool bottom) => Panel(map, plane, scale, small ? format : null, options, shown, left, bottom);
        var fitting = Math.Min(shown, Grid.Fitting(Draw(0, left: true, bottom: true), PageWidth));
        var columns = map.Batch > 1 ? Math.Min(fitting, map.Channels) : fitting;
        var content = Grid.Lay([.. Enumerable.Range(0, shown).Select(i => Draw(i, i % columns == 0, i + columns >= shown))], columns);
        content.Place(ColourBar.Draw(scale, Words.Cut(options.ValueName, 60), content.Height - 20, range.NotFinite > 0),
            content.Width + 22, 2);
        string[] notices =
        [
            shown < map.Shape.Planes ? $"Showing the first {Numbers.Count(shown)} of {Numbers.Count(map.Shape.Planes)} planes." : "",
            range.Notice(),
            PlaneRaster.Notice(map.Height, map.Width, RasterSide(shown)),
        ];
        var title = Words.Or(options.Title, $"Feature map {map.Shape} (N×C×H×W)");
        return Page.Compose(title, content, Text(map, range, small ? format : null, shown, options), notices);
    }

    private static int RasterSide(int shown) => shown <= 2 ? PlaneRaster.MaxSide : 400;

    private static Canvas Panel(
        FeatureMap map, int plane, ColourScale scale, Func<double, string>? format, MapFigureOptions options, int shown,
        bool left, bool bottom)
    {
        var (batch, channel) = (plane / map.Channels, plane % map.Channels);
        var panel = new Panel(PlaneRaster.Of(map.Plane(batch, channel), map.Height, map.Width, scale, RasterSide(shown)),
            map.Height, map.Width, new PanelStyle
        {
            Side = options.Side > 0 ? Math.Clamp(options.Side, 24, 2000)
                : shown switch { 1 => 360, 2 => 300, <= 4 => 230, <= 8 => 170, _ => 130 },
            RowName = left ? "row" : "",
            ColumnName = bottom ? "column" : "",
            Caption = shown == 1 && map.Shape.Planes == 1 ? "" : Name(map, batch, channel, options),
            Cell = format is null ? null : (row, column) => Numbers.WithSigns(format(map[batch, channel, row, column])),
        });
        foreach (var pixel in options.Marked)
            if ((uint)pixel.Row < (uint)map.Height && (uint)pixel.Column < (uint)map.Width)
                panel.Mark(pixel);
        return panel.Canvas;
    }

    private static string Name(FeatureMap map, int batch, int channel, MapFigureOptions options)
    {
        var name = channel < options.ChannelNames.Count
            ? Words.Cut(options.ChannelNames[channel], 40) : $"channel {Numbers.Count(channel)}";
        return map.Batch > 1 ? $"item {Numbers.Count(batch)}, {name}" : name;
    }

    private static string Text(FeatureMap map, ValueRange range, Func<double, string>? format, int shown, MapFigureOptions options)
    {
        var text = new StringBuilder($"{Words.Cut(options.ValueName, 60)}: {range.ToText()}\n");
        for (var plane = 0; plane < shown; plane++)
        {
            var (batch, channel) = (plane / map.Channels, plane % map.Channels);
            if (map.Shape.Planes > 1)
                text.Append($"{Name(map, batch, channel, options)}: {ValueRange.Of(map.Plane(batch, channel)).ToText()}\n");
            if (format is not null)
                text.Append(PlaneText.Rows(map.Height, map.Width, (row, column) => format(map[batch, channel, row, column])));
        }
        return text.ToString();
    }
}
