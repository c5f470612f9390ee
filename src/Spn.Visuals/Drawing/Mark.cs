namespace Spn.Visuals;

/// <summary>A point of a drawing in px, x to the right and y downwards.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>Where the x of a text stands.</summary>
internal enum Anchor
{
    /// <summary>At its first letter.</summary>
    Start,

    /// <summary>In its middle.</summary>
    Middle,

    /// <summary>At its last letter.</summary>
    End,
}

/// <summary>One thing of a drawing. Marks are painted in the order in which they stand.</summary>
internal abstract record Mark;

/// <summary>A rectangle, filled, framed or both.</summary>
internal sealed record RectMark(double X, double Y, double Width, double Height, Ink? Fill, Ink? Stroke, double StrokeWidth) : Mark;

/// <summary>Connected lines with round ends. <paramref name="Dash"/> is the length of dash and gap, 0 for a whole line.</summary>
internal sealed record LineMark(IReadOnlyList<Point> Points, Ink Stroke, double StrokeWidth, double Dash) : Mark;

/// <summary>A filled polygon.</summary>
internal sealed record PolygonMark(IReadOnlyList<Point> Points, Ink Fill) : Mark;

/// <summary>A circle, filled, framed or both.</summary>
internal sealed record CircleMark(double X, double Y, double Radius, Ink? Fill, Ink? Stroke, double StrokeWidth) : Mark;

/// <summary>A raster stretched over a rectangle. <paramref name="Crisp"/> keeps the edges of enlarged pixels.</summary>
internal sealed record ImageMark(double X, double Y, double Width, double Height, Raster Raster, bool Crisp) : Mark;

/// <summary>One line of text; (X, Y) is a point of its base line. <paramref name="Upward"/> turns it to read from bottom to top.</summary>
internal sealed record TextMark(double X, double Y, string Text, double Size, Ink Fill, Anchor Anchor, bool Bold, bool Upward) : Mark;

/// <summary>Marks moved to the right and down.</summary>
internal sealed record GroupMark(double X, double Y, IReadOnlyList<Mark> Marks) : Mark;
