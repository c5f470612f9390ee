using System.Text;
using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>
/// How <see cref="Figures.Image(FeatureMap, ImageFigureOptions?)"/>, <see cref="Figures.Labels"/> and <see cref="Figures.Overlay"/> draw.
/// </summary>
public sealed record ImageFigureOptions
{
    /// <summary>The line above the picture; the size when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Names and colours of the classes; PASCAL VOC's when left out.</summary>
    public Palette? Palette { get; init; }

    /// <summary>How much the labels hide the image in an overlay, from 0 to 1.</summary>
    public double Opacity { get; init; } = 0.5;

    /// <summary>The length in px of the longer side.</summary>
    public double Side { get; init; } = 420;

    /// <summary>Pixels to mark.</summary>
    public IReadOnlyList<Pixel> Marked { get; init; } = [];

    /// <summary>The part of the picture to show; all of it when left out.</summary>
    public MapPart? Part { get; init; }

    /// <summary>The place in the whole picture of the upper left pixel, where a part has been cut out.</summary>
    internal Pixel Origin { get; init; }

    /// <summary>What is to be drawn of a part that has been cut out.</summary>
    internal ImageFigureOptions Inside(MapPart part) =>
        this with { Part = null, Origin = part.First, Marked = [.. Marked.Where(part.Contains).Select(part.Inside)] };
}

/// <summary>Photographs, label maps and both in one.</summary>
internal static class LabelFigures
{
    public static Figure Photo(FeatureMap photo, ImageFigureOptions options)
    {
        if (options.Part is not null)
        {
            var part = MapPart.Of(options.Part, photo.Height, photo.Width);
            return Photo(Cut(photo, part), options.Inside(part));
        }

        var shown = Math.Min(photo.Batch, 8);
        var panels = Enumerable.Range(0, shown).Select(i =>
            Panel(PhotoRaster.Of(photo, i), photo.Height, photo.Width, options, photo.Batch > 1 ? $"item {Numbers.Count(i)}" : "").Canvas)
            .ToList();
        var range = ValueRange.Of(photo.Values);
        string[] notices =
        [
            shown < photo.Batch ? $"Showing the first {Numbers.Count(shown)} of {Numbers.Count(photo.Batch)} images." : "",
            photo.Channels > 3 ? $"Showing channels 0 to 2 of {Numbers.Count(photo.Channels)} as red, green and blue." : "",
            range.Low < -1e-3 || range.High > 1.001
                ? $"Values from {Numbers.Pretty(range.Low)} to {Numbers.Pretty(range.High)} are clamped to 0…1." : "",
            range.Notice(),
            PlaneRaster.Notice(photo.Height, photo.Width),
        ];
        var title = Words.Or(options.Title, $"Image {Numbers.Count(photo.Height)}×{Numbers.Count(photo.Width)} (rows × columns)");
        return Page.Compose(title, Grid.Lay(panels, Math.Min(shown, Grid.Fitting(panels[0], 900))),
            $"{photo.Shape} intensities: {range.ToText()}", notices);
    }

    public static Figure Labels(LabelMap labels, ImageFigureOptions options)
    {
        if (options.Part is not null)
        {
            var part = MapPart.Of(options.Part, labels.Height, labels.Width);
            return Labels(Cut(labels, part), options.Inside(part));
        }

        var palette = options.Palette ?? Palette.PascalVoc;
        var content = Panel(PhotoRaster.Of(labels, palette), labels.Height, labels.Width, options, "").Canvas;
        var title = Words.Or(options.Title, $"Label map {Numbers.Count(labels.Height)}×{Numbers.Count(labels.Width)} (rows × columns)");
        return WithLegend(title, content, labels, palette, clearBackground: false, []);
    }

