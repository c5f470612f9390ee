namespace Spn;

/// <summary>
/// The three-way forward of a few channels that share weights. They are scanned side by side, a line of all of them after the other, so
/// that each line of weights is read, turned and constrained once for all of them.
/// </summary>
internal unsafe struct SharedForward
{
    /// <summary>Single lines: the constrained weights of one line, then those that the scan passes on.</summary>
    private const int Q = 0, FirstOfChannels = 3;

    public CpuProblem Problem;

    /// <summary>The output, N×C×H×W, null where only lines are kept, and the winners of the maximum, null for a single scan.</summary>
    public float* Output;
    public byte* Winner;

    /// <summary>Where lines are kept for the backward, or nothing.</summary>
    public HiddenLines Kept;

    /// <summary>As many floats as <see cref="ScratchLength"/> says.</summary>
    public float* Scratch;

    private SharedTile _tile;
    private int _channels, _plane;
    private nint _map, _input;
    private float* _p;

    private readonly bool Merges => Winner != null && _tile.Direction != CpuProblem.Order[0];

    /// <summary>Floats of <see cref="Scratch"/>, for some channels.</summary>
    public static int ScratchLength(in CpuProblem problem, int channels) => Math.Max(
        SharedTile.Length(problem, 0, TileShape.Columns, FirstOfChannels + channels, channels + SharedTile.Neighbours),
        SharedTile.Length(problem, 2, 0, FirstOfChannels + 2 * channels, 0));

    /// <summary>All scans of some channels.</summary>
    public void Run(int batch, int first, int channels)
    {
        (_channels, _plane) = (channels, batch * Problem.Channels + first);
        _map = Problem.MapOffset(batch, first);
        for (var scan = 0; scan < Problem.Scans; scan++)
        {
            var direction = Problem.Scan(scan);
            _p = Problem.P + Problem.WeightOffset(batch, direction, first);
            _input = Problem.XOffset(batch, direction, first);
            if (direction < 2)
                RunColumns(direction);
            else
                RunRows(direction);
        }
    }

    /// <summary>Rows as they lie: of the hidden lines only two stay, since each goes to the output at once.</summary>
    private void RunRows(int direction)
    {
        _tile = new SharedTile(Problem, direction, 0, FirstOfChannels + 2 * _channels, 0, Scratch);
        var (count, length) = (_tile.Lines.Count, _tile.Lines.Length);
        for (var line = 0; line < count; line++)
        {
            var row = _tile.Lines.Offset(line, 0);
            var work = new SharedLine
            {
                X = Problem.X + _input + row,
                XStride = Problem.PlaneSize,
                Previous = _tile.Single(FirstOfChannels + (~line & 1) * _channels),
                PreviousStride = _tile.Stride,
                H = _tile.Single(FirstOfChannels + (line & 1) * _channels),
                HStride = _tile.Stride,
                Output = Output == null || Merges ? null : Output + _map + row,
                OutputStride = Problem.PlaneSize,
                Ahead = line < count - 1 ? _tile.Lines.LineStride : 0,
            };
            RunLine(work, line, _p + row, Problem.NeighbourStride);
            var target = _map + row;
            if (Merges)
                RowOps.Maximum<No>(
                    work.H, work.HStride, Output + target, Winner + target, Problem.PlaneSize, (byte)direction, length, _channels);
            else if (Winner != null)
                RowOps.Fill(Winner + target, (byte)direction, Problem.PlaneSize, length, _channels);
        }
    }

    private void RunColumns(int direction)
    {
        _tile = new SharedTile(
            Problem, direction, TileShape.Columns, FirstOfChannels + _channels, _channels + SharedTile.Neighbours, Scratch);
        for (var block = 0; block < _tile.Blocks; block++)
        {
            TurnIn(block);
            var (start, end) = _tile.Range(block);
            for (var line = start; line < end; line++)
            {
                var x = _tile.Line(0, line);
                var work = new SharedLine
                {
                    X = x,
                    XStride = _tile.ArrayStride,
                    Previous = line == start ? _tile.Single(FirstOfChannels) : _tile.Line(0, line - 1),
                    PreviousStride = line == start ? _tile.Stride : _tile.ArrayStride,
                    H = x,
                    HStride = _tile.ArrayStride,
                };
                RunLine(work, line, _tile.Line(_channels, line), _tile.ArrayStride);
            }

            for (var c = 0; c < _channels; c++)
            {
                RowOps.Copy(_tile.Single(FirstOfChannels + c), _tile.Line(c, end - 1), _tile.Lines.Length);
                var plane = _map + (nint)c * Problem.PlaneSize;
                if (Output != null && Merges)
                    _tile.MergeOut(c, Output + plane, Winner + plane, block);
                else if (Output != null)
                    _tile.TurnOut(c, Output + plane, block, add: false);
            }
        }
    }

    /// <summary>Turns a block of the weights and of every channel.</summary>
    private readonly void TurnIn(int block)
    {
        var x = Problem.X + _input;
        for (var k = 0; k < SharedTile.Neighbours; k++)
        {
            var p = _p + k * Problem.NeighbourStride;
            _tile.TurnIn(p, _channels + k, block, k < SharedTile.Neighbours - 1 ? p + Problem.NeighbourStride : x);
        }

        for (var c = 0; c < _channels; c++, x += Problem.PlaneSize)
            _tile.TurnIn(x, c, block, c < _channels - 1 ? x + Problem.PlaneSize : _p);
    }

    /// <summary>One line of all channels, from raw weights; lines that blocks of the backward begin after are kept.</summary>
    private readonly void RunLine(SharedLine work, int line, float* p, nint neighbourStride)
    {
        work.Q = _tile.Single(Q);
        work.QStride = _tile.Stride;
        (work.Channels, work.Length) = (_channels, _tile.Lines.Length);
        if (Problem.IsFirst(line))
        {
            work.Copy();
        }
        else
        {
            _tile.Constrain(p, neighbourStride, Q);
            work.Run(Problem.Adds);
        }

        var step = HiddenLines.BlockLines(_tile.Direction);
        for (var c = 0; c < _channels && Kept.Exist && (line + 1) % step == 0 && line < _tile.Lines.Count - 1; c++)
            RowOps.Copy(Kept.Before(_plane + c, _tile.Direction, (line + 1) / step), work.H + c * work.HStride, work.Length);
    }
}
