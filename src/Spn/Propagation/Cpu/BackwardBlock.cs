namespace Spn;

/// <summary>
/// One segment of one block of a backward scan, whose hidden lines are known: from its last line to its first. Beside its own positions
/// it computes one position more on either side for every line that is still to come, into scratch memory.
/// </summary>
internal unsafe struct BackwardBlock
{
    public CpuProblem Problem;
    public TileShape Shape;
    public int Direction;

    /// <summary>The lines and positions of this block.</summary>
    public LineRange Range;

    /// <summary>The gradient of the output, N×C×H×W, and who won, null for a single scan.</summary>
    public float* Gradient;
    public byte* Winner;

    /// <summary>The gradients of x and of the weights of this plane's first neighbour.</summary>
    public float* GradX, GradP;

    /// <summary>Whether gradients are added to what stands there.</summary>
    public bool AddX, AddP;

    /// <summary>What the tile of a horizontal block holds before the block runs, and keeps after it.</summary>
    public BackwardTile Holds;

    /// <summary>The hidden lines of the block and the one before it.</summary>
    public LineSet Hidden;

    /// <summary>
    /// The tile: K + 2 times a block of lines, K times more where it gathers; rows of eight, and two lines for what a line passes on.
    /// </summary>
    public float* Scratch;

    private ScanLines _lines;

    /// <summary>Floats of <see cref="Scratch"/>.</summary>
    public static int ScratchLength(in CpuProblem problem, in TileShape shape) =>
        (2 + (problem.Shared ? 2 : 1) * problem.Neighbours) * shape.TileLines * shape.Stride + 8 * TileShape.Columns + 2 * shape.Stride;

    private readonly bool Horizontal => Direction < 2;

    private readonly bool Gathers => Holds == BackwardTile.GathersWeights;

    /// <summary>
    /// Positions that a line computes beside the segment: here the last line is the widest, and even the first has one, since what a
    /// position passes on is complete only with its neighbours' part.
    /// </summary>
    private readonly int Halo(int line) => Range.Halo(line - Range.Start + 1);

    private readonly int Low => Math.Max(0, Range.From - Halo(Range.End - 1));

    private readonly int High => Math.Min(Shape.Length, Range.To + Halo(Range.End - 1));

    /// <summary>
    /// The tile of one array: 0 for x and its gradient, 1 + k for the weights, K + 1 for the gradient of h, K + 2 + k where gradients of
    /// weights are gathered.
    /// </summary>
    private readonly float* Tile(int array) => Scratch + array * Shape.TileLines * (nint)Shape.Stride;

    private readonly int GradTile => Gathers ? 2 + Problem.Neighbours : 1;

    private readonly float* Rows => Tile(2 + (Gathers ? 2 : 1) * Problem.Neighbours);

    /// <summary>The first column of the block.</summary>
    private readonly int Column => _lines.LineStride > 0 ? Range.Start : Shape.Count - Range.End;

    /// <summary>
    /// Runs the block for one plane, from what the line after it passed on, null at the end of the scan; leaves what its first line passes
    /// on.
    /// </summary>
    public void Run(int batch, int channel, float* later, float* passed)
    {
        _lines = Problem.Lines(Direction);
        var (map, input) = (Problem.MapOffset(batch, channel), Problem.XOffset(batch, Direction, channel));
        var p = Problem.P + Problem.WeightOffset(batch, Direction, channel);
        if (Horizontal)
        {
            if (Holds == BackwardTile.Nothing)
                TurnXAndWeightsIn(map, input, p);
            TurnGradientIn(map, input);
        }

        var local = Rows + 8 * TileShape.Columns - Low;
        for (var line = Range.End - 1; line >= Range.Start; line--)
        {
            var step = new BackwardLine
            {
                Later = line == Range.End - 1 ? later : local + (~line & 1) * Shape.Stride,
                Passed = local + (line & 1) * Shape.Stride,
                Previous = Hidden[line - 1],
                Adds = Problem.Adds,
                Direction = (byte)Direction,
                Length = Shape.Length,
            };
            if (Horizontal)
                TurnedLine(step, line);
            else
                RowLine(step, line, map, input, p);
        }

        RowOps.Copy(passed + Range.From, local + (Range.Start & 1) * Shape.Stride + Range.From, Range.To - Range.From);
        if (!Horizontal)
            return;
        TurnOut(Tile(0), GradX + input, AddX);
        if (!Gathers)
            PutWeights(AddP);
    }

    /// <summary>The gradients of the weights of a horizontal block go from the tile to their place.</summary>
    public readonly void PutWeights(bool add)
    {
        for (var k = 0; k < Problem.Neighbours; k++)
            TurnOut(Tile(GradTile + k), GradP + k * Problem.NeighbourStride, add);
    }

    /// <summary>A column: it stands turned in the tile.</summary>
    private readonly void TurnedLine(BackwardLine step, int line)
    {
        var offset = (nint)(_lines.Origin + line * _lines.LineStride - Column) * Shape.Stride - Low;
        step.X = step.GradX = Tile(0) + offset;
        step.P = Tile(1) + offset;
        step.GradP = Tile(GradTile) + offset;
        step.AddP = Gathers && AddP;
        step.NeighbourStride = step.GradStride = Shape.TileLines * (nint)Shape.Stride;
        step.Gradient = Tile(1 + Problem.Neighbours) + offset;
        var (halo, carry) = (Halo(line), default(BackwardLine.Carry));
        Part(step, line, Math.Max(0, Range.From - halo), Math.Min(Shape.Length, Range.To + halo), ref carry);
    }

