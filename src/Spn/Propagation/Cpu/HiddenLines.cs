namespace Spn;

/// <summary>
/// Of the hidden maps of a forward only the lines right before the blocks of the backward, which computes a block's lines again from
/// the one before it: every 64th column of both horizontal scans and every 32nd row of both vertical ones.
/// </summary>
internal readonly unsafe struct HiddenLines(float* values, int height, int width)
{
    /// <summary>Whether there is a place for lines.</summary>
    public bool Exist => values != null;

    /// <summary>
    /// Lines of a block of the backward: the columns of a tile, or rows whose weights and gradients stay in the second cache.
    /// </summary>
    public static int BlockLines(int direction) => direction < 2 ? TileShape.Columns : 32;

    /// <summary>Floats for all planes of a map.</summary>
    public static int Length(MapShape map) => checked(map.Batch * map.Channels * PlaneLength(map.Height, map.Width));

    /// <summary>The line before block <paramref name="block"/>, 1, 2, …, of a direction.</summary>
    public float* Before(int plane, int direction, int block)
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
