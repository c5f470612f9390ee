using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// Lines of a scan one after the other, Eqs. (9) and (10): <c>h_i = x_i + Σ_k q_k (previous_{i+k} − x_i)</c>, which is
/// (1 − Σq) x + Σ q h and leaves a constant map exactly as it is; q is p, or p / max(1, Σ|p|) where the constraint is fused in.
/// </summary>
internal unsafe struct ForwardLines
{
    /// <summary>
    /// The lines of the input and the hidden lines, which may be the same memory, and those of the first neighbour's weights.
    /// </summary>
    public LineSet X, H, P;

    /// <summary>Floats from a neighbour's weights to the next neighbour's.</summary>
    public nint NeighbourStride;

    /// <summary>The hidden line before the first one.</summary>
    public float* Before;

    /// <summary>
    /// Whether positions are visited from the last to the first: where the scan goes up, all of memory is then read downwards, which the
    /// processor foresees.
    /// </summary>
    public bool Downwards;

    /// <summary>Floats from the weights to those that will be read after them, which are fetched meanwhile; 0 for none.</summary>
    public nint Ahead;

    /// <summary>Lines of a chunk, with which the scan starts anew; 0 for the whole scan.</summary>
    public int Chunk;

    /// <summary>Whether the input is added as it is, <c>h = x + Σ q previous</c>.</summary>
    public bool Adds;

    /// <summary>Which lines and positions.</summary>
    public LineRange Range;

