namespace Spn;

/// <summary>The weights that a normalisation works on: memory that stays where it is, and its extents.</summary>
internal unsafe struct NormaliseProblem
{
    public Connection Connection;

    /// <summary>N×C×H×W of the weights; C is 1 where they are shared.</summary>
    public MapShape Shape;

    public Normalisation Normalisation;

    /// <summary>Lines of a chunk; 0 for whole scans.</summary>
    public int Chunk;

    /// <summary>The only direction, or null for all four.</summary>
    public Direction? Only;

    /// <summary>The raw weights.</summary>
    public float* P;

    /// <summary>The gradient of the normalised weights, N×4×K×C×H×W, or null for the forward.</summary>
    public float* Gradient;

    /// <summary>
    /// Where the normalised weights, or the gradient of the raw ones, go. It may be the same memory as the raw weights, or as the
    /// gradient, except with a gate.
    /// </summary>
    public float* Target;
}

/// <summary>A normalisation on its own, or its backward, over all weights. A run of rows of one plane of a direction is an item.</summary>
internal sealed unsafe class NormaliseTeam : CpuTeam
{
    private const int RowsOfItem = 64;

    private static readonly IdleTeams<NormaliseTeam> Idle = new();

    private NormaliseProblem _problem;
    private int _neighbours, _maps;

    /// <summary>Runs to the end.</summary>
    /// <param name="problem">What to do.</param>
    /// <param name="threads">Threads, 0 for all cores.</param>
    public static void Run(in NormaliseProblem problem, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        (team._neighbours, team._maps) = ((int)problem.Connection, problem.Normalisation.Maps(problem.Connection));
        var planes = problem.Shape.Planes * (problem.Only is null ? 4 : 1);
        team.RunAndRelease(1, planes * team.Blocks, threads == 0 ? Environment.ProcessorCount : threads);
    }

    private int Blocks => (_problem.Shape.Height + RowsOfItem - 1) / RowsOfItem;

    private nint Stride => (nint)_problem.Shape.Channels * _problem.Shape.PlaneSize;

    /// <summary>Maps of a direction that are written.</summary>
    private int Written => _problem.Gradient == null ? _neighbours : _maps;

    protected override int ScratchLength => 0;

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        var (plane, block) = Math.DivRem(item, Blocks);
        var (outer, channel) = Math.DivRem(plane, _problem.Shape.Channels);
        if (_problem.Only is { } only)
            outer = 4 * outer + (int)only;
        var (height, width) = (_problem.Shape.Height, _problem.Shape.Width);
        for (var row = block * RowsOfItem; row < Math.Min(height, (block + 1) * RowsOfItem); row++)
            Row(outer, row, (nint)channel * _problem.Shape.PlaneSize + (nint)row * width);
    }

    /// <summary>A row of a direction of a batch item, <paramref name="offset"/> into a map of all its channels.</summary>
    private void Row(int outer, int row, nint offset)
    {
        var (direction, height, width) = (outer % 4, _problem.Shape.Height, _problem.Shape.Width);
        var target = _problem.Target + outer * Written * Stride + offset;
        var line = direction == 2 ? row : height - 1 - row;
        if (direction >= 2 && ScanLines.IsFirst(line, _problem.Chunk))
        {
            for (var k = 0; k < Written; k++)
                new Span<float>(target + k * Stride, width).Clear();
            return;
        }

        // Across a vertical scan a row loses a neighbour at either end; along a horizontal one the first and the last row lack one.
        var beside = _neighbours == 3 ? Stride : 0;
        var (smaller, larger) = (_neighbours == 3 && (direction >= 2 || row > 0), _neighbours == 3 && (direction >= 2 || row < height - 1));
        var p = _problem.P + outer * _maps * Stride + offset;
        var d = _problem.Gradient + outer * _neighbours * Stride + offset;
        var gate = _maps > _neighbours ? _neighbours * Stride : -1;
        var work = new NormaliseLine
        {
            P0 = smaller ? p : null, P1 = p + beside, P2 = larger ? p + 2 * beside : null,
            D0 = d, D1 = d + beside, D2 = d + 2 * beside,
            Q0 = target, Q1 = target + beside, Q2 = target + 2 * beside,
            Gate = gate < 0 ? null : p + gate, GradGate = gate < 0 || _problem.Gradient == null ? null : target + gate,
            Length = direction >= 2 ? width : -1,
        };
        Run(work, width);
        Clear(direction, target, smaller, larger);
    }

    private void Run(in NormaliseLine line, int width)
    {
        var (threeWay, backward) = (_neighbours == 3, _problem.Gradient != null);
        switch (_problem.Normalisation)
        {
            case Normalisation.Clip:
                line.Run<ClipNormaliser>(threeWay, backward, 0, width);
                break;
            case Normalisation.Always:
                line.Run<AlwaysNormaliser>(threeWay, backward, 0, width);
                break;
            case Normalisation.RowStochastic:
                line.Run<RowStochasticNormaliser>(threeWay, backward, 0, width);
                break;
            case Normalisation.Gate:
                line.Run<GateNormaliser>(threeWay, backward, 0, width);
                break;
            default:
                line.Run<RawNormaliser>(threeWay, backward, 0, width);
                break;
        }
    }

    /// <summary>Zeros where a row has no neighbours.</summary>
    private void Clear(int direction, float* target, bool smaller, bool larger)
    {
        var width = _problem.Shape.Width;
        if (_neighbours == 3 && direction >= 2)
            target[0] = target[2 * Stride + width - 1] = 0;
        if (_neighbours == 3 && !smaller)
            new Span<float>(target, width).Clear();
        if (_neighbours == 3 && !larger)
            new Span<float>(target + 2 * Stride, width).Clear();
        for (long line = 0; direction < 2 && line < width; line += _problem.Chunk == 0 ? width : _problem.Chunk)
            for (var k = 0; k < Written; k++)
                target[k * Stride + (nint)(direction == 0 ? line : width - 1 - line)] = 0;
    }
}
