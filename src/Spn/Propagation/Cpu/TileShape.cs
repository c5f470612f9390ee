namespace Spn;

/// <summary>
/// How a plane is cut for one direction. A block is a run of lines of the scan; a segment is a range of positions along them. The
/// segments of a block are independent: each computes, beside its own positions, one position more on either side for every line that
/// is still to come in the block, which is all that its neighbours would have told it.
/// </summary>
/// <param name="Count">Lines of the scan.</param>
/// <param name="Length">Positions of a line.</param>
/// <param name="BlockLines">Lines of a block.</param>
/// <param name="SegmentLength">Positions of a segment.</param>
internal readonly record struct TileShape(int Count, int Length, int BlockLines, int SegmentLength)
{
    /// <summary>
    /// Columns that a horizontal scan turns at once: four cache lines of each row, so that the part of a line at either end weighs little.
    /// </summary>
    public const int Columns = 64;

    /// <summary>Columns of a large plane with weights of its own, which comes from main memory: fewer, longer pieces of its rows.</summary>
    public const int WideColumns = 128;

    /// <summary>Pixels from which on a plane counts as large.</summary>
    private const int LargePlane = 512 * 256;

    /// <summary>Rows that a horizontal scan turns at once at most: a tile of K + 1 arrays then has 1 MiB, or 2 where it is wide.</summary>
    private const int Rows = 1024;

    /// <summary>Lines of a block that are kept in a tile; a vertical scan that runs through, in one long block, keeps none.</summary>
    public int TileLines => BlockLines <= WideColumns ? BlockLines : 0;

    public int Blocks => (Count + BlockLines - 1) / BlockLines;

    public int Segments => (Length + SegmentLength - 1) / SegmentLength;

    /// <summary>
    /// Floats from a tile's line to the next one: an odd number of cache lines, so that lines do not fight for the same cache sets.
    /// </summary>
    public int Stride => Stride16(Math.Min(Length, SegmentLength + 2 * BlockLines));

    /// <summary>Floats from a line to the next one where whole lines are kept.</summary>
    public int LineStride => Stride16(Length);

    /// <summary>Cuts a plane for <paramref name="workers"/> threads on one plane, 1 where each thread has its own plane.</summary>
    /// <remarks>
    /// A <paramref name="direct"/> vertical scan runs through without keeping its lines in a tile; a <paramref name="wide"/> horizontal one
    /// turns more columns of a large plane at once.
    /// </remarks>
    public static TileShape Of(in ScanLines lines, bool horizontal, bool direct, bool wide, int workers)
    {
        var segment = workers == 1 ? lines.Length : Math.Max(64, ((lines.Length + workers - 1) / workers + 15) & ~15);
        if (horizontal)
        {
            var columns = wide && (long)lines.Count * lines.Length >= LargePlane ? WideColumns : Columns;
            return new(lines.Count, lines.Length, columns, Math.Min(segment, Rows));
        }

        // A tile of some 16 KiB stays in the first cache; where threads meet at the end of each block, blocks are longer.
        var block = workers > 1 ? 16 : direct ? lines.Count : Math.Clamp(4096 / lines.Length, 2, 16);
        return new(lines.Count, lines.Length, Math.Min(block, lines.Count), segment);
    }

    /// <summary>As <see cref="Of"/>, for a backward.</summary>
    public static TileShape OfBackward(in ScanLines lines, int direction, int workers)
    {
        var shape = Of(lines, direction < 2, direct: true, wide: false, workers);
        return shape with { BlockLines = Math.Min(lines.Count, HiddenLines.BlockLines(direction)) };
    }

    /// <summary>The lines and positions of one segment of one block.</summary>
    public LineRange Range(int block, int segment, bool threeWay) => new()
    {
        Start = block * BlockLines,
        End = Math.Min(Count, (block + 1) * BlockLines),
        From = segment * SegmentLength,
        To = Math.Min(Length, (segment + 1) * SegmentLength),
        Length = Length,
        ThreeWay = threeWay,
    };

    private static int Stride16(int length) => ((length + 15) / 16 | 1) * 16;
}
