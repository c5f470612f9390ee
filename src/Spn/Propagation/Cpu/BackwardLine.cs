using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// One line of a backward scan. With g the gradient that reaches h: from the loss and, as q·g, from the line after it,
/// <c>∂x = (1 − Σq) g</c>, <c>∂q_k = g (previous_k − x)</c>, and where the constraint scaled by 1 / s,
/// <c>∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s</c>. What it passes on to the line before is one line of sums,
/// <c>e_i = q_{0,i+1} g_{i+1} + q_{1,i} g_i + q_{2,i−1} g_{i−1}</c>; the first line of a chunk passes on zeros.
/// </summary>
internal unsafe struct BackwardLine
{
    /// <summary>The lines of x and of the first neighbour's weights, and the floats from it to the next neighbour's.</summary>
    public float* X, P;
    public nint NeighbourStride;

    /// <summary>The hidden line before this one.</summary>
    public float* Previous;

    /// <summary>
    /// The gradient of the loss with respect to this hidden line; where winner is not null, only where the direction won.
    /// </summary>
    public float* Gradient;
    public byte* Winner;
    public byte Direction;

    /// <summary>What the line after this one passed on, null for the last line, and where this line's goes.</summary>
    public float* Later, Passed;

    /// <summary>
    /// Where the gradients of x and of the K weights go, or are added to. They may be the same memory as <see cref="X"/> and
    /// <see cref="P"/>.
    /// </summary>
    public float* GradX, GradP;
    public nint GradStride;
    public bool AddX, AddP;

    /// <summary>Whether the input was added as it is: then <c>∂x = g</c> and <c>∂q_k = g previous_k</c>.</summary>
    public bool Adds;

    /// <summary>Positions of the whole line.</summary>
    public int Length;

