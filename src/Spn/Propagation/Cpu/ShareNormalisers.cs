using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>
/// q = σ(p) / Σσ(p). All σ are divided by e^m, m the largest p where all are negative, else 0, so that none is lost:
/// σ(p) e^−m = e^(min(p, 0) − m) / (1 + e^−|p|).
/// </summary>
internal readonly struct RowStochasticNormaliser : INormaliser
{
    public static bool Shares => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var m = Shares3.Smaller<TSimd, TVector>(Shares3.Largest<TSimd, TVector>(p0, p1, p2), TSimd.Zero);
        return Shares3.Of<TSimd, TVector>(
            Share<TSimd, TVector>(p0, m), Share<TSimd, TVector>(p1, m), Share<TSimd, TVector>(p2, m), TSimd.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var q = Forward<TSimd, TVector>(p0, p1, p2, g);
        var apart = Shares3.Apart<TSimd, TVector>(q, d0, d1, d2);
        return (Slope<TSimd, TVector>(p0, q.Smaller, apart.Smaller), Slope<TSimd, TVector>(p1, q.Middle, apart.Middle),
            Slope<TSimd, TVector>(p2, q.Larger, apart.Larger), TSimd.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Share<TSimd, TVector>(TVector p, TVector m) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var numerator = SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(Shares3.Smaller<TSimd, TVector>(p, TSimd.Zero), m));
        return TSimd.Divide(numerator, TSimd.Add(TSimd.One, Fading<TSimd, TVector>(p)));
    }

    /// <summary>q (1 − σ(p)) · how far ∂q is apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Slope<TSimd, TVector>(TVector p, TVector q, TVector apart)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var t = Fading<TSimd, TVector>(p);
        var rest = TSimd.Divide(TSimd.WhereGreater(p, TSimd.Zero, t, TSimd.One), TSimd.Add(TSimd.One, t));
        return TSimd.Multiply(TSimd.Multiply(q, rest), apart);
    }

    /// <summary>e^−|p|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fading<TSimd, TVector>(TVector p) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Zero, TSimd.Abs(p)));
}

/// <summary>q = tanh(g) · softmax(a).</summary>
internal readonly struct GateNormaliser : INormaliser
{
    public static bool Shares => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        Softmax<TSimd, TVector>(p0, p1, p2, SimdMath.Tanh<TSimd, TVector>(g));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var s = Softmax<TSimd, TVector>(p0, p1, p2, TSimd.One);
        var (along, tanh) = (Scaling.Along<TSimd, TVector>(s, d0, d1, d2), SimdMath.Tanh<TSimd, TVector>(g));
        // 1 − tanh² without the loss of a difference: 4t / (1 + t)², t = e^−2|g|.
        var t = SimdMath.Exp<TSimd, TVector>(TSimd.Multiply(TSimd.Splat(-2f), TSimd.Abs(g)));
        var one = TSimd.Add(TSimd.One, t);
        var slope = TSimd.Divide(TSimd.Multiply(TSimd.Splat(4f), t), TSimd.Multiply(one, one));
        var apart = Shares3.Apart<TSimd, TVector>(s, d0, d1, d2);
        return (
            TSimd.Multiply(TSimd.Multiply(tanh, s.Smaller), apart.Smaller), TSimd.Multiply(TSimd.Multiply(tanh, s.Middle), apart.Middle),
            TSimd.Multiply(TSimd.Multiply(tanh, s.Larger), apart.Larger), TSimd.Multiply(along, slope));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Smaller, TVector Middle, TVector Larger) Softmax<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector scale)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var m = Shares3.Largest<TSimd, TVector>(p0, p1, p2);
        return Shares3.Of<TSimd, TVector>(
            SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(p0, m)), SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(p1, m)),
            SimdMath.Exp<TSimd, TVector>(TSimd.Subtract(p2, m)), scale);
    }
}

/// <summary>Shares of a whole among three neighbours.</summary>
internal static class Shares3
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Smaller<TSimd, TVector>(TVector a, TVector b) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.WhereGreater(a, b, b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Largest<TSimd, TVector>(TVector p0, TVector p1, TVector p2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var larger = TSimd.WhereGreater(p0, p1, p0, p1);
        return TSimd.WhereGreater(p2, larger, p2, larger);
    }

    /// <summary>d_k − Σ_j s_j d_j as Σ_j s_j (d_k − d_j): exactly zero where one neighbour has the whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Apart<TSimd, TVector>(
        (TVector, TVector, TVector) s, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var (d01, d02, d12) = (TSimd.Subtract(d0, d1), TSimd.Subtract(d0, d2), TSimd.Subtract(d1, d2));
        return (
            TSimd.MultiplyAdd(s.Item2, d01, TSimd.Multiply(s.Item3, d02)),
            TSimd.Subtract(TSimd.Multiply(s.Item3, d12), TSimd.Multiply(s.Item1, d01)),
            TSimd.Subtract(TSimd.Zero, TSimd.MultiplyAdd(s.Item1, d02, TSimd.Multiply(s.Item2, d12))));
    }

    /// <summary>Each part of the sum of parts, times a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Of<TSimd, TVector>(TVector e0, TVector e1, TVector e2, TVector scale)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        Scaling.By<TSimd, TVector>(e0, e1, e2, TSimd.Divide(scale, TSimd.Add(TSimd.Add(e0, e1), e2)));
}
