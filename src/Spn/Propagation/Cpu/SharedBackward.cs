namespace Spn;

/// <summary>
/// The three-way backward of some channels that share weights, side by side: from the last block to the first, the hidden lines of a
/// block are computed again from the kept one before it, then it runs backwards. The gradients of the weights are summed over the
/// channels line by line, then go through the backward of the constraint once.
/// </summary>
internal unsafe struct SharedBackward
{
    /// <summary>Single lines: weights of the forward, of two lines of the backward, their gradients, zeros, those of channels.</summary>
    private const int QForward = 0, QBackward = 3, GradQ = 9, Zeros = 12, FirstOfChannels = 13;

    public CpuProblem Problem;

    /// <summary>The lines that the forward kept.</summary>
    public HiddenLines Kept;

    /// <summary>The gradient of the output, N×C×H×W, and who won, null for a single scan.</summary>
    public float* Gradient;
    public byte* Winner;

    /// <summary>Where the gradients of x, N×C×H×W, and of the four directions' weights of this batch item go.</summary>
    public float* GradX, GradP;

    /// <summary>Whether the gradients of the weights are added to what stands there.</summary>
    public bool AddP;

    /// <summary>As many floats as <see cref="ScratchLength"/> says.</summary>
    public float* Scratch;

    private SharedTile _tile;
    private int _channels, _plane, _direction;
    private nint _map, _input;
    private float* _p, _gradP;
    private bool _addX;

    /// <summary>Floats of <see cref="Scratch"/>, for some channels.</summary>
    public static int ScratchLength(in CpuProblem problem, int channels) => Math.Max(
        SharedTile.Length(problem, 0, HiddenLines.BlockLines(0), LinesOf(channels), ArraysOf(0, channels)),
        SharedTile.Length(problem, 2, HiddenLines.BlockLines(2), LinesOf(channels), ArraysOf(2, channels)));

    /// <summary>All scans of some channels.</summary>
    public void Run(int batch, int first, int channels)
    {
        (_channels, _plane) = (channels, batch * Problem.Channels + first);
        _map = Problem.MapOffset(batch, first);
        for (var scan = 0; scan < Problem.Scans; scan++)
        {
            _direction = Problem.Scan(scan);
            _p = Problem.P + Problem.WeightOffset(batch, _direction, first);
            _gradP = GradP + Problem.WeightOffset(0, _direction, 0);
            _addX = scan != 0 && !Problem.Adds;
            _input = Problem.XOffset(batch, _direction, first);
            _tile = new SharedTile(
                Problem, _direction, HiddenLines.BlockLines(_direction), LinesOf(channels), ArraysOf(_direction, channels),
                Scratch);
            for (var block = _tile.Blocks - 1; block >= 0; block--)
                RunBlock(block);
        }
    }

    /// <summary>Of each channel the hidden line before a block, and two lines of what reaches.</summary>
    private static int LinesOf(int channels) => FirstOfChannels + 3 * channels;

    /// <summary>
    /// The hidden lines of each channel; of a horizontal scan also x, whose gradient takes its place, the gradient of the output, and the
    /// weights, whose gradients take theirs.
    /// </summary>
    private static int ArraysOf(int direction, int channels) =>
        direction < 2 ? 3 * channels + SharedTile.Neighbours : channels;

    private readonly bool Horizontal => _direction < 2;

    private readonly int XArray => _channels;

    private readonly int GradientArray => 2 * _channels;

    private readonly int WeightArray => 3 * _channels;

    private readonly int Reaching(int which) => FirstOfChannels + (1 + which) * _channels;

    private readonly void RunBlock(int block)
    {
        var (start, end) = _tile.Range(block);
        if (Horizontal)
            TurnIn(block);
        for (var c = 0; c < _channels && block > 0; c++)
            RowOps.Copy(_tile.Single(FirstOfChannels + c), Kept.Before(_plane + c, _direction, block), _tile.Lines.Length);
        for (var line = start; line < end; line++)
            RunForward(line, line == start);
        for (var line = end - 1; line >= start; line--)
            RunBackward(line, line == start, line == end - 1);
        if (Horizontal)
            TurnOut(block, start);
    }

    private readonly void TurnIn(int block)
    {
        nint plane = Problem.PlaneSize;
        float* x = Problem.X + _input, gradient = Gradient + _map;
        for (var k = 0; k < SharedTile.Neighbours; k++)
        {
            var p = _p + k * Problem.NeighbourStride;
            _tile.TurnIn(p, WeightArray + k, block, k < SharedTile.Neighbours - 1 ? p + Problem.NeighbourStride : x);
        }

        for (var c = 0; c < _channels; c++)
            _tile.TurnIn(x + c * plane, XArray + c, block, c < _channels - 1 ? x + (c + 1) * plane : gradient);
        for (var c = 0; c < _channels; c++)
            if (Winner != null)
                _tile.TurnWonIn(gradient + c * plane, Winner + _map + c * plane, GradientArray + c, block);
            else
                _tile.TurnIn(gradient + c * plane, GradientArray + c, block, null);
    }

