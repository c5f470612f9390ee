namespace Spn.Visuals;

/// <summary>A row or a column of G as a map, over its image when there is one; the pixel it belongs to is marked.</summary>
internal static class AffinitySliceFigure
{
    private const int Side = 320;

    /// <summary>Entries below this share of the largest are beyond the logarithmic colours and outside the close-up.</summary>
    private const double Smallest = 1e-3;

    /// <summary>A row or column of an iterated operator: a hint counts by the value that it is set to.</summary>
    public static Figure Build(IteratedSlice slice, FeatureMap? image, string title)
    {
        var steps = $"the operator of {Words.Many(slice.Steps, "step")}";
        var whole = new FeatureMap(slice.Values.Shape, [.. IteratedExplorer.Whole(slice).Select(value => (float)value)]);
        // The direction is said nowhere: the words of the operator stand in its place.
        var laid = new AffinitySlice { Kind = slice.Kind, Pixel = slice.Pixel, Direction = Direction.LeftToRight, Values = whole };
        var hints = slice.Hints is null ? "" : $", {Numbers.Percent(slice.HintShare)} of it from hints";
        return Build(laid, image, title, steps, steps + hints);
    }

    public static Figure Build(AffinitySlice slice, FeatureMap? image, string title) =>
        Build(slice, image, title, "G", slice.Direction.ToWords(), $"{slice.Direction.ToArrow()} {slice.Direction.ToWords()}, ");

    private static Figure Build(AffinitySlice slice, FeatureMap? image, string title, string matrix, string said, string how = "")
    {
        var range = ValueRange.Of(slice.Values.Values);
        var scale = Scale(slice.Values.Values, range);
        var closeUp = CloseUp.Around(slice, Smallest * Math.Max(Math.Abs(range.Low), Math.Abs(range.High)));
        var panels = new List<Canvas>();
        if (image is not null)
            panels.Add(Draw(slice, OverImage(slice, image, scale), "over the image (orange: positive, blue: negative)",
                MapPart.Whole(slice.Height, slice.Width), closeUp));
        else if (!closeUp.IsWhole(slice.Height, slice.Width))
            panels.Add(Draw(slice, PlaneRaster.Of(slice.Values.Values, slice.Height, slice.Width, scale, 2 * Side),
                "whole map", MapPart.Whole(slice.Height, slice.Width), closeUp));
        var part = closeUp.Cut<float>(slice.Values.Values, slice.Width);
        panels.Add(Draw(slice, PlaneRaster.Of(part, closeUp.Height, closeUp.Width, scale, 2 * Side),
            !closeUp.IsWhole(slice.Height, slice.Width) ? "closer, in the frame" : panels.Count == 0 ? "" : "alone", closeUp, closeUp));

        var content = Grid.Lay(panels, panels.Count);
        var name = slice.Kind == AffinitySliceKind.Row ? "share of the pixel's value" : "evidence that arrives";
        content.Place(ColourBar.Draw(scale, name, content.Height - 20, range.NotFinite > 0), content.Width + 22, 2);
        var about = slice.Kind == AffinitySliceKind.Row ? $"Who influences pixel {slice.Pixel}: a row of {matrix}"
            : $"Where the evidence of pixel {slice.Pixel} goes: a column of {matrix}";
        string[] notices =
        [
            scale.Logarithmic ? Faint(scale) : "",
            range.Notice(),
            PlaneRaster.Notice(slice.Height, slice.Width, 2 * Side),
        ];
        var format = Numbers.Aligned(slice.Values.Values.Select(v => (double)v));
        var text = $"{said}, entries {range.ToText()}, sum {Numbers.Plain(slice.Sum, 6)}\n"
            + (PlaneText.IsSmall(slice.Height, slice.Width)
                ? PlaneText.Rows(slice.Height, slice.Width, (row, column) => format(slice.Values[0, 0, row, column])) : "");
        title = Words.Or(title, $"{about}, {how}sum {Numbers.Pretty(slice.Sum)}");
        return Page.Compose(title, content, text, notices);
    }

    private static Canvas Draw(AffinitySlice slice, Raster raster, string caption, MapPart shown, MapPart framed)
    {
        var format = Numbers.Aligned(slice.Values.Values.Select(v => (double)v));
        var panel = new Panel(raster, shown.Height, shown.Width, new PanelStyle
        {
            Side = Side,
            Caption = caption,
            Origin = shown.First,
            Cell = PlaneText.IsSmall(shown.Height, shown.Width)
                ? (row, column) => Numbers.WithSigns(format(slice.Values[0, 0, row + shown.First.Row, column + shown.First.Column])) : null,
        });
        if (shown != framed)
            panel.Frame(framed.First, framed.Height, framed.Width);
        else
            panel.Mark(shown.Inside(slice.Pixel));
        return panel.Canvas;
    }

    /// <summary>
    /// The image in light greys, the entries as orange (positive) or blue (negative) on it, the stronger the larger they are.
    /// </summary>
    private static Raster OverImage(AffinitySlice slice, FeatureMap image, ColourScale scale)
    {
        if (image.Height != slice.Height || image.Width != slice.Width)
            throw new ArgumentException(
                $"expected an image of the map's size {Numbers.Count(slice.Height)}×{Numbers.Count(slice.Width)}, "
                + $"got {Numbers.Count(image.Height)}×{Numbers.Count(image.Width)}; resize it.", nameof(image));
        var photo = PhotoRaster.Of(image, 0);
        var block = PlaneRaster.BlockOf(slice.Height, slice.Width);
        return Raster.Generate(photo.Height, photo.Width, (row, column) =>
        {
            var below = photo[row, column];
            var grey = (byte)Math.Round(70 + PhotoCanvas.Luma(below.R, below.G, below.B) * 0.72);
            var value = slice.Values.Values[row * block * slice.Width + column * block];
            // The root keeps weak influences visible beside the pixel's own; a logarithm already does.
            var strength = !scale.Logarithmic ? Math.Sqrt(Math.Abs(value) / scale.High)
                : scale.Low < 0 ? Math.Abs(2 * scale.Place(value) - 1) : scale.Place(value);
            var ink = float.IsFinite(value) ? (value < 0 ? Ink.Blue : Ink.Orange).WithOpacity(Math.Clamp(strength, 0, 1)) : Ink.NotFinite;
            return ink.Over(new Ink(grey, grey, grey));
        });
    }

    private static string Faint(ColourScale scale) =>
        $"Entries below {Numbers.Pretty(scale.Least, 2)} "
        + (scale.Low < 0 ? "in magnitude are white." : "are drawn as if they were that large.");

    /// <summary>
    /// By logarithm where most influences are far below the largest, else by value; white at zero where entries have both signs.
    /// </summary>
    private static ColourScale Scale(float[] values, ValueRange range)
    {
        var reach = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        reach = reach > 0 ? reach : 1;
        var present = values.Where(value => float.IsFinite(value) && value != 0).Select(Math.Abs).Order().ToList();
        if (present.Count > 100 && present[present.Count / 2] < 0.02 * reach)
            return ColourScale.ByLogarithm(Math.Max(present[0], Smallest * reach), reach, range);
        return range.Low < 0 ? ColourScale.Around(0, -reach, reach) : new ColourScale(ColourMap.Sequential, 0, reach / 2, reach);
    }
}
