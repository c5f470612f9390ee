using System.Text;

namespace Spn.Visuals;

/// <summary>Marks as SVG 1.1: one file, no script, no style sheet, no identifiers, so that several stand in one page.</summary>
internal static class SvgWriter
{
    private const string Font = "font-family=\"Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif\"";

    /// <summary>The whole SVG document on a white page, without an XML declaration.</summary>
    public static string Write(IReadOnlyList<Mark> marks, double width, double height, string title)
    {
        var svg = new StringBuilder();
        var (w, h) = (Numbers.Coordinate(width), Numbers.Coordinate(height));
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" {Font}>");
        svg.Append($"<title>{Words.Encode(title)}</title><rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n");
        Write(svg, marks);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Write(StringBuilder svg, IReadOnlyList<Mark> marks)
    {
        foreach (var mark in marks)
            switch (mark)
            {
                case GroupMark group:
                    svg.Append($"<g transform=\"translate({Numbers.Coordinate(group.X)} {Numbers.Coordinate(group.Y)})\">\n");
                    Write(svg, group.Marks);
                    svg.Append("</g>\n");
                    break;
                case RectMark rect:
                    svg.Append($"<rect{At(rect.X, rect.Y)} width=\"{Numbers.Coordinate(rect.Width)}\"")
                        .Append($" height=\"{Numbers.Coordinate(rect.Height)}\"");
                    svg.Append($"{Fill(rect.Fill)}{Stroke(rect.Stroke, rect.StrokeWidth)}/>\n");
                    break;
                case LineMark line:
                    svg.Append($"<polyline points=\"{Points(line.Points)}\" fill=\"none\"{Stroke(line.Stroke, line.StrokeWidth)}")
                        .Append(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
                    svg.Append(line.Dash > 0 ? $" stroke-dasharray=\"{Numbers.Coordinate(line.Dash)}\"/>\n" : "/>\n");
                    break;
                case PolygonMark polygon:
                    svg.Append($"<polygon points=\"{Points(polygon.Points)}\"{Fill(polygon.Fill)} fill-rule=\"evenodd\"/>\n");
                    break;
                case CircleMark circle:
                    svg.Append($"<circle cx=\"{Numbers.Coordinate(circle.X)}\" cy=\"{Numbers.Coordinate(circle.Y)}\"")
                        .Append($" r=\"{Numbers.Coordinate(circle.Radius)}\"");
                    svg.Append($"{Fill(circle.Fill)}{Stroke(circle.Stroke, circle.StrokeWidth)}/>\n");
                    break;
                case ImageMark image:
                    svg.Append($"<image{At(image.X, image.Y)} width=\"{Numbers.Coordinate(image.Width)}\"")
                        .Append($" height=\"{Numbers.Coordinate(image.Height)}\" preserveAspectRatio=\"none\"");
                    svg.Append(image.Crisp ? " style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\"" : "");
                    svg.Append($" href=\"{PngWriter.DataUri(image.Raster)}\"/>\n");
                    break;
                case TextMark text:
                    Text(svg, text);
                    break;
            }
    }

    private static void Text(StringBuilder svg, TextMark text)
    {
        svg.Append($"<text{At(text.X, text.Y)} font-size=\"{Numbers.Coordinate(text.Size)}\"{Fill(text.Fill)}");
        if (text.Anchor != Anchor.Start)
            svg.Append(text.Anchor == Anchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        if (text.Bold)
            svg.Append(" font-weight=\"bold\"");
        if (text.Upward)
            svg.Append($" transform=\"rotate(-90 {Numbers.Coordinate(text.X)} {Numbers.Coordinate(text.Y)})\"");
        // A reader whose fonts are wider than ours still gets the layout that was measured.
        if (text.Text.Length > 8)
            svg.Append($" textLength=\"{Numbers.Coordinate(StrokeFont.Width(text.Text, text.Size, text.Bold))}\"")
                .Append(" lengthAdjust=\"spacingAndGlyphs\"");
        svg.Append($">{Words.Encode(text.Text)}</text>\n");
    }

    private static string At(double x, double y) => $" x=\"{Numbers.Coordinate(x)}\" y=\"{Numbers.Coordinate(y)}\"";

    private static string Points(IReadOnlyList<Point> points) =>
        string.Join(' ', points.Select(p => $"{Numbers.Coordinate(p.X)},{Numbers.Coordinate(p.Y)}"));

    private static string Fill(Ink? ink) => ink is not { } fill ? " fill=\"none\""
        : $" fill=\"{fill.ToHex()}\"{(fill.Opacity < 1 ? $" fill-opacity=\"{Numbers.Coordinate(fill.Opacity)}\"" : "")}";

    private static string Stroke(Ink? ink, double width) => ink is not { } stroke ? ""
        : $" stroke=\"{stroke.ToHex()}\" stroke-width=\"{Numbers.Coordinate(width)}\""
            + (stroke.Opacity < 1 ? $" stroke-opacity=\"{Numbers.Coordinate(stroke.Opacity)}\"" : "");
}
