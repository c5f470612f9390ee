namespace Spn;

/// <summary>
/// A forward call on a team of threads. With enough planes each item is a plane (or, where channels share weights, a few of them)
/// from its first block to its last, so that its input and output stay in the cache over the four scans. With few planes the team works
/// on one plane at a time: a stage is a block of one direction, its items are the segments of that block.
/// </summary>
internal sealed unsafe class ForwardTeam : CpuTeam
{
    private static readonly IdleTeams<ForwardTeam> Idle = new();

    private CpuProblem _problem;
    private float* _output, _carry;
    private byte* _winner;
    private HiddenLines _kept;
    private int _workers, _group, _groups;
    private readonly TileShape[] _shapes = new TileShape[4];

    /// <summary>Runs a call to its end.</summary>
    /// <param name="problem">The problem, its arrays pinned.</param>
    /// <param name="output">N×C×H×W.</param>
    /// <param name="winner">N×C×H×W bytes for four scans, null for one.</param>
    /// <param name="kept">Where lines are kept for the backward, or nothing.</param>
    /// <param name="threads">Threads, at least one.</param>
    public static void Run(in CpuProblem problem, float* output, byte* winner, HiddenLines kept, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        team._output = output;
        team._winner = winner;
        team._kept = kept;
        team.Cut(threads);
        if (team._workers == 1)
        {
            team.RunAndRelease(1, problem.Batch * team._groups, threads);
            return;
        }

        var stages = 0;
        var items = 0;
        foreach (var shape in team._shapes.AsSpan(0, problem.Scans))
            (stages, items) = (stages + shape.Blocks, Math.Max(items, shape.Segments));
        var carry = System.Buffers.ArrayPool<float>.Shared.Rent(2 * problem.MaxLength);
        fixed (float* pinned = carry)
        {
            team._carry = pinned;
            team.RunAndRelease(problem.Planes * stages, items, threads);
        }

        System.Buffers.ArrayPool<float>.Shared.Return(carry);
    }

    protected override int ScratchLength
    {
        get
        {
            var length = 0;
            foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
                length = Math.Max(length, ForwardBlock.ScratchLength(_problem, shape));
            if (SideBySide)
                return 16 + SharedForward.ScratchLength(_problem, _group);
            return length + 32 + (_workers == 1 ? 2 * _group * _problem.MaxLength : 0);
        }
    }

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        fixed (float* pinned = scratch)
        {
            var aligned = (float*)(((nint)pinned + 63) & ~63);
            if (_workers == 1)
                RunPlanes(item / _groups, item % _groups * _group, aligned);
            else
                RunSegment(stage, item, aligned);
        }
    }

    private void Cut(int threads)
    {
        _workers = CpuSplit.WorkersPerPlane(_problem.Planes, _problem.PlaneSize, threads);
        _group = _workers == 1 ? CpuSplit.ChannelsPerItem(_problem, threads) : 1;
        _groups = (_problem.Channels + _group - 1) / _group;
        for (var scan = 0; scan < _problem.Scans; scan++)
            _shapes[scan] = TileShape.Of(
                _problem.Lines(_problem.Scan(scan)), _problem.Scan(scan) < 2,
                direct: (_winner == null || scan == 0) && !(_problem.Shared && _problem.Stable), wide: !_problem.Shared, _workers);
    }

    /// <summary>
    /// Whether the channels of an item go side by side, line by line; on short lines, and in a vertical scan alone, that costs more than
    /// it gives.
    /// </summary>
    private bool SideBySide =>
        CpuSplit.SideBySide(_problem) && _workers == 1 && CpuSplit.LongLines(_problem) && _problem.OnlyDirection < 2;

    private ForwardBlock Block(int scan, int block, int segment, float* scratch)
    {
        var shape = _shapes[scan];
        return new ForwardBlock
        {
            Problem = _problem,
            Shape = shape,
            Direction = _problem.Scan(scan),
            Range = shape.Range(block, segment, _problem.Neighbours == 3),
            Output = _output,
            Winner = _winner,
            Kept = _kept,
            Scratch = scratch,
        };
    }

    /// <summary>The planes of an item: one after the other, or, where they share weights, together from block to block.</summary>
    private void RunPlanes(int batch, int firstChannel, float* scratch)
    {
        var (end, together) = (Math.Min(_problem.Channels, firstChannel + _group), _problem.Shared ? _group : 1);
        if (SideBySide)
        {
            new SharedForward { Problem = _problem, Output = _output, Winner = _winner, Kept = _kept, Scratch = scratch }
                .Run(batch, firstChannel, end - firstChannel);
            return;
        }

        for (var channel = firstChannel; channel < end; channel += together)
            for (var scan = 0; scan < _problem.Scans; scan++)
                RunScan(scan, batch, channel, Math.Min(end, channel + together), channel + 1 < end, scratch);
    }

    private void RunScan(int scan, int batch, int firstChannel, int endChannel, bool more, float* scratch)
    {
        // Of each channel two hidden lines: the one before the block and the one after it.
        var length = _problem.MaxLength;
        var tile = scratch + ((2 * _group * length + 15) & ~15);
        for (var block = 0; block < _shapes[scan].Blocks; block++)
            for (var segment = 0; segment < _shapes[scan].Segments; segment++)
            {
                var work = Block(scan, block, segment, tile);
                (work.AheadX, work.AheadP) = Ahead(scan, batch, firstChannel, more);
                work.Prepare(batch, firstChannel);
                for (var channel = firstChannel; channel < endChannel; channel++)
                {
                    var lines = scratch + (channel - firstChannel) * 2 * length;
                    work.Run(batch, channel, lines + (block & 1) * length, lines + (~block & 1) * length);
                }
            }
    }

    /// <summary>
    /// From the planes of a scan to those that this thread will read next, as long as both fit into the second cache; 0 where there are
    /// none.
    /// </summary>
    private (nint X, nint P) Ahead(int scan, int batch, int channel, bool more)
    {
        if (_problem.Shared || !CpuSplit.TwoScansFit(_problem) || (scan == _problem.Scans - 1 && !more))
            return (0, 0);
        var here = _problem.WeightOffset(batch, _problem.Scan(scan), channel);
        return scan < _problem.Scans - 1
            ? (0, _problem.WeightOffset(batch, _problem.Scan(scan + 1), channel) - here)
            : (_problem.PlaneSize, _problem.WeightOffset(batch, _problem.Scan(0), channel + 1) - here);
    }

    private void RunSegment(int stage, int segment, float* scratch)
    {
        var stagesOfPlane = 0;
        foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
            stagesOfPlane += shape.Blocks;
        var (plane, block) = Math.DivRem(stage, stagesOfPlane);
        var scan = 0;
        for (; block >= _shapes[scan].Blocks; scan++)
            block -= _shapes[scan].Blocks;
        if (segment >= _shapes[scan].Segments)
            return;
        var work = Block(scan, block, segment, scratch);
        var (batch, channel) = Math.DivRem(plane, _problem.Channels);
        work.Prepare(batch, channel);
        work.Run(batch, channel, _carry + (block & 1) * _problem.MaxLength, _carry + (~block & 1) * _problem.MaxLength);
    }
}
