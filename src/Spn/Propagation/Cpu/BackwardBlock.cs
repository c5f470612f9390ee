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

    /// <summary>The lines [Start, End) of the scan and the positions [From, To).</summary>
    public int Start, End, From, To;

    /// <summary>The gradient of the output, N×C×H×W, and who won, null for a single scan.</summary>
    public float* Gradient;
    public byte* Winner;

    /// <summary>The gradients of x and of the weights of this plane's first neighbour.</summary>
    public float* GradX, GradP;

    /// <summary>Whether gradients are added to what stands there.</summary>
    public bool AddX, AddP;

    /// <summary>The hidden lines of the whole plane.</summary>
    public LineSet Hidden;

    /// <summary>The tile: K + 2 times a block of lines, rows of eight, and 2·K lines for what a line passes on.</summary>
    public float* Scratch;

    private ScanLines _lines;

    /// <summary>Floats of <see cref="Scratch"/>.</summary>
    public static int ScratchLength(in CpuProblem problem, in TileShape shape) =>
        (2 + problem.Neighbours) * TileLines(shape) * shape.Stride + 8 * TileShape.Columns + 2 * problem.Neighbours * shape.Stride;

    private static int TileLines(in TileShape shape) => Math.Min(shape.BlockLines, TileShape.Columns);

    private readonly bool Horizontal => Direction < 2;

    private readonly int Low => Math.Max(0, From - Problem.Halo(End - 1 - Start));

    private readonly int High => Math.Min(Shape.Length, To + Problem.Halo(End - 1 - Start));

    /// <summary>The tile of one array: 0 for x and its gradient, 1 + k for the weights and theirs, K + 1 for the gradient of h.</summary>
    private readonly float* Tile(int array) => Scratch + array * TileLines(Shape) * (nint)Shape.Stride;

    private readonly float* Rows => Tile(2 + Problem.Neighbours);

    /// <summary>The first column of the block.</summary>
    private readonly int Column => _lines.LineStride > 0 ? Start : Shape.Count - End;

    /// <summary>Runs the block for one plane.</summary>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="later">What the line after the block passed on, K lines; null at the end of the scan.</param>
    /// <param name="passed">Where to leave what the first line of the block passes on.</param>
    /// <param name="passedStride">Floats from one of these K lines to the next.</param>
    public void Run(int batch, int channel, float* later, float* passed, nint passedStride)
    {
        _lines = Problem.Lines(Direction);
        var map = Problem.MapOffset(batch, channel);
        var p = Problem.P + Problem.WeightOffset(batch, Direction, channel);
        if (Horizontal)
        {
            TurnIn(Problem.X + map, Tile(0));
            for (var k = 0; k < Problem.Neighbours; k++)
                TurnIn(p + k * Problem.NeighbourStride, Tile(1 + k));
            TurnGradientIn(map);
        }

        var local = Rows + 8 * TileShape.Columns;
        for (var line = End - 1; line >= Start; line--)
        {
            var halo = Problem.Halo(line - Start);
            var (from, to) = (Math.Max(0, From - halo), Math.Min(Shape.Length, To + halo));
            var step = new BackwardLine
            {
                Later = line == End - 1 ? later : local + (~line & 1) * Problem.Neighbours * Shape.Stride - Low,
                LaterStride = line == End - 1 ? passedStride : Shape.Stride,
                Passed = line == Start ? passed : local + (line & 1) * Problem.Neighbours * Shape.Stride - Low,
                PassedStride = line == Start ? passedStride : Shape.Stride,
                Previous = Hidden[line - 1],
            };
            if (Horizontal)
                TurnedLine(step, line, from, to);
            else
                RowLine(step, line, map, p, from, to);
        }

        if (!Horizontal)
            return;
        TurnOut(Tile(0), GradX + map, AddX);
        for (var k = 0; k < Problem.Neighbours; k++)
            TurnOut(Tile(1 + k), GradP + k * Problem.NeighbourStride, AddP);
    }

    /// <summary>A column: it stands turned in the tile, and its gradients take the place of what they are gradients of.</summary>
    private readonly void TurnedLine(BackwardLine step, int line, int from, int to)
    {
        var offset = (nint)(_lines.Origin + line * _lines.LineStride - Column) * Shape.Stride - Low;
        step.X = step.GradX = Tile(0) + offset;
        step.P = step.GradP = Tile(1) + offset;
        step.NeighbourStride = step.GradStride = TileLines(Shape) * (nint)Shape.Stride;
        step.Gradient = Tile(1 + Problem.Neighbours) + offset;
        Line(step, line, from, to);
    }

    /// <summary>A row: its gradients go straight to their place, those of the halo to scratch memory.</summary>
    private readonly void RowLine(BackwardLine step, int line, nint map, float* p, int from, int to)
    {
        var row = _lines.Offset(line, 0);
        var (gradX, gradP, gradient) = (0, 1, 1 + Problem.Neighbours);
        step.X = Problem.X + map + row;
        step.P = p + row;
        step.NeighbourStride = Problem.NeighbourStride;
        step.Gradient = Gradient + map + row;
        if (Winner != null)
        {
            step.Gradient = Tile(gradient) - Low;
            RowOps.KeepWon(step.Gradient + from, Gradient + map + row + from, Winner + map + row + from, (byte)Direction, to - from);
        }

        step.GradX = Tile(gradX) - Low;
        step.GradP = Tile(gradP) - Low;
        step.GradStride = TileLines(Shape) * (nint)Shape.Stride;
        if (Problem.Shared)
        {
            Line(step, line, from, to);
            for (var k = 0; k < Problem.Neighbours; k++)
                Put(GradP + k * Problem.NeighbourStride + row + From, step.GradP + k * step.GradStride + From, To - From, AddP);
        }
        else
        {
            Line(step, line, from, From);
            Line(step, line, To, to);
            step.GradP = GradP + row;
            step.GradStride = Problem.NeighbourStride;
            Line(step, line, From, To);
        }

        Put(GradX + map + row + From, step.GradX + From, To - From, AddX);
    }

    private readonly void Line(BackwardLine step, int line, int from, int to)
    {
        var threeWay = Problem.Neighbours == 3;
        if (line == 0 && threeWay)
            step.RunFirst<Yes>(from, to, Shape.Length);
        else if (line == 0)
            step.RunFirst<No>(from, to, Shape.Length);
        else if (threeWay && Problem.Stable)
            step.Run<Yes, Yes>(from, to, Shape.Length);
        else if (threeWay)
            step.Run<Yes, No>(from, to, Shape.Length);
        else if (Problem.Stable)
            step.Run<No, Yes>(from, to, Shape.Length);
        else
            step.Run<No, No>(from, to, Shape.Length);
    }

    private readonly void TurnIn(float* plane, float* tile) =>
        Transpose.Rectangle(plane + (nint)Low * Problem.Width + Column, Problem.Width, tile, Shape.Stride, High - Low, End - Start);

    private readonly void TurnGradientIn(nint map)
    {
        var tile = Tile(1 + Problem.Neighbours);
        if (Winner == null)
        {
            TurnIn(Gradient + map, tile);
            return;
        }

        for (var row = Low; row < High; row += 8)
        {
            var count = Math.Min(8, High - row);
            var source = map + (nint)row * Problem.Width + Column;
            for (var r = 0; r < count; r++, source += Problem.Width)
                RowOps.KeepWon(Rows + r * TileShape.Columns, Gradient + source, Winner + source, (byte)Direction, End - Start);
            Transpose.Rectangle(Rows, TileShape.Columns, tile + (row - Low), Shape.Stride, count, End - Start);
        }
    }

    private readonly void TurnOut(float* tile, float* plane, bool add)
    {
        tile += From - Low;
        plane += (nint)From * Problem.Width + Column;
        if (!add)
        {
            Transpose.Rectangle(tile, Shape.Stride, plane, Problem.Width, End - Start, To - From);
            return;
        }

        for (var row = 0; row < To - From; row += 8)
        {
            var count = Math.Min(8, To - From - row);
            Transpose.Rectangle(tile + row, Shape.Stride, Rows, TileShape.Columns, End - Start, count);
            for (var r = 0; r < count; r++)
                RowOps.Add(plane + (nint)(row + r) * Problem.Width, Rows + r * TileShape.Columns, End - Start);
        }
    }

    private static void Put(float* target, float* source, int count, bool add)
    {
        if (add)
            RowOps.Add(target, source, count);
        else
            RowOps.Copy(target, source, count);
    }
}
