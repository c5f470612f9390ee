namespace Spn.Visuals;

/// <summary>A part of a map.</summary>
/// <param name="First">Its upper left pixel.</param>
/// <param name="Rows">Its height.</param>
/// <param name="Columns">Its width.</param>
internal sealed record CloseUp(Pixel First, int Rows, int Columns)
{
    /// <summary>A close-up is at least this long and wide.</summary>
    private const int Smallest = 24;

    /// <summary>All of the map.</summary>
    public static CloseUp Whole(AffinitySlice slice) => new(new Pixel(0, 0), slice.Height, slice.Width);

    /// <summary>The part with all entries beyond <paramref name="limit"/>, if that is much smaller than the map; else all of it.</summary>
    public static CloseUp Around(AffinitySlice slice, double limit)
    {
        var (top, bottom, left, right) = (slice.Pixel.Row, slice.Pixel.Row, slice.Pixel.Column, slice.Pixel.Column);
        for (var row = 0; row < slice.Height; row++)
            for (var column = 0; column < slice.Width; column++)
                if (!(Math.Abs(slice.Values.Values[row * slice.Width + column]) <= limit))
                    (top, bottom, left, right) = (Math.Min(top, row), Math.Max(bottom, row), Math.Min(left, column), Math.Max(right, column));
        var (firstRow, rows) = Widen(top, bottom, slice.Height);
        var (firstColumn, columns) = Widen(left, right, slice.Width);
        return 6L * rows * columns < (long)slice.Height * slice.Width ? new CloseUp(new Pixel(firstRow, firstColumn), rows, columns) : Whole(slice);
    }

    public bool IsWhole(AffinitySlice slice) => Rows == slice.Height && Columns == slice.Width;

    /// <summary>This part of a 1×1×H×W map.</summary>
    public FeatureMap Cut(FeatureMap map) =>
        FeatureMap.Generate(new MapShape(1, 1, Rows, Columns), (_, _, row, column) => map[0, 0, First.Row + row, First.Column + column]);

    private static (int First, int Count) Widen(int first, int last, int extent)
    {
        var count = Math.Min(extent, Math.Max(last - first + 5, Smallest));
        return (Math.Clamp((first + last - count + 1) / 2, 0, extent - count), count);
    }
}