    /// <summary>Computes the lines.</summary>
    public readonly void Run(bool threeWay, bool stable)
    {
        if (Adds && threeWay)
            Run<Yes, Adds>();
        else if (Adds)
            Run<No, Adds>();
        else if (threeWay && stable)
            Run<Yes, Yes>();
        else if (threeWay)
            Run<Yes, No>();
        else if (stable)
            Run<No, Yes>();
        else
            Run<No, No>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<TThreeWay, TStable>() where TThreeWay : IFlag where TStable : IFlag
    {
        var (length, stride, ahead) = (Range.Length, NeighbourStride, Ahead);
        for (var line = Range.Start; line < Range.End; line++)
        {
            var halo = Range.Halo(Range.End - 1 - line);
            var (i, to) = (Math.Max(0, Range.From - halo), Math.Min(length, Range.To + halo));
            float* x = X[line], h = H[line];
            if (ScanLines.IsFirst(line, Chunk))
            {
                if (x != h)
                    RowOps.Copy(h + i, x + i, to - i);
                continue;
            }

            float* p = P[line], previous = line == Range.Start ? Before : H[line - 1];
            if (Downwards)
            {
                if (Vector512.IsHardwareAccelerated)
                    to = LoopDown<Simd512, Vector512<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
                if (Vector256.IsHardwareAccelerated && i < to)
                    to = LoopDown<Simd256, Vector256<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
                if (Vector128.IsHardwareAccelerated && i < to)
                    to = LoopDown<Simd128, Vector128<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
                if (i < to)
                    LoopDown<SimdScalar, float, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
                continue;
            }

            if (Vector512.IsHardwareAccelerated)
                i = Loop<Simd512, Vector512<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
            if (Vector256.IsHardwareAccelerated && i < to)
                i = Loop<Simd256, Vector256<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
            if (Vector128.IsHardwareAccelerated && i < to)
                i = Loop<Simd128, Vector128<float>, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
            if (i < to)
                Loop<SimdScalar, float, TThreeWay, TStable>(x, p, stride, ahead, previous, h, i, to, length);
        }
    }

    /// <summary>
    /// Positions [i, to) of one line, as far as whole registers go. <paramref name="previous"/> is read from one position before to one
    /// after them, where these exist.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Loop<TSimd, TVector, TThreeWay, TStable>(
        float* x, float* p, nint neighbourStride, nint ahead, float* previous, float* h, int i, int to, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TStable : IFlag
    {
        if (!TThreeWay.Value)
        {
            for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
                OneWay<TSimd, TVector, TStable>(x + i, p + i, previous + i, h + i);
            return i;
        }

        if (i > to - TSimd.Lanes)
            return i;
        // The line before was stored a moment ago. It is loaded as it was stored, and its shifted forms are made in registers: a load
        // across two stores would wait until both have reached the cache.
        var middle = TSimd.Load(previous + i);
        var smaller = i == 0 ? TSimd.Previous(TSimd.Zero, middle) : TSimd.Load(previous + i - 1);
        while (true)
        {
            var (next, larger) = (TSimd.Zero, TSimd.Zero);
            var more = i <= to - 2 * TSimd.Lanes;
            if (more)
                next = TSimd.Load(previous + i + TSimd.Lanes);
            if (more || i == length - TSimd.Lanes)
                larger = TSimd.Next(middle, next);
            else
                larger = TSimd.Load(previous + i + 1);
            if (ahead != 0)
                Fetch(p + ahead + i, neighbourStride);
            ThreeWay<TSimd, TVector, TStable>(
                x + i, p + i, neighbourStride, smaller, middle, larger, h + i, i == 0, i == length - TSimd.Lanes);
            i += TSimd.Lanes;
            if (!more)
                return i;
            smaller = TSimd.Previous(middle, next);
            middle = next;
        }
    }

    /// <summary>
    /// Positions [i, to) of one line from the last to the first, as far as whole registers go; gives the first position done.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LoopDown<TSimd, TVector, TThreeWay, TStable>(
        float* x, float* p, nint neighbourStride, nint ahead, float* previous, float* h, int from, int to, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TStable : IFlag
    {
        var i = to - TSimd.Lanes;
        if (!TThreeWay.Value)
        {
            for (; i >= from; i -= TSimd.Lanes)
                OneWay<TSimd, TVector, TStable>(x + i, p + i, previous + i, h + i);
            return i + TSimd.Lanes;
        }

        if (i < from)
            return to;
        var middle = TSimd.Load(previous + i);
        var larger = i == length - TSimd.Lanes ? TSimd.Next(middle, TSimd.Zero) : TSimd.Load(previous + i + 1);
        while (true)
        {
            var (before, smaller) = (TSimd.Zero, TSimd.Zero);
            var more = i >= from + TSimd.Lanes;
            if (more)
                before = TSimd.Load(previous + i - TSimd.Lanes);
            if (more || i == 0)
                smaller = TSimd.Previous(before, middle);
            else
                smaller = TSimd.Load(previous + i - 1);
            if (ahead != 0)
                Fetch(p + ahead + i, neighbourStride);
            ThreeWay<TSimd, TVector, TStable>(
                x + i, p + i, neighbourStride, smaller, middle, larger, h + i, i == 0, i == length - TSimd.Lanes);
            if (!more)
                return i;
            i -= TSimd.Lanes;
            larger = TSimd.Next(before, middle);
            middle = before;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* p, nint neighbourStride)
    {
        Prefetch.Line(p);
        Prefetch.Line(p + neighbourStride);
        Prefetch.Line(p + 2 * neighbourStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneWay<TSimd, TVector, TStable>(float* x, float* p, float* previous, float* h)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TStable : IFlag
    {
        var (xi, q) = (TSimd.Load(x), TSimd.Load(p));
        if (TStable.Value)
            q = TSimd.Multiply(q, Scale<TSimd, TVector>(TSimd.Abs(q)));
        var before = TSimd.Load(previous);
        TSimd.Store(h, TSimd.MultiplyAdd(q, TStable.AddsInput ? before : TSimd.Subtract(before, xi), xi));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThreeWay<TSimd, TVector, TStable>(
        float* x, float* p, nint neighbourStride, TVector smaller, TVector middle, TVector larger, float* h, bool first, bool last)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TStable : IFlag
    {
        var (xi, q0) = (TSimd.Load(x), TSimd.Load(p));
        var (q1, q2) = (TSimd.Load(p + neighbourStride), TSimd.Load(p + 2 * neighbourStride));
        if (first)
            q0 = TSimd.ClearFirst(q0);
        if (last)
            q2 = TSimd.ClearLast(q2);
        if (TStable.Value)
        {
            var scale = Scale<TSimd, TVector>(TSimd.Add(TSimd.Add(TSimd.Abs(q0), TSimd.Abs(q1)), TSimd.Abs(q2)));
            (q0, q1, q2) = (TSimd.Multiply(q0, scale), TSimd.Multiply(q1, scale), TSimd.Multiply(q2, scale));
        }

        if (!TStable.AddsInput)
            (smaller, middle, larger) = (TSimd.Subtract(smaller, xi), TSimd.Subtract(middle, xi), TSimd.Subtract(larger, xi));
        // The middle one first: the next line waits for this sum, and the shifted ones come later.
        var sum = TSimd.MultiplyAdd(q1, middle, xi);
        sum = TSimd.MultiplyAdd(q0, smaller, sum);
        TSimd.Store(h, TSimd.MultiplyAdd(q2, larger, sum));
    }

    /// <summary>1 / s where s &gt; 1, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Scale<TSimd, TVector>(TVector s) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.WhereGreater(s, TSimd.One, TSimd.Divide(TSimd.One, s), TSimd.One);
}
