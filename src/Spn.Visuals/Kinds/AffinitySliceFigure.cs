namespace Spn.Visuals;

/// <summary>A row or a column of G as a map, over its image when there is one; the pixel it belongs to is marked.</summary>
internal static class AffinitySliceFigure
{
    private const double Side = 320;

    public static Figure Build(AffinitySlice slice, FeatureMap? image, string title)
    {
        var range = ValueRange.Of(slice.Values.Values);
        var (reach, above) = Reach(slice.Values.Values, range);
        var scale = range.Low < 0 ? ColourScale.Around(0, -reach, reach) : new ColourScale(ColourMap.Sequential, 0, reach / 2, reach);
        var panels = new List<Canvas>();
        if (image is not null)
            panels.Add(Draw(slice, OverImage(slice, image, reach), "over the image (orange: positive, blue: negative)", left: true));
        panels.Add(Draw(slice, PlaneRaster.Of(slice.Values.Values, slice.Height, slice.Width, scale), image is null ? "" : "alone", left: image is null));
        var content = Grid.Lay(panels, panels.Count);
        content.Place(ColourBar.Draw(scale, slice.Kind == AffinitySliceKind.Row ? "share of the pixel's value" : "share of the evidence", Side, range.NotFinite > 0), content.Width + 22, 2);

        var about = slice.Kind == AffinitySliceKind.Row ? $"Who influences pixel {slice.Pixel}: a row of G" : $"Where the evidence of pixel {slice.Pixel} goes: a column of G";
        string[] notices =
        [
            above == 0 ? "" : $"{Words.Many(above, "entry").Replace("entrys", "entries")} beyond {Numbers.Pretty(reach, 3)} drawn in the last colour; the largest is {Numbers.Pretty(Math.Max(range.High, -range.Low), 3)}.",
            range.Notice(),
            PlaneRaster.Notice(slice.Height, slice.Width),
        ];
        var format = Numbers.Aligned(slice.Values.Values.Select(v => (double)v));
        var text = $"{slice.Direction.ToWords()}, entries {range.ToText()}, sum {Numbers.Plain(slice.Sum, 6)}\n"
            + (PlaneText.IsSmall(slice.Height, slice.Width) ? PlaneText.Rows(slice.Height, slice.Width, (row, column) => format(slice.Values[0, 0, row, column])) : "");
        return Page.Compose(Words.Or(title, $"{about}, {slice.Direction.ToArrow()} {slice.Direction.ToWords()}, sum {Numbers.Pretty(slice.Sum)}"), content, text, notices);
    }

    private static Canvas Draw(AffinitySlice slice, Raster raster, string caption, bool left)
    {
        var format = Numbers.Aligned(slice.Values.Values.Select(v => (double)v));
        var panel = new Panel(raster, slice.Height, slice.Width, new PanelStyle
        {
            Side = Side,
            Caption = caption,
            RowName = left ? "row" : "",
            Cell = PlaneText.IsSmall(slice.Height, slice.Width) ? (row, column) => Numbers.WithSigns(format(slice.Values[0, 0, row, column])) : null,
        });
        panel.Mark(slice.Pixel);
        return panel.Canvas;
    }

    /// <summary>The image in light greys, the entries as orange (positive) or blue (negative) on it, the stronger the larger they are.</summary>
    private static Raster OverImage(AffinitySlice slice, FeatureMap image, double reach)
    {
        if (image.Height != slice.Height || image.Width != slice.Width)
            throw new ArgumentException($"expected an image of the map's size {Numbers.Count(slice.Height)}×{Numbers.Count(slice.Width)}, got {Numbers.Count(image.Height)}×{Numbers.Count(image.Width)}; resize it.", nameof(image));
        var photo = PhotoRaster.Of(image, 0);
        var block = PlaneRaster.BlockOf(slice.Height, slice.Width);
        return Raster.Generate(photo.Height, photo.Width, (row, column) =>
        {
            var below = photo[row, column];
            var grey = (byte)Math.Round(70 + (0.299 * below.R + 0.587 * below.G + 0.114 * below.B) * 0.72);
            var value = slice.Values.Values[row * block * slice.Width + column * block];
            // The root keeps far, weak influences visible beside the pixel's own.
            var ink = float.IsFinite(value) ? (value < 0 ? Ink.Blue : Ink.Orange).WithOpacity(Math.Min(1, Math.Sqrt(Math.Abs(value) / reach))) : Ink.NotFinite;
            return ink.Over(new Ink(grey, grey, grey));
        });
    }

    /// <summary>The value at the end of the colours: the largest entry, or the 99.5th percentile where a few entries dwarf the rest.</summary>
    private static (double Reach, long Above) Reach(float[] values, ValueRange range)
    {
        var largest = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        var present = values.Where(value => float.IsFinite(value) && value != 0).Select(MathF.Abs).Order().ToList();
        if (present.Count < 200)
            return (largest > 0 ? largest : 1, 0);
        double high = present[(int)(present.Count * 0.995)];
        return high >= largest / 3 ? (largest, 0) : (high, present.Count(value => value > high));
    }
}