    private readonly void TurnOut(int block, int start)
    {
        for (var c = 0; c < _channels; c++)
        {
            _tile.TurnOut(XArray + c, GradX + _input + (nint)c * Problem.PlaneSize, block, _addX);
            RowOps.Copy(_tile.Single(Reaching(0) + c), _tile.Line(GradientArray + c, start), _tile.Lines.Length);
        }

        for (var k = 0; k < SharedTile.Neighbours; k++)
            _tile.TurnOut(WeightArray + k, _gradP + k * Problem.NeighbourStride, block, AddP);
    }

    /// <summary>The raw weights of a line; those of its gradients stand alike.</summary>
    private readonly float* RawLine(float* plane, int line) =>
        Horizontal ? _tile.Line(WeightArray, line) : plane + _tile.Lines.Offset(line, 0);

    private readonly nint RawStride => Horizontal ? _tile.ArrayStride : Problem.NeighbourStride;

    private readonly float* XLine(int line) => Horizontal ? _tile.Line(XArray, line) : Problem.X + _input + _tile.Lines.Offset(line, 0);

    private readonly nint PlaneStride => Horizontal ? _tile.ArrayStride : Problem.PlaneSize;

    private readonly void RunForward(int line, bool first)
    {
        var work = new SharedLine
        {
            X = XLine(line),
            XStride = PlaneStride,
            Previous = first ? _tile.Single(FirstOfChannels) : _tile.Line(0, line - 1),
            PreviousStride = first ? _tile.Stride : _tile.ArrayStride,
            H = _tile.Line(0, line),
            HStride = _tile.ArrayStride,
            Q = _tile.Single(QForward),
            QStride = _tile.Stride,
            Channels = _channels,
            Length = _tile.Lines.Length,
        };
        if (Problem.IsFirst(line))
        {
            work.Copy();
            return;
        }

        _tile.Constrain(RawLine(_p, line), RawStride, QForward);
        work.Run(Problem.Adds);
    }

    private readonly void RunBackward(int line, bool first, bool last)
    {
        var offset = _map + _tile.Lines.Offset(line, 0);
        var q = QBackward + (line & 1) * 3;
        var starts = Problem.IsFirst(line);
        var work = new SharedBackwardLine
        {
            X = XLine(line),
            XStride = PlaneStride,
            Previous = starts ? _tile.Single(Zeros) : first ? _tile.Single(FirstOfChannels) : _tile.Line(0, line - 1),
            PreviousStride = starts ? 0 : first ? _tile.Stride : _tile.ArrayStride,
            Direction = (byte)_direction,
            GradientStride = PlaneStride,
            GradXStride = PlaneStride,
            Q = _tile.Single(q),
            LaterQ = _tile.Single(QBackward + (~line & 1) * 3),
            GradQ = _tile.Single(GradQ),
            QStride = _tile.Stride,
            Channels = _channels,
            Length = _tile.Lines.Length,
        };
        if (Horizontal)
        {
            work.Gradient = work.Reaching = _tile.Line(GradientArray, line);
            work.ReachingStride = _tile.ArrayStride;
            work.Later = last ? _tile.Single(Reaching(0)) : _tile.Line(GradientArray, line + 1);
            work.LaterStride = last ? _tile.Stride : _tile.ArrayStride;
            work.GradX = work.X;
        }
        else
        {
            work.Gradient = Gradient + offset;
            work.Winner = Winner == null ? null : Winner + offset;
            work.Reaching = _tile.Single(Reaching(line & 1));
            work.Later = _tile.Single(Reaching(~line & 1));
            work.ReachingStride = work.LaterStride = _tile.Stride;
            work.GradX = GradX + _input + _tile.Lines.Offset(line, 0);
            work.AddX = _addX;
            work.Ahead = line == 0 ? 0 : -_tile.Lines.LineStride;
        }

        if (Problem.IsFirst(line + 1))
        {
            // A new chunk passes nothing on, however large its gradient is.
            work.Later = _tile.Single(Zeros);
            work.LaterStride = 0;
        }

        if (!starts)
            _tile.Constrain(RawLine(_p, line), RawStride, q);
        else
            new Span<float>(_tile.Single(q), 3 * _tile.Stride).Clear();
        work.Run(Problem.Adds);
        PutWeights(line);
    }

    /// <summary>The gradients of a line of weights go through the constraint, in place, then where they belong.</summary>
    private readonly void PutWeights(int line)
    {
        float* d = _tile.Single(GradQ), d1 = _tile.Single(GradQ + 1), d2 = _tile.Single(GradQ + 2);
        float* p = RawLine(_p, line), to = RawLine(_gradP, line);
        var (stride, length) = (RawStride, _tile.Lines.Length);
        if (Problem.IsFirst(line))
            new Span<float>(d, 3 * _tile.Stride).Clear();
        else if (Problem.Stable)
            new NormaliseLine
            {
                P0 = p, P1 = p + stride, P2 = p + 2 * stride, D0 = d, D1 = d1, D2 = d2, Q0 = d, Q1 = d1, Q2 = d2, Length = length,
            }.Run<ClipNormaliser>(threeWay: true, backward: true, 0, length);
        // An absent neighbour has no gradient, not even a NaN.
        d[0] = d2[length - 1] = 0;
        for (var k = 0; k < SharedTile.Neighbours; k++, to += stride)
            if (AddP && !Horizontal)
                RowOps.Add(to, _tile.Single(GradQ + k), length);
            else
                RowOps.Copy(to, _tile.Single(GradQ + k), length);
    }
}