    /// <summary>A row: its gradients go straight to their place, those of the halo to scratch memory.</summary>
    private readonly void RowLine(BackwardLine step, int line, nint map, nint input, float* p)
    {
        var row = _lines.Offset(line, 0);
        step.X = Problem.X + input + row;
        step.P = p + row;
        step.NeighbourStride = Problem.NeighbourStride;
        step.Gradient = Gradient + map + row;
        step.Winner = Winner == null ? null : Winner + map + row;
        var aside = step;
        aside.GradX = Tile(0) - Low;
        aside.GradP = Tile(1) - Low;
        aside.GradStride = Shape.TileLines * (nint)Shape.Stride;
        step.GradX = GradX + input + row;
        step.GradP = GradP + row;
        step.GradStride = Problem.NeighbourStride;
        (step.AddX, step.AddP) = (AddX, AddP);
        var (halo, carry) = (Halo(line), default(BackwardLine.Carry));
        Part(aside, line, Math.Max(0, Range.From - halo), Range.From, ref carry);
        Part(step, line, Range.From, Range.To, ref carry);
        Part(aside, line, Range.To, Math.Min(Shape.Length, Range.To + halo), ref carry);
    }

    private readonly void Part(in BackwardLine step, int line, int from, int to, ref BackwardLine.Carry carry)
    {
        if (from < to)
            step.Run(Range.ThreeWay, Problem.Stable, first: Problem.IsFirst(line), from, to, ref carry);
    }

    /// <summary>Turns the block's part of a plane, while that of the following plane is fetched.</summary>
    private readonly void TurnIn(float* plane, float* tile, float* following)
    {
        var offset = (nint)Low * Problem.Width + Column;
        Transpose.Rectangle(
            plane + offset, Problem.Width, tile, Shape.Stride, High - Low, Range.Lines,
            following + offset, Problem.Width, 16, 8 * (nint)Problem.Width);
    }

    private readonly void TurnXAndWeightsIn(nint map, nint input, float* p)
    {
        TurnIn(Problem.X + input, Tile(0), p);
        for (var k = 0; k < Problem.Neighbours; k++)
        {
            var plane = p + k * Problem.NeighbourStride;
            TurnIn(plane, Tile(1 + k), k < Problem.Neighbours - 1 ? plane + Problem.NeighbourStride : Gradient + map);
        }
    }

    private readonly void TurnGradientIn(nint map, nint input)
    {
        var tile = Tile(1 + Problem.Neighbours);
        if (Winner == null)
        {
            TurnIn(Gradient + map, tile, GradX + input);
            return;
        }

        for (var row = Low; row < High; row += 8)
        {
            var count = Math.Min(8, High - row);
            var source = map + (nint)row * Problem.Width + Column;
            for (var r = Prefetch.Distance; r < Math.Min(Prefetch.Distance + 8, High - row); r++)
                Prefetch.Row(Gradient + source + (nint)r * Problem.Width, Range.Lines);
            for (var r = 0; r < count; r++, source += Problem.Width)
                RowOps.KeepWon(Rows + r * TileShape.Columns, Gradient + source, Winner + source, (byte)Direction, Range.Lines);
            Transpose.Rectangle(Rows, TileShape.Columns, tile + (row - Low), Shape.Stride, count, Range.Lines);
        }
    }

    /// <summary>Eight rows at a time, so that each cache line of the gradient is touched once.</summary>
    private readonly void TurnOut(float* tile, float* plane, bool add)
    {
        tile += Range.From - Low;
        plane += (nint)Range.From * Problem.Width + Column;
        for (int row = 0, count; row < Range.To - Range.From; row += count, tile += count, plane += (nint)count * Problem.Width)
        {
            count = Math.Min(8, Range.To - Range.From - row);
            for (var r = Prefetch.Distance; r < Math.Min(Prefetch.Distance + 8, Range.To - Range.From - row); r++)
                Prefetch.Row(plane + (nint)r * Problem.Width, Range.Lines);
            if (!add)
            {
                Transpose.Rectangle(tile, Shape.Stride, plane, Problem.Width, Range.Lines, count);
                continue;
            }

            Transpose.Rectangle(tile, Shape.Stride, Rows, TileShape.Columns, Range.Lines, count);
            for (var r = 0; r < count; r++)
                RowOps.Add(plane + (nint)r * Problem.Width, Rows + r * TileShape.Columns, Range.Lines);
        }
    }
}

/// <summary>What the tile of a horizontal block of a backward holds before the block runs, and keeps after it.</summary>
internal enum BackwardTile
{
    /// <summary>
    /// Nothing yet: the block turns x and the weights itself. The gradients of the weights take the place of the weights.
    /// </summary>
    Nothing,

    /// <summary>
    /// x and the weights, turned by the forward of this block. The gradients of the weights take the place of the weights.
    /// </summary>
    TurnedByForward,

    /// <summary>
    /// The same, and the gradients of the weights beside them: they stay for the next channel to be added, until
    /// <see cref="BackwardBlock.PutWeights"/>.
    /// </summary>
    GathersWeights,
}
