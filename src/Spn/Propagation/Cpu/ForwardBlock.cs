namespace Spn;

/// <summary>
/// One segment of one block of a forward scan: brings its lines together (as they are for a vertical scan, turned for a horizontal
/// one), scans them, and puts the result into the output: as it is, or as the running maximum.
/// </summary>
internal unsafe struct ForwardBlock
{
    public CpuProblem Problem;
    public TileShape Shape;
    public int Direction;

    /// <summary>The lines [Start, End) of the scan and the positions [From, To).</summary>
    public int Start, End, From, To;

    /// <summary>The output, N×C×H×W, and the winners of the maximum, null for a single scan.</summary>
    public float* Output;
    public byte* Winner;

    /// <summary>The tile: K + 1 times a block of lines, and <see cref="TileShape.Columns"/> rows of eight for the way back.</summary>
    public float* Scratch;

    private ScanLines _lines;
    private LineSet _weights;
    private nint _weightStride;
    private bool _stable;

    /// <summary>Floats of <see cref="Scratch"/>.</summary>
    public static int ScratchLength(in CpuProblem problem, in TileShape shape) =>
        (1 + problem.Neighbours) * Math.Min(shape.BlockLines, 16) * shape.Stride + 8 * TileShape.Columns;

    private readonly bool Horizontal => Direction < 2;

    private readonly bool Fused => Winner != null;

    /// <summary>Positions from which and up to which the first line is needed.</summary>
    private readonly int Low => Math.Max(0, From - Problem.Halo(End - 1 - Start));

    private readonly int High => Math.Min(Shape.Length, To + Problem.Halo(End - 1 - Start));

    /// <summary>The tile of one array: number <paramref name="array"/> is 0 for x and h, 1 + k for the weights.</summary>
    private readonly float* Tile(int array) => Scratch + array * Math.Min(Shape.BlockLines, 16) * (nint)Shape.Stride;

    /// <summary>The first column of the block.</summary>
    private readonly int Column => _lines.LineStride > 0 ? Start : Shape.Count - End;

    /// <summary>Makes the weights of a plane ready; those that channels share only once for all of them.</summary>
    public void Prepare(int batch, int channel)
    {
        _lines = Problem.Lines(Direction);
        _stable = Problem.Stable;
        var source = Problem.P + Problem.WeightOffset(batch, Direction, channel);
        _weightStride = Problem.NeighbourStride;
        if (Horizontal)
            for (var k = 0; k < Problem.Neighbours; k++)
                TurnIn(source + k * _weightStride, Tile(1 + k));
        _weights = Horizontal ? TurnedLines(Tile(1)) : LineSet.Rows(source, _lines);
        if (Horizontal)
            _weightStride = (nint)(Tile(2) - Tile(1));
        if (!Problem.Shared || !_stable)
            return;

        var (raw, stride) = (_weights, _weightStride);
        if (!Horizontal)
            (_weights, _weightStride) = (LineSet.Tile(Tile(1), Shape.Stride, Start, Low), (nint)(Tile(2) - Tile(1)));
        for (var line = Math.Max(1, Start); line < End; line++)
            Constrain(raw[line], stride, _weights[line], _weightStride);
        _stable = false;
    }

    private readonly void Constrain(float* p, nint stride, float* q, nint targetStride)
    {
        if (Problem.Neighbours == 1)
            new ConstrainLine { P1 = p, Q1 = q, Length = Shape.Length }.Run<No, No>(Low, High);
        else
            new ConstrainLine { P0 = p, P1 = p + stride, P2 = p + 2 * stride, Q0 = q, Q1 = q + targetStride, Q2 = q + 2 * targetStride, Length = Shape.Length }
                .Run<Yes, No>(Low, High);
    }

