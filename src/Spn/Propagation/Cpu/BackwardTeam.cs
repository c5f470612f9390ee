using System.Buffers;

namespace Spn;

/// <summary>
/// A backward call on a team of threads, cut as <see cref="ForwardTeam"/> cuts the forward. Of each direction the hidden lines are
/// computed again, from weights that the backward is about to read anyway: that costs fewer bytes than writing four hidden maps in the
/// forward and reading them here. Where channels share weights, their gradients are summed in an order that depends on the shape alone.
/// </summary>
internal sealed unsafe class BackwardTeam : CpuTeam
{
    private static readonly IdleTeams<BackwardTeam> Idle = new();

    private CpuProblem _problem;
    private float* _gradient, _gradX, _gradP, _partial, _hidden, _carry;
    private byte* _winner;
    private int _workers, _group, _groups;
    private readonly TileShape[] _shapes = new TileShape[4];

    /// <summary>Runs a call to its end. Gradients of the weights in directions that it does not scan are left as they are.</summary>
    public static void Run(in CpuProblem problem, float* gradient, byte* winner, float* gradX, float* gradP, int threads)
    {
        var team = Idle.Take();
        team._problem = problem;
        team._gradient = gradient;
        team._winner = winner;
        team._gradX = gradX;
        team._gradP = gradP;
        team.Cut(threads);
        var split = team._workers > 1;
        var hidden = ArrayPool<float>.Shared.Rent(split ? team.HiddenLength + 2 * team.PassedLength : 0);
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
                    (stages, items) = (stages + 2 * shape.Blocks, Math.Max(items, shape.Segments));
                team.RunAndRelease(problem.Planes * stages, items, threads);
            }
        }

        ArrayPool<float>.Shared.Return(hidden);
        ArrayPool<float>.Shared.Return(partial);
    }

    /// <summary>The weights of one batch item that all channels share.</summary>
    private int WeightLength => _problem.Shared ? 4 * _problem.Neighbours * _problem.PlaneSize : 0;

    /// <summary>What a line passes on.</summary>
    private int PassedLength => _problem.MaxLength;

    private int HiddenLength
    {
        get
        {
            var length = 0;
            foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
                length = Math.Max(length, checked(shape.Count * shape.LineStride));
            return length;
        }
    }

    protected override int ScratchLength
    {
        get
        {
            var length = 0;
            foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
                length = Math.Max(length, Math.Max(ForwardBlock.ScratchLength(_problem, shape), BackwardBlock.ScratchLength(_problem, shape)));
            return length + 16 + (_workers == 1 ? checked(HiddenLength + 2 * PassedLength + 16) : 0);
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
        _groups = (_problem.Channels + _group - 1) / _group;
        _workers = _problem.Shared && _groups > 1 ? 1 : CpuSplit.WorkersPerPlane(_problem.Batch * _groups, _problem.PlaneSize, threads);
        for (var scan = 0; scan < _problem.Scans; scan++)
            _shapes[scan] = TileShape.Of(_problem.Lines(_problem.Scan(scan)), _problem.Scan(scan) < 2, direct: !(_problem.Shared && _problem.Stable), wide: false, _workers);
    }

    private void RunPlanes(int batch, int group, float* scratch)
    {
        var carry = scratch + HiddenLength;
        var tile = (float*)(((nint)(carry + 2 * PassedLength) + 63) & ~63);
        for (var channel = group * _group; channel < Math.Min(_problem.Channels, (group + 1) * _group); channel++)
            for (var scan = 0; scan < _problem.Scans; scan++)
            {
                var shape = _shapes[scan];
                for (var block = 0; block < shape.Blocks; block++)
                    for (var segment = 0; segment < shape.Segments; segment++)
                        Forward(scan, block, segment, batch, channel, scratch, tile);
                for (var block = shape.Blocks - 1; block >= 0; block--)
                    for (var segment = 0; segment < shape.Segments; segment++)
                        Backward(scan, block, segment, batch, channel, scratch, carry, tile);
            }
    }

    private void RunSegment(int stage, int segment, float* scratch)
    {
        var stagesOfPlane = 0;
        foreach (var shape in _shapes.AsSpan(0, _problem.Scans))
            stagesOfPlane += 2 * shape.Blocks;
        var (plane, block) = Math.DivRem(stage, stagesOfPlane);
        var scan = 0;
        for (; block >= 2 * _shapes[scan].Blocks; scan++)
            block -= 2 * _shapes[scan].Blocks;
        var blocks = _shapes[scan].Blocks;
        if (segment >= _shapes[scan].Segments)
            return;
        var (batch, channel) = Math.DivRem(plane, _problem.Channels);
        if (block < blocks)
            Forward(scan, block, segment, batch, channel, _hidden, scratch);
        else
            Backward(scan, 2 * blocks - 1 - block, segment, batch, channel, _hidden, _carry, scratch);
    }

    private void Forward(int scan, int block, int segment, int batch, int channel, float* hidden, float* tile)
    {
        var shape = _shapes[scan];
        var work = new ForwardBlock
        {
            Problem = _problem,
            Shape = shape,
            Direction = _problem.Scan(scan),
            Range = shape.Range(block, segment, _problem.Neighbours == 3),
            Scratch = tile,
        };
        work.Prepare(batch, channel);
        work.RunHidden(batch, channel, new LineSet(hidden, shape.LineStride));
    }

    private void Backward(int scan, int block, int segment, int batch, int channel, float* hidden, float* carry, float* tile)
    {
        var (shape, direction) = (_shapes[scan], _problem.Scan(scan));
        var group = _problem.Shared ? channel / _group : 0;
        var gradP = group == 0 ? _gradP + _problem.WeightOffset(batch, direction, channel) : Partial(batch, group) + _problem.WeightOffset(0, direction, 0);
        var work = new BackwardBlock
        {
            Problem = _problem,
            Shape = shape,
            Direction = _problem.Scan(scan),
            Range = shape.Range(block, segment, _problem.Neighbours == 3),
            Gradient = _gradient,
            Winner = _winner,
            GradX = _gradX,
            GradP = gradP,
            AddX = scan != 0,
            AddP = _problem.Shared && channel % _group != 0,
            Hidden = new LineSet(hidden, shape.LineStride),
            Scratch = tile,
        };
        var later = block == shape.Blocks - 1 ? null : carry + (~block & 1) * PassedLength;
        work.Run(batch, channel, later, carry + (block & 1) * PassedLength);
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
