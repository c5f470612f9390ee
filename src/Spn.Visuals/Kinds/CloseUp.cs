namespace Spn.Visuals;

/// <summary>The part of a row or column of G that is worth a closer look.</summary>
internal static class CloseUp
{
    /// <summary>A close-up is at least this long and wide.</summary>
    private const int Smallest = 24;

    /// <summary>The part with all entries beyond <paramref name="limit"/>, if that is much smaller than the map; else all of it.</summary>
    public static MapPart Around(AffinitySlice slice, double limit)
    {
        var (top, bottom, left, right) = (slice.Pixel.Row, slice.Pixel.Row, slice.Pixel.Column, slice.Pixel.Column);
        for (var row = 0; row < slice.Height; row++)
            for (var column = 0; column < slice.Width; column++)
                if (!(Math.Abs(slice.Values.Values[row * slice.Width + column]) <= limit))
                    (top, bottom, left, right) =
                        (Math.Min(top, row), Math.Max(bottom, row), Math.Min(left, column), Math.Max(right, column));
        var (firstRow, rows) = Widen(top, bottom, slice.Height);
        var (firstColumn, columns) = Widen(left, right, slice.Width);
        return 6L * rows * columns < (long)slice.Height * slice.Width
            ? new MapPart(new Pixel(firstRow, firstColumn), rows, columns) : MapPart.Whole(slice.Height, slice.Width);
    }

    private static (int First, int Count) Widen(int first, int last, int extent)
    {
        var count = Math.Min(extent, Math.Max(last - first + 5, Smallest));
        return (Math.Clamp((first + last - count + 1) / 2, 0, extent - count), count);
    }
}