    /// <summary>Computes positions [from, to); <paramref name="carry"/> links them to those right before them.</summary>
    public readonly void Run(bool threeWay, bool stable, bool first, int from, int to, ref Carry carry)
    {
        if (first)
            RunFirst(threeWay ? 3 : 1, from, to);
        else if (Adds && threeWay)
            Run<Yes, Adds>(from, to, ref carry);
        else if (Adds)
            Run<No, Adds>(from, to, ref carry);
        else if (threeWay && stable)
            Run<Yes, Yes>(from, to, ref carry);
        else if (threeWay)
            Run<Yes, No>(from, to, ref carry);
        else if (stable)
            Run<No, Yes>(from, to, ref carry);
        else
            Run<No, No>(from, to, ref carry);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<TThreeWay, TStable>(int i, int to, ref Carry carry) where TThreeWay : IFlag where TStable : IFlag
    {
        if (Vector512.IsHardwareAccelerated)
            i = Loop<Simd512, Vector512<float>, TThreeWay, TStable>(i, to, ref carry);
        if (Vector256.IsHardwareAccelerated)
            i = Loop<Simd256, Vector256<float>, TThreeWay, TStable>(i, to, ref carry);
        if (Vector128.IsHardwareAccelerated)
            i = Loop<Simd128, Vector128<float>, TThreeWay, TStable>(i, to, ref carry);
        Loop<SimdScalar, float, TThreeWay, TStable>(i, to, ref carry);
    }

    /// <summary>The first line of a scan or a chunk, h = x: all of g goes to x, and nothing to the line before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunFirst(int neighbours, int i, int to)
    {
        for (var k = 0; k < neighbours && !AddP; k++)
            new Span<float>(GradP + k * GradStride + i, to - i).Clear();
        new Span<float>(Passed + i, to - i).Clear();
        if (Vector512.IsHardwareAccelerated)
            i = First<Simd512, Vector512<float>>(i, to);
        if (Vector256.IsHardwareAccelerated)
            i = First<Simd256, Vector256<float>>(i, to);
        if (Vector128.IsHardwareAccelerated)
            i = First<Simd128, Vector128<float>>(i, to);
        First<SimdScalar, float>(i, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int First<TSimd, TVector>(int i, int to) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
            PutX<TSimd, TVector>(i, Reaching<TSimd, TVector>(i));
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TSimd, TVector, TThreeWay, TStable>(int i, int to, ref Carry carry)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TStable : IFlag
    {
        if (i > to - TSimd.Lanes)
            return i;
        if (!TThreeWay.Value)
        {
            for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
                OneWay<TSimd, TVector, TStable>(i);
            return i;
        }

        // e is complete at a register when the next one is known: its first q0·g belongs to the last lane here.
        var passed = Passed;
        var (p0, p1, p2) = ThreeWay<TSimd, TVector, TStable>(i);
        if (carry.Linked)
            passed[i - 1] += TSimd.First(p0);
        var pending = TSimd.Add(p1, TSimd.Previous(TSimd.Splat(carry.FromBefore), p2));
        for (i += TSimd.Lanes; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            var (q0, q1, q2) = ThreeWay<TSimd, TVector, TStable>(i);
            TSimd.Store(passed + i - TSimd.Lanes, TSimd.Add(pending, TSimd.Next(p0, q0)));
            pending = TSimd.Add(q1, TSimd.Previous(p2, q2));
            (p0, p2) = (q0, q2);
        }

        TSimd.Store(passed + i - TSimd.Lanes, TSimd.Add(pending, TSimd.Next(p0, TSimd.Zero)));
        carry.Linked = true;
        carry.FromBefore = TSimd.Last(p2);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void OneWay<TSimd, TVector, TStable>(int i)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TStable : IFlag
    {
        var g = Reaching<TSimd, TVector>(i);
        var (p, xi) = (TSimd.Load(P + i), TSimd.Load(X + i));
        var carried = TSimd.Load(Previous + i);
        var d = TSimd.Multiply(g, TStable.AddsInput ? carried : TSimd.Subtract(carried, xi));
        var q = p;
        if (TStable.Value)
        {
            // Beyond one, q is the sign of p: it does not move with p, and d − d is zero, except that no NaN is lost.
            var size = TSimd.Abs(p);
            q = TSimd.Multiply(p, ForwardLines.Scale<TSimd, TVector>(size));
            d = TSimd.WhereGreater(size, TSimd.One, TSimd.Subtract(d, d), d);
        }

        var passed = TSimd.Multiply(q, g);
        PutX<TSimd, TVector>(i, TStable.AddsInput ? g : TSimd.Subtract(g, passed));
        PutP<TSimd, TVector>(i, d);
        TSimd.Store(Passed + i, passed);
    }

    /// <summary>The gradients at one register of positions; gives q_k·g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (TVector Smaller, TVector Middle, TVector Larger) ThreeWay<TSimd, TVector, TStable>(int i)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TStable : IFlag
    {
        var g = Reaching<TSimd, TVector>(i);
        float* p = P + i, previous = Previous + i;
        var (xi, middle) = (TSimd.Load(X + i), TSimd.Load(previous));
        var (p0, p1, p2) = (TSimd.Load(p), TSimd.Load(p + NeighbourStride), TSimd.Load(p + 2 * NeighbourStride));
        TVector smaller, larger;
        if (i == 0)
            (p0, smaller) = (TSimd.ClearFirst(p0), TSimd.Previous(TSimd.Zero, middle));
        else
            smaller = TSimd.Load(previous - 1);
        if (i == Length - TSimd.Lanes)
            (p2, larger) = (TSimd.ClearLast(p2), TSimd.Next(middle, TSimd.Zero));
        else
            larger = TSimd.Load(previous + 1);
        if (!TStable.AddsInput)
            (smaller, middle, larger) = (TSimd.Subtract(smaller, xi), TSimd.Subtract(middle, xi), TSimd.Subtract(larger, xi));
        var (d0, d1, d2) = (TSimd.Multiply(g, smaller), TSimd.Multiply(g, middle), TSimd.Multiply(g, larger));
        var (q0, q1, q2) = (p0, p1, p2);
        if (TStable.Value)
        {
            var s = TSimd.Add(TSimd.Add(TSimd.Abs(p0), TSimd.Abs(p1)), TSimd.Abs(p2));
            var scale = ForwardLines.Scale<TSimd, TVector>(s);
            (q0, q1, q2) = (TSimd.Multiply(p0, scale), TSimd.Multiply(p1, scale), TSimd.Multiply(p2, scale));
            var along = TSimd.MultiplyAdd(d2, q2, TSimd.MultiplyAdd(d1, q1, TSimd.Multiply(d0, q0)));
            along = TSimd.WhereGreater(s, TSimd.One, along, TSimd.Zero);
            d0 = TSimd.Multiply(scale, TSimd.Subtract(d0, TSimd.Multiply(TSimd.Sign(p0), along)));
            d1 = TSimd.Multiply(scale, TSimd.Subtract(d1, TSimd.Multiply(TSimd.Sign(p1), along)));
            d2 = TSimd.Multiply(scale, TSimd.Subtract(d2, TSimd.Multiply(TSimd.Sign(p2), along)));
        }

        if (i == 0)
            d0 = TSimd.ClearFirst(d0);
        if (i == Length - TSimd.Lanes)
            d2 = TSimd.ClearLast(d2);
        var (g0, g1, g2) = (TSimd.Multiply(q0, g), TSimd.Multiply(q1, g), TSimd.Multiply(q2, g));
        PutX<TSimd, TVector>(i, TStable.AddsInput ? g : TSimd.Subtract(g, TSimd.Add(TSimd.Add(g0, g1), g2)));
        PutP<TSimd, TVector>(i, d0);
        PutP<TSimd, TVector>(i + GradStride, d1);
        PutP<TSimd, TVector>(i + 2 * GradStride, d2);
        return (g0, g1, g2);
    }

    /// <summary>The gradient that reaches h: from the loss and from the line after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Reaching<TSimd, TVector>(int i) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var g = Winner != null ? TSimd.LoadWhereWon(Gradient + i, Winner + i, Direction) : TSimd.Load(Gradient + i);
        return Later != null ? TSimd.Add(g, TSimd.Load(Later + i)) : g;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PutX<TSimd, TVector>(int i, TVector value) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Store(GradX + i, AddX ? TSimd.Add(TSimd.Load(GradX + i), value) : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PutP<TSimd, TVector>(nint i, TVector value) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Store(GradP + i, AddP ? TSimd.Add(TSimd.Load(GradP + i), value) : value);

    /// <summary>How a range of positions is linked to the one right before it on the same line.</summary>
    public struct Carry
    {
        /// <summary>Whether there is one.</summary>
        public bool Linked;

        /// <summary>What its last position passes on to the first one here, q2·g.</summary>
        public float FromBefore;
    }
}
