namespace Spn;

/// <summary>
/// Of the hidden maps of a forward only the lines right before the blocks of the backward, which computes a block's lines again from
/// the one before it: 2 of 64 columns and 2 of 32 rows of a plane.
/// </summary>
internal unsafe struct HiddenLines(float* values, int height, int width)
{
    /// <summary>Whether lines are kept.</summary>
    public readonly bool Kept => values != null;

    /// <summary>Lines of a block of the backward: the columns of a tile, or rows whose weights and gradients stay in the second cache.</summary>
    public static int BlockLines(int direction) => direction < 2 ? TileShape.Columns : 32;

    /// <summary>Floats for all planes of a map.</summary>
    public static int Length(MapShape map) => checked(map.Batch * map.Channels * PlaneLength(map.Height, map.Width));

    /// <summary>The line before block <paramref name="block"/>, 1, 2, …, of a direction.</summary>
    public readonly float* Before(int plane, int direction, int block)
    {
        var start = (nint)plane * PlaneLength(height, width);
        for (var d = 0; d < direction; d++)
            start += DirectionLength(d, height, width);
        return values + start + (nint)(block - 1) * (direction < 2 ? height : width);
    }

    private static int PlaneLength(int height, int width) => 2 * (DirectionLength(0, height, width) + DirectionLength(2, height, width));

    private static int DirectionLength(int direction, int height, int width)
    {
        var (count, length) = direction < 2 ? (width, height) : (height, width);
        return (count - 1) / BlockLines(direction) * length;
    }
}
