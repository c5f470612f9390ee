namespace Spn.Visuals;

/// <summary>The legend of a colour scale: the colours, the value at both ends and round values between.</summary>
internal static class ColourBar
{
    private const double BarWidth = 14, TextSize = 11;

    /// <summary>How far a round value stays from the ends, whose labels would crowd it.</summary>
    private const double Clear = 20;

    /// <summary>An upright bar of a height in px under the name of what it measures.</summary>
    /// <param name="scale">Colours and range.</param>
    /// <param name="name">What is measured, with its unit.</param>
    /// <param name="height">The height of the bar, at least 60.</param>
    /// <param name="notFinite">Adds the colour of values that are not finite.</param>
    public static Canvas Draw(ColourScale scale, string name, double height, bool notFinite)
    {
        var canvas = new Canvas();
        var top = canvas.Paragraph(0, 0, 110, scale.Logarithmic ? $"{name}, logarithmic" : name, TextSize) + 6;
        height = Math.Clamp(height - top, 60, 260);
        if (scale.High > scale.Low)
        {
            canvas.Image(0, top, BarWidth, height, Raster.Generate(128, 1, (row, _) => scale[scale.ValueAt(1 - row / 127.0)]));
            canvas.Rect(0, top, BarWidth, height, stroke: Ink.Frame);
            double Y(double value) =>
                top + height * (1 - (scale.Logarithmic ? scale.Place(value) : (value - scale.Low) / (scale.High - scale.Low)));
            foreach (var tick in Ticks(scale, height < 100 ? 3 : 5))
                if (Math.Abs(Y(tick) - Y(scale.Low)) > Clear && Math.Abs(Y(tick) - Y(scale.High)) > Clear
                    && !(scale.Logarithmic && scale.Low < 0 && Math.Abs(Y(tick) - Y(0)) <= Clear))
                    Label(canvas, Y(tick), Name(tick, scale));
            Label(canvas, Y(scale.Low), Name(scale.Low, scale));
            Label(canvas, Y(scale.High), Name(scale.High, scale));
            if (scale.Logarithmic && scale.Low < 0)
                Label(canvas, top + height / 2, $"±{Numbers.Pretty(scale.Least, 2)} and less");
            if (scale.ShowsZero)
                height += Swatch(canvas, top + height, Ink.Zero, "0");
        }
        else
        {
            height = BarWidth;
            canvas.Rect(0, top, BarWidth, BarWidth, scale[scale.Low], Ink.Frame);
            Label(canvas, top + BarWidth / 2, Numbers.Pretty(scale.Low, 4));
        }
        if (notFinite)
        {
            Swatch(canvas, top + height, Ink.NotFinite, "not finite");
        }
        return canvas;
    }

    private static IEnumerable<double> Ticks(ColourScale scale, int count)
    {
        if (!scale.Logarithmic)
            return Numbers.Ticks(scale.Low, scale.High, count);
        var powers = Numbers.Ticks(Math.Log10(scale.Least), Math.Log10(scale.High), scale.Low < 0 ? 2 : count)
            .Where(tick => tick == Math.Round(tick)).Select(tick => Math.Pow(10, tick)).ToList();
        return scale.Low < 0 ? powers.Concat(powers.Select(power => -power)) : powers;
    }

    /// <summary>A colour of its own under the bar; gives the height that it takes.</summary>
    private static double Swatch(Canvas canvas, double bottom, Ink colour, string name)
    {
        canvas.Rect(0, bottom + 14, BarWidth, BarWidth, colour, Ink.Frame);
        canvas.Text(BarWidth + 6, bottom + 25, name, TextSize);
        return 14 + BarWidth;
    }

    /// <summary>The value; an end that differs from zero by less than can be seen is written so.</summary>
    private static string Name(double value, ColourScale scale) =>
        !scale.Logarithmic && value != 0 && Math.Abs(value) < 5e-4 * (scale.High - scale.Low) ? "≈ 0" : Numbers.Pretty(value, 3);

    private static void Label(Canvas canvas, double y, string text)
    {
        canvas.Line(BarWidth, y, BarWidth + 3, y, Ink.Frame);
        canvas.Text(BarWidth + 6, y + 3.8, text, TextSize);
    }
}
