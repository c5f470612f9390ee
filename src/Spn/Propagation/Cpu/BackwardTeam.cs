using System.Buffers;

namespace Spn;

/// <summary>
/// A backward call on a team of threads, cut as <see cref="ForwardTeam"/> cuts the forward, except that its blocks are those that the
/// forward kept lines for. From the last block to the first, the hidden lines of a block are computed again from the line before it and
/// then its backward runs, with x and the weights still in the cache or, in whole lines, in the tile. Where channels share weights, their
/// gradients are summed in an order that depends on the shape alone.
/// </summary>
internal sealed unsafe class BackwardTeam : CpuTeam
{
    private static readonly IdleTeams<BackwardTeam> Idle = new();

    private CpuProblem _problem;
    private float* _gradient, _gradX, _gradP, _partial, _hidden, _carry;
    private byte* _winner;
    private HiddenLines _kept;
    private bool _complete;
    private int _workers, _group, _groups;
    private readonly TileShape[] _shapes = new TileShape[4];

    /// <summary>
    /// Runs a call to its end, with the lines kept by the forward, which it computes itself where they are not complete. Gradients of the
    /// weights in directions that it does not scan are left as they are.
    /// </summary>
    public static void Run(
        in CpuProblem problem, HiddenLines kept, bool complete, float* gradient, byte* winner, float* gradX, float* gradP, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        team._kept = kept;
        team._complete = complete;
        team._gradient = gradient;
        team._winner = winner;
        team._gradX = gradX;
        team._gradP = gradP;
        team.Cut(threads);
        var split = team._workers > 1;
        var hidden = ArrayPool<float>.Shared.Rent(split ? team.HiddenLength + 2 * problem.MaxLength : 0);
        var partial = ArrayPool<float>.Shared.Rent(checked(problem.Batch * (team._groups - 1) * team.WeightLength));
        fixed (float* pinnedHidden = hidden, pinnedPartial = partial)
        {
            team._hidden = pinnedHidden;
            team._carry = pinnedHidden + team.HiddenLength;
            team._partial = pinnedPartial;
            if (!split)
            {
                team.RunAndRelease(team._groups > 1 && problem.Shared ? 2 : 1, problem.Batch * team._groups, threads);
            }
            else
            {
                var (stages, items) = (0, 0);
                foreach (var shape in team._shapes.AsSpan(0, problem.Scans))
                    (stages, items) = (stages + team.StagesOf(shape), Math.Max(items, shape.Segments));
                team.RunAndRelease(problem.Planes * stages, items, threads);
            }
        }

        ArrayPool<float>.Shared.Return(hidden);
        ArrayPool<float>.Shared.Return(partial);
    }

    /// <summary>The weights of one batch item that all channels share.</summary>
    private int WeightLength => _problem.Shared ? 4 * _problem.Neighbours * _problem.PlaneSize : 0;

    /// <summary>The hidden lines of a block and the one before it.</summary>
    private int HiddenLength
    {
        get
        {
            var length = 0;
            foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
                length = Math.Max(length, checked((shape.BlockLines + 1) * shape.LineStride));
            return length;
        }
    }

