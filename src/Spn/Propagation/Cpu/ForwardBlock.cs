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

    /// <summary>The lines and positions of this block.</summary>
    public LineRange Range;

    /// <summary>The output, N×C×H×W, and the winners of the maximum, null for a single scan.</summary>
    public float* Output;
    public byte* Winner;

    /// <summary>Where lines are kept for the backward, or nothing.</summary>
    public HiddenLines Kept;

    /// <summary>
    /// Whether weights that channels share are left unconstrained in the tile, and blocks follow from the last to the first: for a
    /// backward.
    /// </summary>
    public bool ForBackward;

    /// <summary>Floats from x and from the weights to what will be read after them, which is fetched meanwhile; 0 for none.</summary>
    public nint AheadX, AheadP;

    /// <summary>The tile: K + 1 times a block of lines, and rows of eight for the way back.</summary>
    public float* Scratch;

    /// <summary>Rows of one array that are turned before those of the next one.</summary>
    private const int Chunk = 64;

    private ScanLines _lines;
    private LineSet _weights;
    private nint _weightStride;
    private bool _stable;

    /// <summary>Floats of <see cref="Scratch"/>.</summary>
    public static int ScratchLength(in CpuProblem problem, in TileShape shape) =>
        (1 + problem.Neighbours) * shape.TileLines * shape.Stride + 8 * TileShape.WideColumns;

    private readonly bool Horizontal => Direction < 2;

    /// <summary>Whether the result goes into a maximum that other directions have begun.</summary>
    private readonly bool Merges => Winner != null && Direction != CpuProblem.Order[0];

    /// <summary>The tile of one array: number <paramref name="array"/> is 0 for x and h, 1 + k for the weights.</summary>
    private readonly float* Tile(int array) => Scratch + array * Shape.TileLines * (nint)Shape.Stride;

    /// <summary>The first column of the block.</summary>
    private readonly int Column => _lines.LineStride > 0 ? Range.Start : Shape.Count - Range.End;

    /// <summary>The first column of the block of this plane that will be turned next, −1 where there is none.</summary>
    private readonly int NextColumn
    {
        get
        {
            if (ForBackward ? Range.Start == 0 : Range.End == Shape.Count)
                return -1;
            var (start, end) = ForBackward
                ? (Range.Start - Shape.BlockLines, Range.Start)
                : (Range.End, Math.Min(Shape.Count, Range.End + Shape.BlockLines));
            return _lines.LineStride > 0 ? start : Shape.Count - end;
        }
    }

    /// <summary>Makes the weights of a plane ready; those that channels share only once for all of them.</summary>
    public void Prepare(int batch, int channel)
    {
        _lines = Problem.Lines(Direction);
        _stable = Problem.Stable;
        var source = Problem.P + Problem.WeightOffset(batch, Direction, channel);
        _weights = Horizontal ? TurnedLines(Tile(1)) : LineSet.Rows(source, _lines);
        _weightStride = Horizontal ? (nint)(Tile(2) - Tile(1)) : Problem.NeighbourStride;
        if (!Problem.Shared)
            return;
        for (var k = 0; k < Problem.Neighbours && Horizontal; k++)
            TurnRows(source + k * Problem.NeighbourStride, Tile(1 + k), Range.Low, Range.High, null, 0, 0, 0);
        if (!_stable || ForBackward)
            return;

        var (raw, stride) = (_weights, _weightStride);
        if (!Horizontal)
            (_weights, _weightStride) = (LineSet.Tile(Tile(1), Shape.Stride, Range.Start, Range.Low), (nint)(Tile(2) - Tile(1)));
        for (var line = Math.Max(1, Range.Start); line < Range.End; line++)
            Constrain(raw[line], stride, _weights[line], _weightStride);
        _stable = false;
    }

    /// <summary>
    /// Scans the block for one plane, from the hidden line before it; leaves its last one at <paramref name="after"/> for the next block.
    /// </summary>
    public readonly void Run(int batch, int channel, float* before, float* after)
    {
        var plane = Problem.MapOffset(batch, channel);
        var h = Horizontal ? TurnedLines(Tile(0))
            : Merges ? LineSet.Tile(Tile(0), Shape.Stride, Range.Start, Range.Low)
            : LineSet.Rows(Output + plane, _lines);
        if (Horizontal)
        {
            RunColumns(batch, channel, h, before, plane);
        }
        else
        {
            RunRows(Problem.XOffset(batch, Direction, channel), h, before);
            var target = plane + _lines.Offset(Range.Start, Range.From);
            if (Merges)
                MergeRows(plane, h);
            else if (Winner != null)
                RowOps.Fill(Winner + target, (byte)Direction, _lines.LineStride, Range.To - Range.From, Range.Lines);
        }

        RowOps.Copy(after + Range.From, h[Range.End - 1] + Range.From, Range.To - Range.From);
        if (Kept.Exist)
            Keep(batch, channel, h);
    }

    /// <summary>
    /// Scans a block of the backward for one plane into <paramref name="hidden"/> and nowhere else: from the line before it, which goes
    /// there too. A turned tile keeps x and, where channels do not share them or <see cref="Prepare"/> put them there, the weights.
    /// </summary>
    public readonly void RunHidden(int batch, int channel, LineSet hidden)
    {
        var before = Range.Start == 0 ? null : Kept.Before(batch * Problem.Channels + channel, Direction, Range.Start / Shape.BlockLines);
        if (before != null)
            RowOps.Copy(hidden[Range.Start - 1] + Range.From, before + Range.From, Range.To - Range.From);
        if (Horizontal)
            RunColumns(batch, channel, hidden, before, -1);
        else
            RunRows(Problem.XOffset(batch, Direction, channel), hidden, before);
    }

    /// <summary>Keeps those of the block's hidden lines that blocks of the backward begin after.</summary>
    public readonly void Keep(int batch, int channel, LineSet h)
    {
        var plane = batch * Problem.Channels + channel;
        var step = HiddenLines.BlockLines(Direction);
        for (var line = (Range.Start / step + 1) * step - 1; line < Math.Min(Range.End, Shape.Count - 1); line += step)
            RowOps.Copy(Kept.Before(plane, Direction, (line + 1) / step) + Range.From, h[line] + Range.From, Range.To - Range.From);
    }

    private readonly void RunRows(nint input, LineSet h, float* before) =>
        (Lines(LineSet.Rows(Problem.X + input, _lines), h, before) with { Downwards = _lines.LineStride < 0, Ahead = AheadP })
            .Run(Range.ThreeWay, _stable);

    /// <summary>A horizontal block: its columns are turned into lines, scanned and, where there is an output, turned back.</summary>
    private readonly void RunColumns(int batch, int channel, LineSet h, float* before, nint output)
    {
        TurnIn(batch, channel);
        Lines(TurnedLines(Tile(0)), h, before).Run(Range.ThreeWay, _stable);
        if (output >= 0)
            TurnOut(output);
    }

    private readonly ForwardLines Lines(LineSet x, LineSet h, float* before) =>
        new()
        {
            X = x, H = h, P = _weights, NeighbourStride = _weightStride, Before = before, Chunk = Problem.Chunk, Adds = Problem.Adds,
            Range = Range,
        };

    private readonly void Constrain(float* p, nint stride, float* q, nint targetStride)
    {
        if (Problem.Neighbours == 1)
            new NormaliseLine { P1 = p, Q1 = q, Length = Shape.Length }
                .Run<ClipNormaliser>(threeWay: false, backward: false, Range.Low, Range.High);
        else
            new NormaliseLine
            {
                P0 = p, P1 = p + stride, P2 = p + 2 * stride, Q0 = q, Q1 = q + targetStride, Q2 = q + 2 * targetStride,
                Length = Shape.Length,
            }.Run<ClipNormaliser>(threeWay: true, backward: false, Range.Low, Range.High);
    }

    /// <summary>
    /// Turns x and, where the plane has weights of its own, these, and fetches meanwhile: what the next scan will read, in the order of
    /// memory, or else the next rows to turn.
    /// </summary>
    private readonly void TurnIn(int batch, int channel)
    {
        var x = Problem.X + Problem.XOffset(batch, Direction, channel);
        var weights = Problem.P + Problem.WeightOffset(batch, Direction, channel);
        var arrays = Problem.Shared ? 1 : 1 + Problem.Neighbours;
        for (int row = Range.Low, next; row < Range.High; row = next)
        {
            next = Math.Min(Range.High, row + Chunk);
            for (var array = 0; array < arrays; array++)
            {
                var plane = array == 0 ? x : weights + (array - 1) * Problem.NeighbourStride;
                var ahead = array == 0 ? AheadX : AheadP;
                if (AheadP != 0)
                {
                    var run = plane + ahead + (nint)Range.Start * Shape.Length + (nint)row * Range.Lines;
                    TurnRows(plane, Tile(array), row, next, ahead == 0 ? null : run, 16, 128, 8 * Range.Lines);
                    continue;
                }

                float* following = array < arrays - 1 ? weights + array * Problem.NeighbourStride + (nint)row * Problem.Width + Column
                    : next < Range.High ? x + (nint)next * Problem.Width + Column
                    : NextColumn >= 0 ? x + (nint)Range.Low * Problem.Width + NextColumn : null;
                TurnRows(plane, Tile(array), row, next, following, Problem.Width, 16, 8 * (nint)Problem.Width);
            }
        }
    }

    private readonly void TurnRows(
        float* plane, float* tile, int row, int next, float* ahead, nint aheadLine, nint aheadBlock, nint aheadRows) =>
        Transpose.Rectangle(
            plane + (nint)row * Problem.Width + Column, Problem.Width, tile + (row - Range.Low), Shape.Stride, next - row, Range.Lines,
            ahead, aheadLine, aheadBlock, aheadRows);

    /// <summary>The lines of a turned tile: in the order of the columns, which is backwards where the scan is.</summary>
    private readonly LineSet TurnedLines(float* tile) =>
        new(tile - Range.Low + (nint)(_lines.Origin - Column) * Shape.Stride, _lines.LineStride * Shape.Stride);

    /// <summary>Eight rows at a time, so that each cache line of the output is touched once.</summary>
    private readonly void TurnOut(nint plane)
    {
        var width = Problem.Width;
        var rows = Tile(1 + Problem.Neighbours);
        var target = plane + (nint)Range.From * width + Column;
        for (int row = Range.From, count; row < Range.To; row += count, target += (nint)count * width)
        {
            count = Math.Min(8, Range.To - row);
            for (var r = Prefetch.Distance; r < Math.Min(Prefetch.Distance + 8, Range.To - row); r++)
                Prefetch.Row(Output + target + (nint)r * width, Range.Lines);
            var tile = Tile(0) + (row - Range.Low);
            if (!Merges)
            {
                Transpose.Rectangle(tile, Shape.Stride, Output + target, width, Range.Lines, count);
                continue;
            }

            Transpose.Rectangle(tile, Shape.Stride, rows, TileShape.WideColumns, Range.Lines, count);
            Merge(rows, TileShape.WideColumns, target, width, Range.Lines, count);
        }
    }

    /// <summary>The lines of a vertical block in the order of memory, whatever the order of the scan.</summary>
    private readonly void MergeRows(nint plane, LineSet h)
    {
        var up = _lines.LineStride < 0;
        var first = up ? Range.End - 1 : Range.Start;
        Merge(
            h[first] + Range.From, up ? -Shape.Stride : Shape.Stride, plane + _lines.Offset(first, Range.From), Problem.Width,
            Range.To - Range.From, Range.Lines);
    }

    private readonly void Merge(float* h, nint stride, nint offset, nint step, int count, int rows)
    {
        if (Horizontal)
            RowOps.Maximum<Yes>(h, stride, Output + offset, Winner + offset, step, (byte)Direction, count, rows);
        else
            RowOps.Maximum<No>(h, stride, Output + offset, Winner + offset, step, (byte)Direction, count, rows);
    }
}
