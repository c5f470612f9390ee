using System.Buffers;
using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// The weight gradient on a team of threads: for each tap the product of two matrices, gradient channels × pixels and pixels × input
/// channels. A band of rows at a time is turned so that channels lie side by side, which makes a lane an input channel, and added to
/// sums that stay packed until the end. Bands are summed in groups, and the groups in their order: both depend on the shape alone.
/// </summary>
internal sealed unsafe class WeightGradientTeam<TSimd, TVector, TRows> : CpuTeam
    where TSimd : ISimd<TVector> where TVector : struct where TRows : IExtent
{
    /// <summary>Pixels of a band: enough that fetching and storing the sums weighs little.</summary>
    private const int BandPixels = 512;

    /// <summary>Floats of turned input that stay in the second cache.</summary>
    private const int PackedFloats = 96 << 10;

    private static readonly IdleTeams<WeightGradientTeam<TSimd, TVector, TRows>> Idle = new();

    private ConvolutionShape _shape;
    private float* _x, _gradY, _gradWeights, _gradBias, _sums;
    private int* _offsets;
    private int _band, _groups, _ranges;

    /// <summary>Runs to the end; gradients are added to.</summary>
    public static void Run(in ConvolutionShape shape, float* x, float* gradY, float* gradWeights, float* gradBias, int threads)
    {
        var team = Idle.Take();
        team._shape = shape;
        team._x = x;
        team._gradY = gradY;
        team._gradWeights = gradWeights;
        team._gradBias = gradBias;
        team.Cut(threads);
        var sums = ArrayPool<float>.Shared.Rent(checked(team._groups * team.GroupFloats));
        var offsets = ArrayPool<int>.Shared.Rent(team._band * shape.OutWidth);
        fixed (float* pinnedSums = sums)
        fixed (int* pinnedOffsets = offsets)
        {
            team._sums = pinnedSums;
            team._offsets = pinnedOffsets;
            for (var pixel = 0; pixel < team._band * shape.OutWidth; pixel++)
                pinnedOffsets[pixel] = (pixel / shape.OutWidth * team.Pitch + pixel % shape.OutWidth) * shape.Stride * TSimd.Lanes;
            team.RunAndRelease(2, team._groups * team._ranges, threads);
        }

        ArrayPool<float>.Shared.Return(sums);
        ArrayPool<int>.Shared.Return(offsets);
    }

    private int Blocks => (_shape.Outputs + TRows.Value - 1) / TRows.Value;

    /// <summary>Registers that hold one of each input channel.</summary>
    private int Registers => (_shape.Inputs + TSimd.Lanes - 1) / TSimd.Lanes;

    private int PaddedInputs => Registers * TSimd.Lanes;

    private int Bands => (_shape.OutHeight + _band - 1) / _band;

    /// <summary>Pixels from a row of the turned input to the next one.</summary>
    private int Pitch => _shape.Width + 2 * _shape.Padding;

    /// <summary>Floats that one register's channels take in the turned input.</summary>
    private int RegisterFloats => ((_band - 1) * _shape.Stride + _shape.Kernel) * Pitch * TSimd.Lanes;

    /// <summary>Sums of one block of outputs: a bias for each row, then taps × rows × inputs.</summary>
    private int BlockFloats => TRows.Value * (TSimd.Lanes + RowFloats);

    private int GroupFloats => checked(Blocks * BlockFloats);

    /// <summary>Sums of one output channel.</summary>
    private int RowFloats => _shape.Taps * PaddedInputs;

    protected override int ScratchLength => Math.Max(Registers * RegisterFloats + TRows.Value * _band * _shape.OutWidth, 2 * RowFloats);

    protected override void Release() => Idle.Put(this);

    protected override void Run(int stage, int item, Span<float> scratch)
    {
        if (stage == 1)
        {
            var items = _groups * _ranges;
            for (var block = Blocks * item / items; block < Blocks * (item + 1) / items; block++)
                Collect(block, scratch);
            return;
        }

        var (range, group) = Math.DivRem(item, _groups);
        var units = _shape.Batch * Bands;
        fixed (float* turned = scratch)
            for (var (unit, first) = (units * group / _groups, true); unit < units * (group + 1) / _groups; unit++, first = false)
                Band(unit, group, Blocks * range / _ranges, Blocks * (range + 1) / _ranges, first, turned, turned + Registers * RegisterFloats);
    }

    private void Cut(int threads)
    {
        var rows = (PackedFloats / (Pitch * PaddedInputs) - _shape.Kernel) / _shape.Stride + 1;
        var most = Math.Clamp(Math.Min(rows, BandPixels / _shape.OutWidth), 1, _shape.OutHeight);
        var bands = (_shape.OutHeight + most - 1) / most;
        _band = (_shape.OutHeight + bands - 1) / bands;
        // A group takes a copy of the weights: worth it where there are many pixels to a weight.
        var pixels = (long)_shape.Batch * _shape.OutHeight * _shape.OutWidth;
        _groups = Math.Min(_shape.Batch * Bands, pixels >= 16384 ? 4 : 2);
        _ranges = Math.Clamp((2 * threads + _groups - 1) / _groups, 1, Blocks);
    }

    private void Band(int unit, int group, int firstBlock, int endBlock, bool first, float* turned, float* panel)
    {
        var (n, band) = Math.DivRem(unit, Bands);
        var (from, to) = (band * _band, Math.Min(_shape.OutHeight, (band + 1) * _band));
        Turn(n, from, to, turned);
        var pixels = (to - from) * _shape.OutWidth;
        var plane = (nint)_shape.OutHeight * _shape.OutWidth;
        for (var block = firstBlock; block < endBlock; block++)
        {
            var present = Math.Min(TRows.Value, _shape.Outputs - block * TRows.Value);
            var gradient = _gradY + (n * _shape.Outputs + block * TRows.Value) * plane + (nint)from * _shape.OutWidth;
            if (present < TRows.Value)
                new Span<float>(panel, pixels * TRows.Value).Clear();
            // The next block's rows are fetched meanwhile.
            var ahead = block + 1 < endBlock && (block + 2) * TRows.Value <= _shape.Outputs ? gradient + TRows.Value * plane : null;
            Transpose.Rectangle(gradient, plane, panel, TRows.Value, present, pixels, ahead, plane, 16);
            var sums = _sums + (nint)group * GroupFloats + block * BlockFloats;
            for (var row = 0; row < present; row++)
                sums[row] = Sum(gradient + row * plane, pixels) + (first ? 0 : sums[row]);
            Multiply(turned, panel, pixels, sums + TRows.Value * TSimd.Lanes, first);
        }
    }

    /// <summary>Rows of the input that a band reads, with their padding: registers × rows × columns × lanes.</summary>
    private void Turn(int n, int from, int to, float* turned)
    {
        var plane = (nint)_shape.Height * _shape.Width;
        var rows = (to - from - 1) * _shape.Stride + _shape.Kernel;
        for (var register = 0; register < Registers; register++)
        {
            var present = Math.Min(TSimd.Lanes, _shape.Inputs - register * TSimd.Lanes);
            var source = _x + (n * _shape.Inputs + register * TSimd.Lanes) * plane;
            var target = turned + (nint)register * RegisterFloats;
            for (var row = 0; row < rows; row++, target += Pitch * TSimd.Lanes)
            {
                var sourceRow = from * _shape.Stride + row - _shape.Padding;
                var outside = sourceRow < 0 || sourceRow >= _shape.Height;
                if (outside || present < TSimd.Lanes)
                    new Span<float>(target, Pitch * TSimd.Lanes).Clear();
                if (outside)
                    continue;
                new Span<float>(target, _shape.Padding * TSimd.Lanes).Clear();
                new Span<float>(target + (Pitch - _shape.Padding) * TSimd.Lanes, _shape.Padding * TSimd.Lanes).Clear();
                Transpose.Rectangle(source + sourceRow * _shape.Width, plane, target + _shape.Padding * TSimd.Lanes, TSimd.Lanes, present, _shape.Width);
            }
        }
    }

    private void Multiply(float* turned, float* panel, int pixels, float* sums, bool first)
    {
        var zeros = stackalloc float[8];
        new Span<float>(zeros, 8).Clear();
        var run = new RegisterBlock { Panel = panel, Offsets = _offsets, Count = pixels, Stride = PaddedInputs, Start = first ? zeros : null };
        for (var tap = 0; tap < _shape.Taps; tap++)
        {
            var x = turned + (tap / _shape.Kernel * Pitch + tap % _shape.Kernel) * TSimd.Lanes;
            var target = sums + tap * TRows.Value * PaddedInputs;
            for (int register = 0, count; register < Registers; register += count)
            {
                count = Registers - register == 4 ? 2 : Math.Min(3, Registers - register);
                run.X0 = x + (nint)register * RegisterFloats;
                run.X1 = run.X0 + RegisterFloats;
                run.X2 = run.X1 + RegisterFloats;
                run.T0 = target + register * TSimd.Lanes;
                run.T1 = run.T0 + TSimd.Lanes;
                run.T2 = run.T1 + TSimd.Lanes;
                run.Run<TSimd, TVector, TRows>(count);
            }
        }
    }

    private static float Sum(float* values, int count)
    {
        var (a, b, i) = (TSimd.Zero, TSimd.Zero, 0);
        for (; i <= count - 2 * TSimd.Lanes; i += 2 * TSimd.Lanes)
            (a, b) = (TSimd.Add(a, TSimd.Load(values + i)), TSimd.Add(b, TSimd.Load(values + i + TSimd.Lanes)));
        var lanes = stackalloc float[16];
        TSimd.Store(lanes, TSimd.Add(a, b));
        var sum = 0f;
        for (var lane = 0; lane < TSimd.Lanes; lane++)
            sum += lanes[lane];
        for (; i < count; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>Adds a block's sums to the gradients, where inputs come before taps.</summary>
    private void Collect(int block, Span<float> scratch)
    {
        fixed (float* sum = scratch)
            for (var row = 0; row < TRows.Value && block * TRows.Value + row < _shape.Outputs; row++)
            {
                var output = block * TRows.Value + row;
                var turned = sum + RowFloats;
                for (var group = 0; group < _groups; group++)
                {
                    var sums = _sums + (nint)group * GroupFloats + block * BlockFloats;
                    _gradBias[output] += sums[row];
                    for (var tap = 0; tap < _shape.Taps; tap++)
                        Add(sums + TRows.Value * TSimd.Lanes + (tap * TRows.Value + row) * PaddedInputs, sum + tap * PaddedInputs, PaddedInputs, group == 0);
                }

                Transpose.Rectangle(sum, PaddedInputs, turned, _shape.Taps, _shape.Taps, _shape.Inputs);
                var target = _gradWeights + (nint)output * _shape.Inputs * _shape.Taps;
                Add(turned, target, _shape.Inputs * _shape.Taps, false);
            }
    }

    private static void Add(float* values, float* target, int count, bool first)
    {
        Span<float> from = new(values, count), to = new(target, count);
        if (first)
            from.CopyTo(to);
        else
            TensorPrimitives.Add(to, from, to);
    }
}