    public static Figure Overlay(FeatureMap photo, LabelMap labels, ImageFigureOptions options)
    {
        if (photo.Height != labels.Height || photo.Width != labels.Width)
            throw new ArgumentException(
                $"expected labels of the image's size {Numbers.Count(photo.Height)}×{Numbers.Count(photo.Width)}, "
                + $"got {Numbers.Count(labels.Height)}×{Numbers.Count(labels.Width)}; resize one of them.", nameof(labels));
        if (options.Part is not null)
        {
            var part = MapPart.Of(options.Part, labels.Height, labels.Width);
            return Overlay(Cut(photo, part), Cut(labels, part), options.Inside(part));
        }

        var palette = options.Palette ?? Palette.PascalVoc;
        var opacity = double.IsNaN(options.Opacity) ? 0.5 : Math.Clamp(options.Opacity, 0, 1);
        var below = PhotoRaster.Of(photo, 0);
        var block = PlaneRaster.BlockOf(labels.Height, labels.Width);
        var raster = Raster.Generate(below.Height, below.Width, (row, column) =>
        {
            var label = labels[row * block, column * block];
            return IsBackground(palette, label) ? below[row, column]
                : Ink.From(palette[label]).WithOpacity(opacity).Over(below[row, column]);
        });
        var content = Panel(raster, labels.Height, labels.Width, options, "").Canvas;
        var title = Words.Or(options.Title, $"Labels over the image, opacity {Numbers.Pretty(opacity, 2)}");
        return WithLegend(title, content, labels, palette, clearBackground: true,
            [ValueRange.Of(photo.Values).Notice(), photo.Batch > 1 ? "Showing the first image of the batch." : ""]);
    }

    private static FeatureMap Cut(FeatureMap photo, MapPart part) => FeatureMap.Generate(
        photo.Shape with { Height = part.Height, Width = part.Width },
        (n, c, row, column) => photo[n, c, part.First.Row + row, part.First.Column + column]);

    private static LabelMap Cut(LabelMap labels, MapPart part) => new(part.Height, part.Width, part.Cut<byte>(labels.Labels, labels.Width));

    private static Panel Panel(Raster raster, int height, int width, ImageFigureOptions options, string caption)
    {
        var side = double.IsFinite(options.Side) ? Math.Clamp(options.Side, 24, 2000) : 420;
        var panel = new Panel(raster, height, width, new PanelStyle { Side = side, Caption = caption, Origin = options.Origin });
        foreach (var pixel in options.Marked)
            if ((uint)pixel.Row < (uint)height && (uint)pixel.Column < (uint)width)
                panel.Mark(pixel);
        return panel;
    }

    /// <summary>The class that stands for everything else hides nothing of the image under it.</summary>
    private static bool IsBackground(Palette palette, byte label) => palette.NameOf(label) == "background";

    private static Figure WithLegend(
        string title, Canvas content, LabelMap labels, Palette palette, bool clearBackground, IReadOnlyList<string> notices)
    {
        var counts = new long[256];
        foreach (var label in labels.Labels)
            counts[label]++;
        var present = Enumerable.Range(0, 256).Where(label => counts[label] > 0).Select(label => (byte)label).ToList();
        string Line(byte label) => $"{Numbers.Count(label)} {Words.Cut(palette.NameOf(label), 32)}, "
            + Numbers.Percent((double)counts[label] / labels.Labels.Length);
        var entries = present.Select(label => new LegendEntry(
            Ink.From(palette[label]), Line(label) + (clearBackground && IsBackground(palette, label) ? " (clear)" : ""))).ToList();
        // Beside a large picture, under a small one: two small ones then stand beside each other on a page.
        if (content.Width > Legend.Widest)
            content.Place(Legend.Draw(entries, Math.Min(content.Height, 480)), content.Width + 20, 4);
        else
            content.Place(Legend.InLines(entries, Math.Max(content.Width, 260)), 0, content.Height + 10);

        var text = new StringBuilder($"{Words.Many(present.Count(label => label != LabelMap.Ignore), "class")} present\n");
        foreach (var label in present)
            text.Append($"  {Line(label)}\n");
        if (PlaneText.IsSmall(labels.Height, labels.Width))
            text.Append(PlaneText.Rows(labels.Height, labels.Width, (row, column) => Numbers.Count(labels[row, column])));
        return Page.Compose(title, content, text.ToString(),
            [.. notices, PlaneRaster.Notice(labels.Height, labels.Width).Replace("the mean", "one")]);
    }
}
