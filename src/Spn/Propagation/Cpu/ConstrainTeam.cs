namespace Spn;

/// <summary>
/// The stability constraint on its own, or its backward, over all weights: a run of rows of one plane of one direction is an item.
/// </summary>
internal sealed unsafe class ConstrainTeam : CpuTeam
{
    private const int RowsOfItem = 64;

    private static readonly IdleTeams<ConstrainTeam> Idle = new();

    private float* _p, _gradient, _target;
    private MapShape _shape;
    private int _neighbours;

    /// <summary>Runs to the end.</summary>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="shape">N×C×H×W of the weights; C is 1 where they are shared.</param>
    /// <param name="p">The raw weights.</param>
    /// <param name="gradient">The gradient of the constrained weights, or null for the forward.</param>
    /// <param name="target">Where the constrained weights, or the gradient of the raw ones, go.</param>
    /// <param name="threads">Threads, 0 for all cores.</param>
    public static void Run(Connection connection, MapShape shape, float* p, float* gradient, float* target, int threads)
    {
        var team = Idle.Take();
        team._p = p;
        team._gradient = gradient;
        team._target = target;
        (team._shape, team._neighbours) = (shape, (int)connection);
        team.RunAndRelease(1, shape.Batch * 4 * shape.Channels * team.Blocks, threads == 0 ? Environment.ProcessorCount : threads);
    }

    private int Blocks => (_shape.Height + RowsOfItem - 1) / RowsOfItem;

    protected override int ScratchLength => 0;

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        var (plane, block) = Math.DivRem(item, Blocks);
        var (outer, channel) = Math.DivRem(plane, _shape.Channels);
        var direction = outer % 4;
        var stride = (nint)_shape.Channels * _shape.PlaneSize;
        var start = outer * _neighbours * stride + (nint)channel * _shape.PlaneSize;
        for (var row = block * RowsOfItem; row < Math.Min(_shape.Height, (block + 1) * RowsOfItem); row++)
            Row(direction, row, start + (nint)row * _shape.Width, stride);
    }

    private void Row(int direction, int row, nint offset, nint stride)
    {
        var (height, width) = (_shape.Height, _shape.Width);
        if (direction >= 2 && row == (direction == 2 ? 0 : height - 1))
        {
            for (var k = 0; k < _neighbours; k++)
                new Span<float>(_target + offset + k * stride, width).Clear();
            return;
        }

        // Across a vertical scan a row loses a neighbour at either end; along a horizontal one the first and the last row lack one.
        var middle = _neighbours / 2 * stride + offset;
        var (smaller, larger) = (_neighbours == 3 && (direction >= 2 || row > 0), _neighbours == 3 && (direction >= 2 || row < height - 1));
        var line = new ConstrainLine
        {
            P1 = _p + middle, D1 = _gradient + middle, Q1 = _target + middle, Length = direction >= 2 ? width : -1,
        };
        if (smaller)
        {
            line.P0 = _p + offset;
            line.D0 = _gradient + offset;
            line.Q0 = _target + offset;
        }

        if (larger)
        {
            line.P2 = _p + middle + stride;
            line.D2 = _gradient + middle + stride;
            line.Q2 = _target + middle + stride;
        }

        if (_gradient != null && _neighbours == 3)
            line.Run<Yes, Yes>(0, width);
        else if (_gradient != null)
            line.Run<No, Yes>(0, width);
        else if (_neighbours == 3)
            line.Run<Yes, No>(0, width);
        else
            line.Run<No, No>(0, width);
        Clear(direction, offset, stride, smaller, larger);
    }

    /// <summary>Zeros where a row has no neighbours.</summary>
    private void Clear(int direction, nint offset, nint stride, bool smaller, bool larger)
    {
        var width = _shape.Width;
        if (_neighbours == 3 && direction >= 2)
            _target[offset] = _target[offset + 2 * stride + width - 1] = 0;
        if (_neighbours == 3 && !smaller)
            new Span<float>(_target + offset, width).Clear();
        if (_neighbours == 3 && !larger)
            new Span<float>(_target + offset + 2 * stride, width).Clear();
        for (var k = 0; k < _neighbours && direction < 2; k++)
            _target[offset + k * stride + (direction == 0 ? 0 : width - 1)] = 0;
    }
}
