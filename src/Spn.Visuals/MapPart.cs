namespace Spn.Visuals;

/// <summary>A part of a map, to be drawn with the indices that its pixels have in the whole map.</summary>
/// <param name="First">Its upper left pixel.</param>
/// <param name="Height">Its rows, at least 1.</param>
/// <param name="Width">Its columns, at least 1.</param>
public sealed record MapPart(Pixel First, int Height, int Width)
{
    /// <summary>The part of this size around a pixel, moved to where it stays inside a map of H×W; smaller where the map is.</summary>
    /// <param name="pixel">The pixel in its middle.</param>
    /// <param name="side">Its height and width, at least 1.</param>
    /// <param name="height">The height of the map, at least 1.</param>
    /// <param name="width">The width of the map, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public static MapPart Around(Pixel pixel, int side, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var (rows, columns) = (Math.Min(side, height), Math.Min(side, width));
        return new(
            new(Math.Clamp(pixel.Row - rows / 2, 0, height - rows), Math.Clamp(pixel.Column - columns / 2, 0, width - columns)),
            rows, columns);
    }

    internal static MapPart Whole(int height, int width) => new(new(0, 0), height, width);

    internal bool IsWhole(int height, int width) => Height == height && Width == width;

    internal bool Contains(Pixel pixel) =>
        (uint)(pixel.Row - First.Row) < (uint)Height && (uint)(pixel.Column - First.Column) < (uint)Width;

    /// <summary>A pixel of the map, counted from the first of this part.</summary>
    internal Pixel Inside(Pixel pixel) => new(pixel.Row - First.Row, pixel.Column - First.Column);

    /// <summary>This part of a plane of H×W values.</summary>
    internal T[] Cut<T>(ReadOnlySpan<T> plane, int width)
    {
        var cut = new T[Height * Width];
        for (var row = 0; row < Height; row++)
            plane.Slice((First.Row + row) * width + First.Column, Width).CopyTo(cut.AsSpan(row * Width));
        return cut;
    }

    /// <summary>The part that is asked for, or all of the map.</summary>
    /// <exception cref="ArgumentException">It is empty or reaches out of the map.</exception>
    internal static MapPart Of(MapPart? part, int height, int width)
    {
        if (part is null)
            return Whole(height, width);
        if (part.Height < 1 || part.Width < 1 || part.First.Row < 0 || part.First.Column < 0
            || part.First.Row > height - part.Height || part.First.Column > width - part.Width)
            throw new ArgumentException(
                $"expected a part within {height}×{width}, got {part.Height}×{part.Width} pixels from {part.First} on; "
                + "choose one inside the map.", nameof(part));
        return part;
    }
}
