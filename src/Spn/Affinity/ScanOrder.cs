namespace Spn;

/// <summary>
/// The vectorization of Eq. (3): lines (columns for horizontal scans, rows for vertical ones) one after the other in the order in
/// which the scan meets them, and inside a line by the index across the scan, smaller first.
/// </summary>
internal readonly struct ScanOrder(Direction direction, int height, int width)
{
    /// <summary>Steps of the scan, n in t ∈ [1, n].</summary>
    public int Lines { get; } = direction.IsHorizontal() ? width : height;

    /// <summary>Pixels of one line.</summary>
    public int LineLength { get; } = direction.IsHorizontal() ? height : width;

    public int Count => Lines * LineLength;

    public Pixel PixelAt(int line, int across)
    {
        var along = direction.IsReversed() ? Lines - 1 - line : line;
        return direction.IsHorizontal() ? new Pixel(across, along) : new Pixel(along, across);
    }

    public int LineOf(Pixel pixel)
    {
        var along = direction.IsHorizontal() ? pixel.Column : pixel.Row;
        return direction.IsReversed() ? Lines - 1 - along : along;
    }

    public int AcrossOf(Pixel pixel) => direction.IsHorizontal() ? pixel.Row : pixel.Column;

    public int IndexOf(Pixel pixel) => LineOf(pixel) * LineLength + AcrossOf(pixel);

    /// <summary>The pixel, checked against the extent of the map.</summary>
    public Pixel Check(Pixel pixel, string name)
    {
        if ((uint)pixel.Row >= (uint)height || (uint)pixel.Column >= (uint)width)
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant(
                $"expected a pixel from (0, 0) to ({height - 1}, {width - 1}), got {pixel}; the row comes first."));
        return pixel;
    }
}
