using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>A normalisation, or its backward, on one line of weights. Zero at absent neighbours.</summary>
internal unsafe struct NormaliseLine
{
    /// <summary>The weights of the K neighbours. A null pointer is a neighbour that is absent all along the line.</summary>
    public float* P0, P1, P2;

    /// <summary>The gradients of q, for the backward alone.</summary>
    public float* D0, D1, D2;

    /// <summary>
    /// Where q, or the gradients of p, go; that of an absent neighbour is not written. They may be the same memory as the weights.
    /// </summary>
    public float* Q0, Q1, Q2;

    /// <summary>The g of a gate, and where its gradient goes; null where there is none.</summary>
    public float* Gate, GradGate;

    /// <summary>Positions of the line when it runs across the scan, so that neighbours are absent at its ends; else −1.</summary>
    public int Length;

    /// <summary>Computes positions [from, to).</summary>
    public readonly void Run<TNormaliser>(bool threeWay, bool backward, int from, int to) where TNormaliser : INormaliser
    {
        if (threeWay && backward)
            Run<TNormaliser, Yes, Yes>(from, to);
        else if (threeWay)
            Run<TNormaliser, Yes, No>(from, to);
        else if (backward)
            Run<TNormaliser, No, Yes>(from, to);
        else
            Run<TNormaliser, No, No>(from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<TNormaliser, TThreeWay, TBackward>(int i, int to)
        where TNormaliser : INormaliser where TThreeWay : IFlag where TBackward : IFlag
    {
        if (Vector512.IsHardwareAccelerated)
            i = Loop<TNormaliser, Simd512, Vector512<float>, TThreeWay, TBackward>(i, to);
        if (Vector256.IsHardwareAccelerated)
            i = Loop<TNormaliser, Simd256, Vector256<float>, TThreeWay, TBackward>(i, to);
        if (Vector128.IsHardwareAccelerated)
            i = Loop<TNormaliser, Simd128, Vector128<float>, TThreeWay, TBackward>(i, to);
        Loop<TNormaliser, SimdScalar, float, TThreeWay, TBackward>(i, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TNormaliser, TSimd, TVector, TThreeWay, TBackward>(int i, int to)
        where TNormaliser : INormaliser where TSimd : struct, ISimd<TVector> where TVector : struct
        where TThreeWay : IFlag where TBackward : IFlag
    {
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            var absent = TNormaliser.Shares ? TSimd.Splat(float.NegativeInfinity) : TSimd.Zero;
            var (p0, p1, p2) = (absent, TSimd.Load(P1 + i), absent);
            if (TThreeWay.Value && P0 != null)
                p0 = Smaller<TSimd, TVector>(P0, i, absent);
            if (TThreeWay.Value && P2 != null)
                p2 = Larger<TSimd, TVector>(P2, i, absent);
            var g = Gate != null ? TSimd.Load(Gate + i) : TSimd.Zero;
            TVector q0, q1, q2;
            if (TBackward.Value)
            {
                var (d0, d1, d2) = (TSimd.Zero, TSimd.Load(D1 + i), TSimd.Zero);
                if (TThreeWay.Value && P0 != null)
                    d0 = Smaller<TSimd, TVector>(D0, i, TSimd.Zero);
                if (TThreeWay.Value && P2 != null)
                    d2 = Larger<TSimd, TVector>(D2, i, TSimd.Zero);
                (q0, q1, q2, g) = TNormaliser.Backward<TSimd, TVector>(p0, p1, p2, g, d0, d1, d2);
                if (GradGate != null)
                    TSimd.Store(GradGate + i, g);
            }
            else
            {
                (q0, q1, q2) = TNormaliser.Forward<TSimd, TVector>(p0, p1, p2, g);
            }

            TSimd.Store(Q1 + i, q1);
            if (TThreeWay.Value && P0 != null)
                TSimd.Store(Q0 + i, q0);
            if (TThreeWay.Value && P2 != null)
                TSimd.Store(Q2 + i, q2);
        }

        return i;
    }

    /// <summary>Values of the neighbour with the smaller index, which the first position of a line across the scan does not have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Smaller<TSimd, TVector>(float* values, int i, TVector absent)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var value = TSimd.Load(values + i);
        return i == 0 && Length >= 0 ? TSimd.Add(TSimd.ClearFirst(value), TSimd.Previous(absent, TSimd.Zero)) : value;
    }

    /// <summary>Values of the neighbour with the larger index, which the last position of a line across the scan does not have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Larger<TSimd, TVector>(float* values, int i, TVector absent)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var value = TSimd.Load(values + i);
        return i == Length - TSimd.Lanes ? TSimd.Add(TSimd.ClearLast(value), TSimd.Next(TSimd.Zero, absent)) : value;
    }
}
