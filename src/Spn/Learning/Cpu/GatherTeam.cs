using System.Buffers;
using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// The forward or the data gradient on a team of threads. First the weights are packed into panels; then a band of rows of one batch
/// item is a piece of work: its source rows are packed with their padding, some channels at a time, and every panel runs over them.
/// Each pixel is summed in an order that the shape alone decides, whatever the bands and threads.
/// </summary>
internal sealed unsafe class GatherTeam<TSimd, TVector, TRows> : CpuTeam
    where TSimd : ISimd<TVector> where TVector : struct where TRows : IExtent
{
    /// <summary>Floats of packed source: 224 KiB, which stay in the second cache beside the panels, the target and what is fetched ahead.</summary>
    private const int PackedFloats = 56 << 10;

    /// <summary>Terms of a sum between two visits to the target: a panel of eight rows is 18 KiB and stays in the first cache.</summary>
    private const int MostTerms = 64 * 9;

    private static readonly IdleTeams<GatherTeam<TSimd, TVector, TRows>> Idle = new();

    private readonly GatherTap[] _taps = new GatherTap[9];
    private readonly int[] _tapStart = new int[5];
    private Gather _gather;
    private float* _source, _weights, _bias, _target, _panels;
    private int* _offsets;
    private int _chunk, _band, _items;

    /// <summary>Runs to the end.</summary>
    /// <param name="gather">What to sum.</param>
    /// <param name="source">The source map.</param>
    /// <param name="weights">O×I×k×k.</param>
    /// <param name="bias">What each target channel starts from; null for zero.</param>
    /// <param name="target">The target map, overwritten.</param>
    /// <param name="threads">Threads to use at most.</param>
    public static void Run(in Gather gather, float* source, float* weights, float* bias, float* target, int threads)
    {
        var team = Idle.Take();
        team._gather = gather;
        team._source = source;
        team._weights = weights;
        team._bias = bias;
        team._target = target;
        team.Cut(threads);
        var taps = gather.Kernel * gather.Kernel;
        var panels = ArrayPool<float>.Shared.Rent(checked(team.PaddedTargets * (gather.Sources * taps + 1) + TRows.Value));
        var offsets = ArrayPool<int>.Shared.Rent(team._chunk * taps);
        fixed (float* pinnedPanels = panels)
        fixed (int* pinnedOffsets = offsets)
        {
            team._panels = pinnedPanels;
            team._offsets = pinnedOffsets;
            team.FillOffsets();
            team.FillStarts();
            team.RunAndRelease(2, team._items, threads);
        }

        ArrayPool<float>.Shared.Return(panels);
        ArrayPool<int>.Shared.Return(offsets);
    }

    private int PaddedTargets => (_gather.Targets + TRows.Value - 1) / TRows.Value * TRows.Value;

    private int Blocks => PaddedTargets / TRows.Value;

    private int Bands => (_gather.GridHeight + _band - 1) / _band;

    private int PartFloats => (_band + _gather.Halo) * _gather.Pitch;

    private int PlaneFloats => _gather.PartsPerAxis * _gather.PartsPerAxis * PartFloats;

    /// <summary>Floats from a row of the tile to the next one: whole registers.</summary>
    private int TileStride => (_band * _gather.Pitch + 31) & ~15;

    /// <summary>Before the panels: what a sum starts from, for each target channel, and zeros for one block.</summary>
    private float* Zeros => _panels + PaddedTargets;

    protected override int ScratchLength => _chunk * PlaneFloats + 64 + TRows.Value * TileStride;

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        if (stage == 0)
        {
            for (var block = Blocks * item / _items; block < Blocks * (item + 1) / _items; block++)
                PackPanels(block);
            return;
        }

        var (n, band) = Math.DivRem(item, Bands);
        fixed (float* packed = scratch)
            Band(n, band * _band, Math.Min(_gather.GridHeight, (band + 1) * _band), packed, packed + _chunk * PlaneFloats + 64);
    }

    private void Cut(int threads)
    {
        var (g, count) = (_gather, 0);
        for (var pass = 0; pass < g.Passes; pass++)
        {
            _tapStart[pass] = count;
            count += g.Taps(pass, _taps.AsSpan(count));
        }

        _tapStart[g.Passes] = count;
        var terms = Math.Min(256, MostTerms / (g.Kernel * g.Kernel));
        var chunks = (g.Sources + terms - 1) / terms;
        _chunk = (g.Sources + chunks - 1) / chunks;
        // As many rows as fit the cache, as few as give each thread four pieces.
        var fits = PackedFloats / (_chunk * g.PartsPerAxis * g.PartsPerAxis * g.Pitch) - g.Halo;
        var wanted = (4 * threads + g.Batch - 1) / g.Batch;
        var most = Math.Clamp(Math.Min(fits, (g.GridHeight + wanted - 1) / wanted), 1, g.GridHeight);
        var bands = (g.GridHeight + most - 1) / most;
        _band = (g.GridHeight + bands - 1) / bands;
        _items = checked(g.Batch * Bands);
    }

    private void FillOffsets()
    {
        var (at, step, parts) = (0, _gather.Step, _gather.PartsPerAxis);
        for (var pass = 0; pass < _gather.Passes; pass++)
            for (var channel = 0; channel < _chunk; channel++)
                foreach (var tap in _taps.AsSpan(_tapStart[pass].._tapStart[pass + 1]))
                    _offsets[at++] = channel * PlaneFloats + (tap.Row % step * parts + tap.Column % step) * PartFloats
                        + tap.Row / step * _gather.Pitch + tap.Column / step;
    }

    private void FillStarts()
    {
        var starts = new Span<float>(_panels, PaddedTargets + TRows.Value);
        starts.Clear();
        if (_bias != null)
            new Span<float>(_bias, _gather.Targets).CopyTo(starts);
    }

    /// <summary>The panel of a block of target channels: for each source channel from <paramref name="channel"/> on, each tap, one weight a row.</summary>
    private float* Panel(int pass, int block, int channel, int channels)
    {
        var taps = _tapStart[pass + 1] - _tapStart[pass];
        return Zeros + TRows.Value + (nint)PaddedTargets * (_gather.Sources * _tapStart[pass] + channel * taps) + block * TRows.Value * channels * taps;
    }

    private void PackPanels(int block)
    {
        var present = Math.Min(TRows.Value, _gather.Targets - block * TRows.Value);
        for (var pass = 0; pass < _gather.Passes; pass++)
            for (var first = 0; first < _gather.Sources; first += _chunk)
            {
                var channels = Math.Min(_chunk, _gather.Sources - first);
                var taps = _taps.AsSpan(_tapStart[pass].._tapStart[pass + 1]);
                var panel = Panel(pass, block, first, channels);
                if (present < TRows.Value)
                    new Span<float>(panel, channels * taps.Length * TRows.Value).Clear();
                if (!_gather.Transposed)
                {
                    Transpose.Rectangle(_weights + _gather.Weight(block * TRows.Value, first), _gather.Sources * taps.Length, panel, TRows.Value, present, channels * taps.Length);
                    continue;
                }

                var all = _gather.Kernel * _gather.Kernel;
                for (var channel = first; channel < first + channels; channel++, panel += taps.Length * TRows.Value)
                {
                    var weights = _weights + _gather.Weight(block * TRows.Value, channel);
                    if (taps.Length == all)
                        Transpose.Rectangle(weights, all, panel, TRows.Value, present, all);
                    else
                        for (var tap = 0; tap < taps.Length; tap++)
                            for (var row = 0; row < present; row++)
                                panel[tap * TRows.Value + row] = weights[row * all + taps[tap].Weight];
                }
            }
    }

    private void Band(int n, int from, int to, float* packed, float* tile)
    {
        var plane = (nint)_gather.SourceHeight * _gather.SourceWidth;
        for (var first = 0; first < _gather.Sources; first += _chunk)
        {
            var channels = Math.Min(_chunk, _gather.Sources - first);
            var source = _source + (n * _gather.Sources + first) * plane;
            for (var channel = 0; channel < channels; channel++)
                GatherPacking.Plane(_gather, source + channel * plane, from, to, packed + channel * PlaneFloats, PartFloats);
            var ahead = Ahead(source + channels * plane, plane, from, to, Math.Min(_chunk, _gather.Sources - first - channels));
            for (var pass = 0; pass < _gather.Passes; pass++)
                for (var block = 0; block < Blocks; block++)
                    Block(n, from, to, first, channels, pass, block, packed, tile, ref ahead);
        }
    }

    /// <summary>The rows of a band in the next channels.</summary>
    private FetchAhead Ahead(float* source, nint plane, int from, int to, int channels)
    {
        var first = Math.Max(0, from * _gather.Step - _gather.Padding);
        var end = Math.Min(_gather.SourceHeight, (to + _gather.Halo) * _gather.Step - _gather.Padding);
        var blocks = _gather.Passes * Blocks * (((to - from) * _gather.Pitch + 3 * TSimd.Lanes - 1) / (3 * TSimd.Lanes));
        return new FetchAhead(channels > 0 ? source + (nint)first * _gather.SourceWidth : null, plane, (end - first) * _gather.SourceWidth, channels, blocks);
    }

    private void Block(int n, int from, int to, int first, int channels, int pass, int block, float* packed, float* tile, ref FetchAhead ahead)
    {
        var (rows, columns) = (_gather.Rows(pass, from, to), _gather.Columns(pass));
        if (rows <= 0 || columns <= 0)
            return;
        var taps = _tapStart[pass + 1] - _tapStart[pass];
        var plane = (nint)_gather.TargetHeight * _gather.TargetWidth;
        var target = _target + (n * _gather.Targets + block * TRows.Value) * plane + (from * _gather.Spread + pass / _gather.Spread) * _gather.TargetWidth + pass % _gather.Spread;
        var present = Math.Min(TRows.Value, _gather.Targets - block * TRows.Value);
        var direct = _gather.Spread == 1 && columns % TSimd.Lanes == 0 && present == TRows.Value;
        var run = new RegisterBlock
        {
            Panel = Panel(pass, block, first, channels),
            Offsets = _offsets + _chunk * _tapStart[pass],
            Count = channels * taps,
            Start = first == 0 ? _panels + block * TRows.Value : direct ? null : Zeros,
            Stride = direct ? plane : TileStride,
        };
        if (direct)
        {
            Cover(ref run, packed, _gather.Pitch, target, columns, rows, columns / TSimd.Lanes, ref ahead);
            return;
        }

        // All rows as one line, their padding computed too: narrow maps still fill registers.
        Cover(ref run, packed, 0, tile, 0, 1, ((rows - 1) * _gather.Pitch + columns + TSimd.Lanes - 1) / TSimd.Lanes, ref ahead);
        for (var row = 0; row < present; row++)
            for (var line = 0; line < rows; line++)
                Put(tile + row * TileStride + line * _gather.Pitch, target + row * plane + (nint)line * _gather.Spread * _gather.TargetWidth, columns, first > 0);
    }

    /// <summary>Runs over rows of registers, three at a time; the last four are two and two.</summary>
    private static void Cover(ref RegisterBlock run, float* x, nint pitch, float* target, nint targetPitch, int rows, int perRow, ref FetchAhead ahead)
    {
        var (column, row, left) = (0, 0, rows * perRow);
        while (left > 0)
        {
            var registers = left == 4 ? 2 : Math.Min(3, left);
            Point(ref row, ref column, out run.X0, out run.T0);
            if (registers > 1)
                Point(ref row, ref column, out run.X1, out run.T1);
            if (registers > 2)
                Point(ref row, ref column, out run.X2, out run.T2);
            run.Run<TSimd, TVector, TRows>(registers);
            ahead.Some();
            left -= registers;
        }

        void Point(ref int row, ref int column, out float* from, out float* to)
        {
            from = x + row * pitch + column * TSimd.Lanes;
            to = target + row * targetPitch + column * TSimd.Lanes;
            if (++column == perRow)
                (row, column) = (row + 1, 0);
        }
    }

    private void Put(float* line, float* target, int columns, bool add)
    {
        if (_gather.Spread == 1)
        {
            Span<float> from = new(line, columns), to = new(target, columns);
            if (add)
                TensorPrimitives.Add(to, from, to);
            else
                from.CopyTo(to);
            return;
        }

        for (var column = 0; column < columns; column++)
            target[column * _gather.Spread] = add ? target[column * _gather.Spread] + line[column] : line[column];
    }
}
