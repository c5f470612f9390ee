namespace Spn;

/// <summary>
/// An H×W plane seen along a direction: <see cref="Count"/> lines, in the order in which the scan visits them, of <see cref="Length"/>
/// pixels each. Pixels of a line are ordered by row (horizontal scans) or column (vertical ones) whatever the direction.
/// </summary>
/// <param name="Direction">The direction of the scan.</param>
/// <param name="Count">Lines, T: the width for horizontal scans, the height for vertical ones.</param>
/// <param name="Length">Pixels of a line, n.</param>
/// <param name="Origin">Offset in the plane of pixel 0 of line 0.</param>
/// <param name="LineStride">Offset from a line to the next one; negative for reversed scans.</param>
/// <param name="PixelStride">Offset from a pixel of a line to the next one.</param>
internal readonly record struct ScanLines(Direction Direction, int Count, int Length, int Origin, int LineStride, int PixelStride)
{
    /// <summary>The lines of an H×W plane in a direction.</summary>
    public static ScanLines Of(Direction direction, int height, int width) => direction switch
    {
        Direction.LeftToRight => new(direction, width, height, 0, 1, width),
        Direction.RightToLeft => new(direction, width, height, width - 1, -1, width),
        Direction.TopToBottom => new(direction, height, width, 0, width, 1),
        Direction.BottomToTop => new(direction, height, width, (height - 1) * width, -width, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(direction), $"expected one of the four directions, got {(int)direction}."),
    };

    /// <summary>Offset in the plane of a pixel of a line.</summary>
    public int Offset(int line, int pixel) => Origin + line * LineStride + pixel * PixelStride;

    /// <summary>
    /// The index, along the previous line, of neighbour <paramref name="neighbour"/> of a pixel; absent when it is outside
    /// [0, <see cref="Length"/>). With K = 3 neighbours 0, 1, 2 stand at −1, 0, +1; with K = 1 the only one stands at 0.
    /// </summary>
    public static int Neighbour(int pixel, int neighbour, int neighbours) => pixel + neighbour - neighbours / 2;

    /// <summary>Whether a line starts the scan or a chunk of it: its pixels have no neighbours.</summary>
    public static bool IsFirst(int line, int chunk) => line == 0 || (chunk != 0 && line % chunk == 0);

    /// <summary>Whether <see cref="Neighbour"/> gave a pixel of the line.</summary>
    public bool Has(int pixel) => (uint)pixel < (uint)Length;

    /// <summary>The pixel of the plane at which a pixel of a line stands.</summary>
    public Pixel PixelAt(int line, int pixel)
    {
        var along = Direction.IsReversed() ? Count - 1 - line : line;
        return Direction.IsHorizontal() ? new Pixel(pixel, along) : new Pixel(along, pixel);
    }

    /// <summary>The line on which a pixel of the plane stands.</summary>
    public int LineOf(Pixel pixel)
    {
        var along = Direction.IsHorizontal() ? pixel.Column : pixel.Row;
        return Direction.IsReversed() ? Count - 1 - along : along;
    }

    /// <summary>The place of a pixel of the plane on its line.</summary>
    public int AcrossOf(Pixel pixel) => Direction.IsHorizontal() ? pixel.Row : pixel.Column;

    /// <summary>
    /// The index of a pixel in the vectorization of Eq. (3): line after line, and on a line the smaller row or column first.
    /// </summary>
    public int IndexOf(Pixel pixel) => LineOf(pixel) * Length + AcrossOf(pixel);

    /// <summary>The pixel, checked against the extent of the plane.</summary>
    public Pixel Check(Pixel pixel, string name)
    {
        var (height, width) = Direction.IsHorizontal() ? (Length, Count) : (Count, Length);
        if ((uint)pixel.Row >= (uint)height || (uint)pixel.Column >= (uint)width)
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant(
                $"expected a pixel from (0, 0) to ({height - 1}, {width - 1}), got {pixel}; the row comes first."));
        return pixel;
    }
}
