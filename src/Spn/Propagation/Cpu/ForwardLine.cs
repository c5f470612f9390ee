using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// One line of a scan, Eqs. (9) and (10): <c>h_i = x_i + Σ_k q_k (previous_{i+k} − x_i)</c>, which is (1 − Σq) x + Σ q h and leaves a
/// constant map exactly as it is; q is p, or p / max(1, Σ|p|) where the constraint is fused in.
/// </summary>
internal static unsafe class ForwardLine
{
    /// <summary>Computes positions [from, to) of a line of <paramref name="length"/>.</summary>
    /// <remarks>
    /// <paramref name="p"/> is the line of the first neighbour's weights, the next neighbour's is <paramref name="neighbourStride"/>
    /// floats further on. The hidden line before, <paramref name="previous"/>, is read from one position before
    /// <paramref name="from"/> to one after <paramref name="to"/>, where these exist. x and h may be the same memory.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TThreeWay, TStable>(float* x, float* p, nint neighbourStride, float* previous, float* h, int from, int to, int length)
        where TThreeWay : IFlag where TStable : IFlag
    {
        var i = from;
        if (Vector512.IsHardwareAccelerated)
            i = Loop<Simd512, Vector512<float>, TThreeWay, TStable>(x, p, neighbourStride, previous, h, i, to, length);
        if (Vector256.IsHardwareAccelerated)
            i = Loop<Simd256, Vector256<float>, TThreeWay, TStable>(x, p, neighbourStride, previous, h, i, to, length);
        if (Vector128.IsHardwareAccelerated)
            i = Loop<Simd128, Vector128<float>, TThreeWay, TStable>(x, p, neighbourStride, previous, h, i, to, length);
        Loop<SimdScalar, float, TThreeWay, TStable>(x, p, neighbourStride, previous, h, i, to, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Loop<TSimd, TVector, TThreeWay, TStable>(
        float* x, float* p, nint neighbourStride, float* previous, float* h, int i, int to, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TStable : IFlag
    {
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            var (xi, middle, q1) = (TSimd.Load(x + i), TSimd.Load(previous + i), TSimd.Load(p + neighbourStride * (TThreeWay.Value ? 1 : 0) + i));
            if (!TThreeWay.Value)
            {
                if (TStable.Value)
                    q1 = TSimd.Multiply(q1, Scale<TSimd, TVector>(TSimd.Abs(q1)));
                TSimd.Store(h + i, TSimd.MultiplyAdd(q1, TSimd.Subtract(middle, xi), xi));
                continue;
            }

            var (q0, q2) = (TSimd.Load(p + i), TSimd.Load(p + 2 * neighbourStride + i));
            TVector smaller, larger;
            if (i == 0)
                (q0, smaller) = (TSimd.ClearFirst(q0), TSimd.ShiftUp(middle));
            else
                smaller = TSimd.Load(previous + i - 1);
            if (i == length - TSimd.Lanes)
                (q2, larger) = (TSimd.ClearLast(q2), TSimd.ShiftDown(middle));
            else
                larger = TSimd.Load(previous + i + 1);
            if (TStable.Value)
            {
                var scale = Scale<TSimd, TVector>(TSimd.Add(TSimd.Add(TSimd.Abs(q0), TSimd.Abs(q1)), TSimd.Abs(q2)));
                (q0, q1, q2) = (TSimd.Multiply(q0, scale), TSimd.Multiply(q1, scale), TSimd.Multiply(q2, scale));
            }

            var sum = TSimd.MultiplyAdd(q0, TSimd.Subtract(smaller, xi), xi);
            sum = TSimd.MultiplyAdd(q1, TSimd.Subtract(middle, xi), sum);
            TSimd.Store(h + i, TSimd.MultiplyAdd(q2, TSimd.Subtract(larger, xi), sum));
        }

        return i;
    }

    /// <summary>1 / s where s &gt; 1, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Scale<TSimd, TVector>(TVector s) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.WhereGreater(s, TSimd.One, TSimd.Divide(TSimd.One, s), TSimd.One);
}
