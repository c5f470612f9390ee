namespace Spn;

/// <summary>
/// The scratch memory of one three-way scan of some channels that share weights: single lines, and arrays of a block of lines, turned where
/// the scan is horizontal. Every line stands between zeros.
/// </summary>
internal readonly unsafe struct SharedTile
{
    /// <summary>K of the scans that go side by side.</summary>
    public const int Neighbours = 3;

    /// <summary>Rows of a plane that go through <see cref="_rows"/> at once, and the floats of one.</summary>
    private const int RowCount = 8, RowLength = TileShape.Columns;

    private readonly CpuProblem _problem;
    private readonly float* _lines, _arrays;

    /// <summary>Eight rows of a block of columns.</summary>
    private readonly float* _rows;

    /// <summary>The tile of one scan.</summary>
    /// <param name="problem">The problem, with its memory.</param>
    /// <param name="direction">Of the scan.</param>
    /// <param name="blockLines">Lines of an array.</param>
    /// <param name="lines">Single lines; they begin as zeros.</param>
    /// <param name="arrays">Arrays.</param>
    /// <param name="scratch">As many floats as <see cref="Length"/> says.</param>
    public SharedTile(in CpuProblem problem, int direction, int blockLines, int lines, int arrays, float* scratch)
    {
        _problem = problem;
        Direction = direction;
        Lines = problem.Lines(direction);
        BlockLines = Math.Min(blockLines, Lines.Count);
        Stride = StrideOf(Lines);
        ArrayStride = ArrayStrideOf(Lines, blockLines);
        _rows = scratch;
        _lines = scratch + RowCount * RowLength + 16;
        _arrays = _lines + lines * (nint)Stride;
        new Span<float>(_lines - 1, checked(lines * Stride + 1)).Clear();
        for (var array = 0; array < arrays; array++)
            for (var line = 0; line < BlockLines; line++)
            {
                var start = Array(array) + line * (nint)Stride;
                start[-1] = start[Lines.Length] = 0;
            }
    }

    public int Direction { get; }

    public ScanLines Lines { get; }

    public int BlockLines { get; }

    /// <summary>Floats from a line to the next one.</summary>
    public int Stride { get; }

    /// <summary>Floats from an array to the next one.</summary>
    public nint ArrayStride { get; }

    /// <summary>Blocks of the scan.</summary>
    public int Blocks => (Lines.Count + BlockLines - 1) / BlockLines;

    /// <summary>The lines of a block.</summary>
    public (int Start, int End) Range(int block) => (block * BlockLines, Math.Min(Lines.Count, (block + 1) * BlockLines));

    /// <summary>Floats of scratch memory.</summary>
    public static int Length(in CpuProblem problem, int direction, int blockLines, int lines, int arrays)
    {
        var scan = problem.Lines(direction);
        return checked(RowCount * RowLength + 32 + lines * StrideOf(scan) + (int)(arrays * ArrayStrideOf(scan, blockLines)));
    }

    /// <summary>A single line.</summary>
    public float* Single(int line) => _lines + line * (nint)Stride;

    public float* Array(int array) => _arrays + array * ArrayStride;

    /// <summary>A line of an array. Turned lines are in the order of the columns, which is backwards where the scan is.</summary>
    public float* Line(int array, int line)
    {
        var start = line / BlockLines * BlockLines;
        var place = Lines.LineStride > 0 ? line - start : Math.Min(Lines.Count, start + BlockLines) - 1 - line;
        return Array(array) + place * (nint)Stride;
    }

    /// <summary>Turns a block of a plane into an array, while that of the following plane is fetched.</summary>
    public void TurnIn(float* plane, int array, int block, float* following)
    {
        var (column, columns) = Columns(block);
        nint width = _problem.Width;
        Transpose.Rectangle(
            plane + column, width, Array(array), Stride, Lines.Length, columns,
            following == null ? null : following + column, width, 16, 8 * width);
    }

    /// <summary>The same for a gradient, kept where the direction won.</summary>
    public void TurnWonIn(float* gradient, byte* winner, int array, int block)
    {
        var (column, columns) = Columns(block);
        nint width = _problem.Width;
        for (var row = 0; row < Lines.Length; row += RowCount)
        {
            var count = Math.Min(RowCount, Lines.Length - row);
            var source = row * width + column;
            Fetch(gradient + source, row, columns);
            for (var r = 0; r < count; r++, source += width)
                RowOps.KeepWon(_rows + r * RowLength, gradient + source, winner + source, (byte)Direction, columns);
            Transpose.Rectangle(_rows, RowLength, Array(array) + row, Stride, count, columns);
        }
    }

    /// <summary>Turns an array back into its place in a plane, eight rows at a time: each cache line is touched once.</summary>
    public void TurnOut(int array, float* plane, int block, bool add)
    {
        var (column, columns) = Columns(block);
        nint width = _problem.Width;
        for (var row = 0; row < Lines.Length; row += RowCount)
        {
            var count = Math.Min(RowCount, Lines.Length - row);
            var target = plane + row * width + column;
            Fetch(target, row, columns);
            if (!add)
            {
                Transpose.Rectangle(Array(array) + row, Stride, target, width, columns, count);
                continue;
            }

            Transpose.Rectangle(Array(array) + row, Stride, _rows, RowLength, columns, count);
            for (var r = 0; r < count; r++, target += width)
                RowOps.Add(target, _rows + r * RowLength, columns);
        }
    }

    /// <summary>The same into the maximum.</summary>
    public void MergeOut(int array, float* output, byte* winner, int block)
    {
        var (column, columns) = Columns(block);
        nint width = _problem.Width;
        for (var row = 0; row < Lines.Length; row += RowCount)
        {
            var count = Math.Min(RowCount, Lines.Length - row);
            var target = row * width + column;
            Fetch(output + target, row, columns);
            Transpose.Rectangle(Array(array) + row, Stride, _rows, RowLength, columns, count);
            RowOps.Maximum<Yes>(_rows, RowLength, output + target, winner + target, width, (byte)Direction, columns, count);
        }
    }

    /// <summary>Constrains a line of raw weights into single lines from <paramref name="q"/> on, with zeros at absent neighbours.</summary>
    public void Constrain(float* p, nint neighbourStride, int q)
    {
        float* q0 = Single(q), q1 = Single(q + 1), q2 = Single(q + 2);
        if (_problem.Stable)
            new NormaliseLine
            {
                P0 = p, P1 = p + neighbourStride, P2 = p + 2 * neighbourStride, Q0 = q0, Q1 = q1, Q2 = q2, Length = Lines.Length,
            }.Run<ClipNormaliser>(threeWay: true, backward: false, 0, Lines.Length);
        else
            CopyWeights(p, neighbourStride, q0);
    }

    /// <summary>Copies a line of weights, with zeros at absent neighbours.</summary>
    private void CopyWeights(float* p, nint neighbourStride, float* q)
    {
        for (var k = 0; k < Neighbours; k++)
            RowOps.Copy(q + k * Stride, p + k * neighbourStride, Lines.Length);
        q[0] = q[2 * Stride + Lines.Length - 1] = 0;
    }

    /// <summary>The first column of a block, and how many it has.</summary>
    private (int First, int Count) Columns(int block)
    {
        var (start, end) = Range(block);
        return (Lines.LineStride > 0 ? start : Lines.Count - end, end - start);
    }

    private void Fetch(float* rows, int row, int columns)
    {
        for (var r = Prefetch.Distance; r < Math.Min(Prefetch.Distance + RowCount, Lines.Length - row); r++)
            Prefetch.Row(rows + r * (nint)_problem.Width, columns);
    }

    /// <summary>An odd number of cache lines, so that lines do not fight for the same cache sets, with room for the zeros.</summary>
    private static int StrideOf(in ScanLines lines) => ((lines.Length + 2 + 15) / 16 | 1) * 16;

    /// <summary>Arrays are no whole number of pages apart, for the same reason.</summary>
    private static nint ArrayStrideOf(in ScanLines lines, int blockLines) => Math.Min(blockLines, lines.Count) * (nint)StrideOf(lines) + 48;
}
