namespace Spn.Visuals;

/// <summary>Sets a line of text in <see cref="StrokeFont"/> on the device grid.</summary>
internal static class Lettering
{
    private const double Weight = 0.088, BoldWeight = 0.135;

    /// <summary>
    /// Adds a text to <paramref name="coverage"/>. The base line is put on a pixel edge, and x-height and capital height are rounded to
    /// whole pixels, which keeps small letters sharp.
    /// </summary>
    /// <param name="coverage">Receives the letters.</param>
    /// <param name="text">The text, its size in px.</param>
    /// <param name="at">Its place on the device grid.</param>
    /// <param name="scale">Device pixels per px.</param>
    public static void Draw(Coverage coverage, TextMark text, Point at, double scale)
    {
        var unit = text.Size * scale / 100;
        var width = Math.Max(1.0, text.Size * scale * (text.Bold ? BoldWeight : Weight));
        var wide = text.Bold ? 1.06 : 1;
        var pen = text.Anchor switch
        {
            Anchor.Middle => -StrokeFont.Width(text.Text, text.Size * scale, text.Bold) / 2,
            Anchor.End => -StrokeFont.Width(text.Text, text.Size * scale, text.Bold),
            _ => 0.0,
        };
        var origin = text.Upward ? new Point(Math.Round(at.X), at.Y) : new Point(at.X, Math.Round(at.Y));
        foreach (var glyph in StrokeFont.Glyphs(text.Text))
        {
            foreach (var stroke in glyph.Strokes)
            {
                var points = Array.ConvertAll(stroke, p =>
                {
                    var (x, y) = (pen + p.X * unit * wide, Height(p.Y, unit, width));
                    return text.Upward ? new Point(origin.X - y, origin.Y - x) : new Point(origin.X + x, origin.Y - y);
                });
                coverage.Stroke(points, points.Length == 1 ? width * 1.35 : width);
            }
            pen += glyph.Advance * unit * wide;
        }
    }

    /// <summary>The height above the base line in device pixels of a centre line at <paramref name="y"/> hundredths of an em.</summary>
    private static double Height(double y, double unit, double width)
    {
        var (low, middle, high) = (width / 2, Math.Round(52 * unit) - width / 2, Math.Round(72 * unit) - width / 2);
        return y switch
        {
            < 4 => low + (y - 4) * unit,
            < 48 => low + (y - 4) / 44 * (middle - low),
            < 68 => middle + (y - 48) / 20 * (high - middle),
            _ => high + (y - 68) * unit,
        };
    }
}
