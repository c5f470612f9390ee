using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// The stability constraint (Theorem 3) and its backward on one line of weights: <c>q = p / max(1, s)</c>, s = Σ|p| over existing
/// neighbours, and where s &gt; 1 <c>∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s</c>. Zero at absent neighbours.
/// </summary>
internal unsafe struct ConstrainLine
{
    /// <summary>The weights of the K neighbours. A null pointer is a neighbour that is absent all along the line.</summary>
    public float* P0, P1, P2;

    /// <summary>The gradients of q, for the backward alone.</summary>
    public float* D0, D1, D2;

    /// <summary>Where q, or the gradients of p, go; that of an absent neighbour is not written. They may be the same memory as the weights.</summary>
    public float* Q0, Q1, Q2;

    /// <summary>Positions of the line when it runs across the scan, so that neighbours are absent at its ends; else −1.</summary>
    public int Length;

    /// <summary>Computes positions [from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TThreeWay, TBackward>(int from, int to) where TThreeWay : IFlag where TBackward : IFlag
    {
        var i = from;
        if (Vector512.IsHardwareAccelerated)
            i = Loop<Simd512, Vector512<float>, TThreeWay, TBackward>(i, to);
        if (Vector256.IsHardwareAccelerated)
            i = Loop<Simd256, Vector256<float>, TThreeWay, TBackward>(i, to);
        if (Vector128.IsHardwareAccelerated)
            i = Loop<Simd128, Vector128<float>, TThreeWay, TBackward>(i, to);
        Loop<SimdScalar, float, TThreeWay, TBackward>(i, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TSimd, TVector, TThreeWay, TBackward>(int i, int to)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TBackward : IFlag
    {
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            var p1 = TSimd.Load(P1 + i);
            var (p0, p2) = (TSimd.Zero, TSimd.Zero);
            if (TThreeWay.Value && P0 != null)
                p0 = i == 0 && Length >= 0 ? TSimd.ClearFirst(TSimd.Load(P0 + i)) : TSimd.Load(P0 + i);
            if (TThreeWay.Value && P2 != null)
                p2 = i == Length - TSimd.Lanes ? TSimd.ClearLast(TSimd.Load(P2 + i)) : TSimd.Load(P2 + i);
            var s = TThreeWay.Value ? TSimd.Add(TSimd.Add(TSimd.Abs(p0), TSimd.Abs(p1)), TSimd.Abs(p2)) : TSimd.Abs(p1);
            var scale = ForwardLines.Scale<TSimd, TVector>(s);
            var (q0, q1, q2) = (TSimd.Multiply(p0, scale), TSimd.Multiply(p1, scale), TSimd.Multiply(p2, scale));
            if (TBackward.Value)
            {
                var (d0, d1, d2) = (TSimd.Zero, TSimd.Load(D1 + i), TSimd.Zero);
                if (TThreeWay.Value && P0 != null)
                    d0 = i == 0 && Length >= 0 ? TSimd.ClearFirst(TSimd.Load(D0 + i)) : TSimd.Load(D0 + i);
                if (TThreeWay.Value && P2 != null)
                    d2 = i == Length - TSimd.Lanes ? TSimd.ClearLast(TSimd.Load(D2 + i)) : TSimd.Load(D2 + i);
                var along = TSimd.MultiplyAdd(d2, q2, TSimd.MultiplyAdd(d1, q1, TSimd.Multiply(d0, q0)));
                along = TSimd.WhereGreater(s, TSimd.One, along, TSimd.Zero);
                q0 = TSimd.Multiply(scale, TSimd.Subtract(d0, TSimd.Multiply(TSimd.Sign(p0), along)));
                q1 = TSimd.Multiply(scale, TSimd.Subtract(d1, TSimd.Multiply(TSimd.Sign(p1), along)));
                q2 = TSimd.Multiply(scale, TSimd.Subtract(d2, TSimd.Multiply(TSimd.Sign(p2), along)));
            }

            TSimd.Store(Q1 + i, q1);
            if (TThreeWay.Value && P0 != null)
                TSimd.Store(Q0 + i, q0);
            if (TThreeWay.Value && P2 != null)
                TSimd.Store(Q2 + i, q2);
        }

        return i;
    }
}
