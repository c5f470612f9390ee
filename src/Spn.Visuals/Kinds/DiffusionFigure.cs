using System.Text;

namespace Spn.Visuals;

/// <summary>How <see cref="Figures.Diffusion"/> draws.</summary>
public sealed record DiffusionFigureOptions
{
    /// <summary>The line above the film strip.</summary>
    public string Title { get; init; } = "";

    /// <summary>The batch item to show.</summary>
    public int Batch { get; init; }

    /// <summary>The channel to show.</summary>
    public int Channel { get; init; }

    /// <summary>The most frames, at least 1; of more states, evenly spaced ones are shown.</summary>
    public int MaxFrames { get; init; } = 12;

    /// <summary>The colours.</summary>
    public ColourChoice Colours { get; init; } = ColourChoice.Auto;

    /// <summary>The value at the lower end of the colours; the smallest one when left out.</summary>
    public double? Low { get; init; }

    /// <summary>The value at the upper end of the colours; the largest one when left out.</summary>
    public double? High { get; init; }

    /// <summary>Whether each frame has colours for its own range, written above it, which keeps states visible that have faded.</summary>
    public bool OwnRange { get; init; }

    /// <summary>What the values are.</summary>
    public string ValueName { get; init; } = "U";
}

/// <summary>States of a diffusion beside each other, all in the same colours.</summary>
internal static class DiffusionFigure
{
    private const double PageWidth = 860;
    private const int RasterSide = 380;

    public static Figure Build(IReadOnlyList<DiffusionState> states, DiffusionFigureOptions options)
    {
        var title = Words.Or(options.Title, "Diffusion, U at step T + 1 = (I − L) U at step T");
        if (states.Count == 0)
            return Page.Compose(title, new Canvas(), "", ["There is no state to show."]);
        var frames = Chosen(states, Math.Max(1, options.MaxFrames));
        var shape = states[0].U.Shape;
        var (batch, channel) = (Math.Clamp(options.Batch, 0, shape.Batch - 1), Math.Clamp(options.Channel, 0, shape.Channels - 1));
        var range = ValueRange.Of(frames.SelectMany(state => state.U.Plane(batch, channel).ToArray()).ToArray());
        var scale = ColourScale.For(range, options.Colours, options.Low, options.High);
        var small = PlaneText.IsSmall(shape.Height, shape.Width, frames.Count);
        var format = !small ? null
            : Numbers.Aligned(frames.SelectMany(state => state.U.Plane(batch, channel).ToArray()).Select(v => (double)v));

        ValueRange Range(DiffusionState state) => ValueRange.Of(state.U.Plane(batch, channel));
        Canvas Draw(DiffusionState state, bool left, bool bottom) => Frame(
            state, batch, channel, options.OwnRange ? ColourScale.For(Range(state), options.Colours) : scale,
            format, left, bottom, new PanelStyle
            {
                Side = frames.Count switch { 1 => 320, <= 4 => 190, _ => 150 },
                Caption = $"T = {Numbers.Count(state.Step)}"
                    + (options.OwnRange ? $", {Numbers.Pretty(Range(state).Low, 2)} to {Numbers.Pretty(Range(state).High, 2)}" : ""),
            });
        var columns = Math.Min(frames.Count, Grid.Fitting(Draw(frames[^1], left: true, bottom: true), PageWidth));
        var content = Grid.Lay([.. frames.Select((state, i) => Draw(state, i % columns == 0, i + columns >= frames.Count))], columns);
        if (!options.OwnRange)
            content.Place(ColourBar.Draw(scale, Words.Cut(options.ValueName, 60), content.Height - 20, range.NotFinite > 0),
                content.Width + 22, 2);
        string[] notices =
        [
            options.OwnRange ? "Each frame has its own colours, for the range written above it." : "",
            frames.Count < states.Count ? $"Showing {Numbers.Count(frames.Count)} of {Numbers.Count(states.Count)} states." : "",
            shape.Planes > 1 ? $"Showing batch item {Numbers.Count(batch)}, channel {Numbers.Count(channel)} of {shape}." : "",
            range.Notice(),
            PlaneRaster.Notice(shape.Height, shape.Width, RasterSide),
        ];
        return Page.Compose(title, content, Text(frames, batch, channel, format), notices);
    }

    private static Canvas Frame(
        DiffusionState state, int batch, int channel, ColourScale scale, Func<double, string>? format,
        bool left, bool bottom, PanelStyle style) =>
        new Panel(PlaneRaster.Of(state.U.Plane(batch, channel), state.U.Height, state.U.Width, scale, RasterSide),
            state.U.Height, state.U.Width, style with
        {
            RowName = left ? "row" : "",
            ColumnName = bottom ? "column" : "",
            Cell = format is null ? null : (row, column) => Numbers.WithSigns(format(state.U[batch, channel, row, column])),
        }).Canvas;

    private static List<DiffusionState> Chosen(IReadOnlyList<DiffusionState> states, int most) => states.Count <= most
        ? [.. states]
        : [.. Enumerable.Range(0, most).Select(i => states[most == 1 ? 0 : (int)Math.Round((double)i * (states.Count - 1) / (most - 1))])];

    private static string Text(IReadOnlyList<DiffusionState> frames, int batch, int channel, Func<double, string>? format)
    {
        var text = new StringBuilder();
        foreach (var state in frames)
        {
            text.Append($"T = {Numbers.Count(state.Step)}: {ValueRange.Of(state.U.Plane(batch, channel)).ToText()}\n");
            if (format is not null)
                text.Append(PlaneText.Rows(state.U.Height, state.U.Width, (row, column) => format(state.U[batch, channel, row, column])));
        }
        return text.ToString();
    }
}
