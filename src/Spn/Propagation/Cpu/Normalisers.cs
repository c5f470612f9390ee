using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>
/// A normalisation at one register of pixels. A neighbour that is absent, or that one-way weights do not have, comes in as zero, or as
/// −∞ where <see cref="Shares"/> says so, and its gradient comes in as zero.
/// </summary>
internal interface INormaliser
{
    /// <summary>Whether weights are shares by exponents, so that what is absent is −∞.</summary>
    static abstract bool Shares { get; }

    /// <summary>q of the raw weights p and of the g of a gate.</summary>
    static abstract (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct;

    /// <summary>The gradients of p and g from those of q.</summary>
    static abstract (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct;
}

/// <summary>q = p / max(1, Σ|p|), with the bits of the constraint that is fused into the scans.</summary>
internal readonly struct ClipNormaliser : INormaliser
{
    public static bool Shares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        Scaling.By<TSimd, TVector>(p0, p1, p2, ForwardLines.Scale<TSimd, TVector>(Scaling.Sum<TSimd, TVector>(p0, p1, p2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var s = Scaling.Sum<TSimd, TVector>(p0, p1, p2);
        var scale = ForwardLines.Scale<TSimd, TVector>(s);
        var along = Scaling.Along<TSimd, TVector>(Scaling.By<TSimd, TVector>(p0, p1, p2, scale), d0, d1, d2);
        return Scaling.Backward<TSimd, TVector>(p0, p1, p2, d0, d1, d2, scale, TSimd.WhereGreater(s, TSimd.One, along, TSimd.Zero));
    }
}

/// <summary>q = p / (Σ|p| + ε).</summary>
internal readonly struct AlwaysNormaliser : INormaliser
{
    public static bool Shares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        Scaling.By<TSimd, TVector>(p0, p1, p2, Scale<TSimd, TVector>(p0, p1, p2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        // |q| sums to one but for ε, so d_k − sign(p_k) Σ_j d_j q_j is made of differences, which stay exact where one neighbour has all.
        var scale = Scale<TSimd, TVector>(p0, p1, p2);
        var shares = Scaling.By<TSimd, TVector>(TSimd.Abs(p0), TSimd.Abs(p1), TSimd.Abs(p2), scale);
        var (r0, r1, r2) = (TSimd.Multiply(TSimd.Sign(p0), d0), TSimd.Multiply(TSimd.Sign(p1), d1), TSimd.Multiply(TSimd.Sign(p2), d2));
        var apart = Shares3.Apart<TSimd, TVector>(shares, r0, r1, r2);
        return (Slope<TSimd, TVector>(p0, d0, r0, apart.Smaller, scale), Slope<TSimd, TVector>(p1, d1, r1, apart.Middle, scale),
            Slope<TSimd, TVector>(p2, d2, r2, apart.Larger, scale), TSimd.Zero);
    }

    /// <summary>(d_k − sign(p_k) Σ_j d_j q_j) · scale, where r = sign(p) d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Slope<TSimd, TVector>(TVector p, TVector d, TVector r, TVector apart, TVector scale)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var epsilon = TSimd.Multiply(TSimd.Splat((float)Normalisations.Epsilon), scale);
        var moved = TSimd.Multiply(TSimd.Sign(p), TSimd.MultiplyAdd(r, epsilon, apart));
        return TSimd.Multiply(scale, TSimd.WhereGreater(TSimd.Abs(p), TSimd.Zero, moved, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale<TSimd, TVector>(TVector p0, TVector p1, TVector p2)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Divide(TSimd.One, TSimd.Add(Scaling.Sum<TSimd, TVector>(p0, p1, p2), TSimd.Splat((float)Normalisations.Epsilon)));
}

/// <summary>q = p, where a chunk or what is absent is to become zero.</summary>
internal readonly struct RawNormaliser : INormaliser
{
    public static bool Shares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) Forward<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector g)
        where TSimd : struct, ISimd<TVector> where TVector : struct => (p0, p1, p2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector g, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct => (d0, d1, d2, TSimd.Zero);
}

/// <summary>What normalisations by a sum of sizes have in common: q = p · scale, ∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) · scale.</summary>
internal static class Scaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TSimd, TVector>(TVector p0, TVector p1, TVector p2)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Add(TSimd.Add(TSimd.Abs(p0), TSimd.Abs(p1)), TSimd.Abs(p2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger) By<TSimd, TVector>(TVector p0, TVector p1, TVector p2, TVector scale)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        (TSimd.Multiply(p0, scale), TSimd.Multiply(p1, scale), TSimd.Multiply(p2, scale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Along<TSimd, TVector>((TVector, TVector, TVector) q, TVector d0, TVector d1, TVector d2)
        where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.MultiplyAdd(d2, q.Item3, TSimd.MultiplyAdd(d1, q.Item2, TSimd.Multiply(d0, q.Item1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Smaller, TVector Middle, TVector Larger, TVector Gate) Backward<TSimd, TVector>(
        TVector p0, TVector p1, TVector p2, TVector d0, TVector d1, TVector d2, TVector scale, TVector along)
        where TSimd : struct, ISimd<TVector> where TVector : struct => (
        TSimd.Multiply(scale, TSimd.Subtract(d0, TSimd.Multiply(TSimd.Sign(p0), along))),
        TSimd.Multiply(scale, TSimd.Subtract(d1, TSimd.Multiply(TSimd.Sign(p1), along))),
        TSimd.Multiply(scale, TSimd.Subtract(d2, TSimd.Multiply(TSimd.Sign(p2), along))), TSimd.Zero);
}