    protected override int ScratchLength
    {
        get
        {
            if (SideBySide)
            {
                var channels = Math.Min(_group, CpuSplit.MostSideBySide);
                return 16 + Math.Max(SharedForward.ScratchLength(_problem, channels), SharedBackward.ScratchLength(_problem, channels));
            }

            var length = 0;
            foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
                length = Math.Max(
                    length, Math.Max(ForwardBlock.ScratchLength(_problem, shape), BackwardBlock.ScratchLength(_problem, shape)));
            return length + 16 + (_workers == 1 ? checked(HiddenLength + 2 * _group * _problem.MaxLength + 16) : 0);
        }
    }

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        fixed (float* pinned = scratch)
        {
            var aligned = (float*)(((nint)pinned + 63) & ~63);
            if (_workers > 1)
                RunSegment(stage, item, aligned);
            else if (stage == 0 && SideBySide)
                RunSideBySide(item / _groups, item % _groups, aligned);
            else if (stage == 0)
                RunPlanes(item / _groups, item % _groups, aligned);
            else
                Sum(item / _groups, item % _groups);
        }
    }

    private void Cut(int threads)
    {
        // Groups of shared weights must not depend on the threads: they decide in which order gradients are summed.
        _groups = !_problem.Shared ? _problem.Channels : CpuSplit.GradientGroups(_problem);
        _group = (_problem.Channels + _groups - 1) / _groups;
        if (CpuSplit.SideBySide(_problem))
            _group = Math.Max(_group, CpuSplit.LeastSideBySide(_problem.Channels));
        _groups = (_problem.Channels + _group - 1) / _group;
        _workers = SideBySide || (_problem.Shared && _groups > 1) ? 1
            : CpuSplit.WorkersPerPlane(_problem.Batch * _groups, _problem.PlaneSize, threads);
        for (var scan = 0; scan < _problem.Scans; scan++)
            _shapes[scan] = TileShape.OfBackward(_problem.Lines(_problem.Scan(scan)), _problem.Scan(scan), _workers);
    }

    /// <summary>
    /// Whether channels share weights and go side by side. The shape alone decides, since their gradients are summed in another order than
    /// where threads share a plane.
    /// </summary>
    private bool SideBySide => CpuSplit.SideBySide(_problem) && (_groups > 1 || _problem.Batch >= CpuSplit.MostGroups);

    private void RunSideBySide(int batch, int group, float* scratch)
    {
        var end = Math.Min(_problem.Channels, (group + 1) * _group);
        for (int first = group * _group, channels; first < end; first += channels)
        {
            channels = Math.Min(CpuSplit.MostSideBySide, end - first);
            if (!_complete)
                new SharedForward { Problem = _problem, Kept = _kept, Scratch = scratch }.Run(batch, first, channels);
            new SharedBackward
            {
                Problem = _problem,
                Kept = _kept,
                Gradient = _gradient,
                Winner = _winner,
                GradX = _gradX,
                GradP = group == 0 ? _gradP + _problem.WeightOffset(batch, 0, 0) : Partial(batch, group),
                AddP = first > group * _group,
                Scratch = scratch,
            }.Run(batch, first, channels);
        }
    }

    private void RunPlanes(int batch, int group, float* scratch)
    {
        var carry = scratch + HiddenLength;
        var tile = (float*)(((nint)(carry + 2 * _group * _problem.MaxLength) + 63) & ~63);
        var (first, end) = (group * _group, Math.Min(_problem.Channels, (group + 1) * _group));
        for (var scan = 0; scan < _problem.Scans; scan++)
        {
            for (var block = 0; !_complete && block < _shapes[scan].Blocks - 1; block++)
                for (var channel = first; channel < end; channel++)
                    for (var segment = 0; segment < _shapes[scan].Segments; segment++)
                        Keep(scan, block, segment, batch, channel, scratch, tile);
            for (var block = _shapes[scan].Blocks - 1; block >= 0; block--)
                if (_shapes[scan].Segments == 1)
                    RunWholeLines(scan, block, batch, first, end, scratch, carry, tile);
                else
                    for (var channel = first; channel < end; channel++)
                    {
                        for (var segment = 0; segment < _shapes[scan].Segments; segment++)
                            Forward(scan, block, segment, batch, channel, scratch, tile);
                        for (var segment = 0; segment < _shapes[scan].Segments; segment++)
                            Backward(
                                scan, block, segment, batch, channel, scratch, carry + 2 * (channel - first) * _problem.MaxLength, tile);
                    }
        }
    }

    /// <summary>A block of the channels of an item: a turned tile serves forward and backward, and its weights all channels.</summary>
    private void RunWholeLines(int scan, int block, int batch, int first, int end, float* hidden, float* carry, float* tile)
    {
        var forward = ForwardOf(scan, block, 0, tile);
        forward.Prepare(batch, first);
        for (var channel = first; channel < end; channel++)
        {
            forward.RunHidden(batch, channel, BlockHidden(scan, block, hidden));
            var work = BackwardOf(scan, block, 0, batch, channel, hidden, tile);
            var gathers = _problem.Shared && _problem.Scan(scan) < 2;
            work.Holds = gathers ? BackwardTile.GathersWeights : BackwardTile.TurnedByForward;
            RunBackward(ref work, block, batch, channel, carry + 2 * (channel - first) * _problem.MaxLength);
            if (channel == end - 1 && gathers)
                work.PutWeights(add: false);
        }
    }

    /// <summary>A stage for each block whose last line is still to be kept, then two for each: its forward and its backward.</summary>
    private int StagesOf(in TileShape shape) => (_complete ? 0 : shape.Blocks - 1) + 2 * shape.Blocks;

    private void RunSegment(int stage, int segment, float* scratch)
    {
        var stagesOfPlane = 0;
        foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
            stagesOfPlane += StagesOf(shape);
        var (plane, step) = Math.DivRem(stage, stagesOfPlane);
        var scan = 0;
        for (; step >= StagesOf(_shapes[scan]); scan++)
            step -= StagesOf(_shapes[scan]);
        if (segment >= _shapes[scan].Segments)
            return;
        var (batch, channel) = Math.DivRem(plane, _problem.Channels);
        var blocks = _shapes[scan].Blocks;
        var fromEnd = StagesOf(_shapes[scan]) - 1 - step;
        if (fromEnd >= 2 * blocks)
            Keep(scan, step, segment, batch, channel, _hidden, scratch);
        else if (fromEnd % 2 == 1)
            Forward(scan, fromEnd / 2, segment, batch, channel, _hidden, scratch);
        else
            Backward(scan, fromEnd / 2, segment, batch, channel, _hidden, _carry, scratch);
    }

    /// <summary>Computes a block forward for the sake of its last line, which the next one starts from.</summary>
    private void Keep(int scan, int block, int segment, int batch, int channel, float* hidden, float* tile) =>
        Forward(scan, block, segment, batch, channel, hidden, tile).Keep(batch, channel, BlockHidden(scan, block, hidden));

    private ForwardBlock Forward(int scan, int block, int segment, int batch, int channel, float* hidden, float* tile)
    {
        var work = ForwardOf(scan, block, segment, tile);
        work.Prepare(batch, channel);
        work.RunHidden(batch, channel, BlockHidden(scan, block, hidden));
        return work;
    }

    private void Backward(int scan, int block, int segment, int batch, int channel, float* hidden, float* carry, float* tile)
    {
        var work = BackwardOf(scan, block, segment, batch, channel, hidden, tile);
        RunBackward(ref work, block, batch, channel, carry);
    }

    private void RunBackward(ref BackwardBlock work, int block, int batch, int channel, float* carry) => work.Run(
        batch, channel, block == work.Shape.Blocks - 1 ? null : carry + (~block & 1) * _problem.MaxLength,
        carry + (block & 1) * _problem.MaxLength);

    private LineSet BlockHidden(int scan, int block, float* hidden) =>
        new(hidden - ((nint)block * _shapes[scan].BlockLines - 1) * _shapes[scan].LineStride, _shapes[scan].LineStride);

    private ForwardBlock ForwardOf(int scan, int block, int segment, float* tile) => new()
    {
        Problem = _problem,
        Shape = _shapes[scan],
        Direction = _problem.Scan(scan),
        Range = _shapes[scan].Range(block, segment, _problem.Neighbours == 3),
        Kept = _kept,
        ForBackward = true,
        Scratch = tile,
    };

    private BackwardBlock BackwardOf(int scan, int block, int segment, int batch, int channel, float* hidden, float* tile)
    {
        var direction = _problem.Scan(scan);
        var group = _problem.Shared ? channel / _group : 0;
        return new()
        {
            Problem = _problem,
            Shape = _shapes[scan],
            Direction = direction,
            Range = _shapes[scan].Range(block, segment, _problem.Neighbours == 3),
            Gradient = _gradient,
            Winner = _winner,
            GradX = _gradX,
            GradP = group == 0 ? _gradP + _problem.WeightOffset(batch, direction, channel)
                : Partial(batch, group) + _problem.WeightOffset(0, direction, 0),
            AddX = scan != 0 && !_problem.Adds,
            AddP = _problem.Shared && channel % _group != 0,
            Hidden = BlockHidden(scan, block, hidden),
            Scratch = tile,
        };
    }

    /// <summary>Adds up, in the order of the groups, one slice of the weights' gradients of a batch item.</summary>
    private void Sum(int batch, int slice)
    {
        var (from, to) = ((int)((long)WeightLength * slice / _groups), (int)((long)WeightLength * (slice + 1) / _groups));
        for (var group = 1; group < _groups; group++)
            for (var scan = 0; scan < _problem.Scans; scan++)
            {
                var direction = _problem.Scan(scan);
                var size = _problem.Neighbours * _problem.PlaneSize;
                var (low, high) = (Math.Max(from, direction * size), Math.Min(to, (direction + 1) * size));
                if (low < high)
                    RowOps.Add(_gradP + _problem.WeightOffset(batch, 0, 0) + low, Partial(batch, group) + low, high - low);
            }
    }

    private float* Partial(int batch, int group) => _partial + ((nint)batch * (_groups - 1) + group - 1) * WeightLength;
}