    /// <summary>Scans the block for one plane, from the hidden line before it; leaves its last one at <paramref name="after"/> for the next block.</summary>
    public readonly void Run(int batch, int channel, float* before, float* after)
    {
        var plane = Problem.MapOffset(batch, channel);
        LineSet x, h;
        if (Horizontal)
        {
            TurnIn(Problem.X + plane, Tile(0));
            x = h = TurnedLines(Tile(0));
        }
        else
        {
            x = LineSet.Rows(Problem.X + plane, _lines);
            h = Fused ? LineSet.Tile(Tile(0), Shape.Stride, Start, Low) : LineSet.Rows(Output + plane, _lines);
        }

        Scan(x, _weights, _weightStride, h, before);
        if (after != null)
            RowOps.Copy(after + From, h[End - 1] + From, To - From);
        if (Horizontal)
            TurnOut(plane);
        else if (Fused)
            for (var line = Start; line < End; line++)
                Merge(h[line] + From, plane + _lines.Offset(line, From), To - From);
    }

    /// <summary>Scans the block for one plane into <paramref name="hidden"/>, all lines of the plane in the order of the scan, which the output does not need.</summary>
    public readonly void RunHidden(int batch, int channel, LineSet hidden)
    {
        var plane = Problem.X + Problem.MapOffset(batch, channel);
        if (Horizontal)
            TurnIn(plane, Tile(0));
        Scan(Horizontal ? TurnedLines(Tile(0)) : LineSet.Rows(plane, _lines), _weights, _weightStride, hidden, hidden[Start - 1]);
    }

    private readonly void Scan(LineSet x, LineSet weights, nint weightStride, LineSet h, float* before)
    {
        for (var line = Start; line < End; line++)
        {
            var halo = Problem.Halo(End - 1 - line);
            var (from, to) = (Math.Max(0, From - halo), Math.Min(Shape.Length, To + halo));
            if (line == 0)
            {
                RowOps.Copy(h[0] + from, x[0] + from, to - from);
                continue;
            }

            var previous = line == Start ? before : h[line - 1];
            Line(Problem.Neighbours == 3, _stable, x[line], weights[line], weightStride, previous, h[line], from, to, Shape.Length);
        }
    }

    /// <summary>One line by the kernel for its connection and constraint.</summary>
    public static void Line(bool threeWay, bool stable, float* x, float* p, nint stride, float* previous, float* h, int from, int to, int length)
    {
        if (threeWay && stable)
            ForwardLine.Run<Yes, Yes>(x, p, stride, previous, h, from, to, length);
        else if (threeWay)
            ForwardLine.Run<Yes, No>(x, p, stride, previous, h, from, to, length);
        else if (stable)
            ForwardLine.Run<No, Yes>(x, p, stride, previous, h, from, to, length);
        else
            ForwardLine.Run<No, No>(x, p, stride, previous, h, from, to, length);
    }

    private readonly void TurnIn(float* plane, float* tile) =>
        Transpose.Rectangle(plane + (nint)Low * Problem.Width + Column, Problem.Width, tile, Shape.Stride, High - Low, End - Start);

    /// <summary>The lines of a turned tile: in the order of the columns, which is backwards where the scan is.</summary>
    private readonly LineSet TurnedLines(float* tile) =>
        new(tile - Low + (nint)(_lines.Origin - Column) * Shape.Stride, _lines.LineStride * Shape.Stride);

    private readonly void TurnOut(nint plane)
    {
        var tile = Tile(0) + (From - Low);
        var (target, columns) = (plane + (nint)From * Problem.Width + Column, End - Start);
        if (!Fused)
        {
            Transpose.Rectangle(tile, Shape.Stride, Output + target, Problem.Width, columns, To - From);
            return;
        }

        var rows = Tile(1 + Problem.Neighbours);
        for (var row = 0; row < To - From; row += 8)
        {
            var count = Math.Min(8, To - From - row);
            Transpose.Rectangle(tile + row, Shape.Stride, rows, TileShape.Columns, columns, count);
            for (var r = 0; r < count; r++)
                Merge(rows + r * TileShape.Columns, target + (nint)(row + r) * Problem.Width, columns);
        }
    }

    private readonly void Merge(float* h, nint offset, int count)
    {
        if (Direction == 0)
        {
            RowOps.Copy(Output + offset, h, count);
            new Span<byte>(Winner + offset, count).Clear();
        }
        else
        {
            RowOps.Maximum(h, Output + offset, Winner + offset, (byte)Direction, count);
        }
    }
}
