using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// One line of a backward scan. With g the gradient that reaches h: from the loss and, as q·g, from the line after it,
/// <c>∂x = (1 − Σq) g</c>, <c>∂q_k = g (previous_k − x)</c>, and where the constraint scaled by 1 / s,
/// <c>∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s</c>.
/// </summary>
internal unsafe struct BackwardLine
{
    /// <summary>The line of x.</summary>
    public float* X;

    /// <summary>The line of the first neighbour's weights, and the floats from it to the next neighbour's.</summary>
    public float* P;
    public nint NeighbourStride;

    /// <summary>The hidden line before this one.</summary>
    public float* Previous;

    /// <summary>The gradient of the loss with respect to this hidden line.</summary>
    public float* Gradient;

    /// <summary>What the line after this one passes on: q_k·g, K lines, in and (for the line before) out.</summary>
    public float* Later, Passed;
    public nint LaterStride, PassedStride;

    /// <summary>Where the gradients go: of x, and of the K weights. They may be the same memory as <see cref="X"/> and <see cref="P"/>.</summary>
    public float* GradX, GradP;
    public nint GradStride;

    /// <summary>Computes positions [from, to) of a line of <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TThreeWay, TStable>(int from, int to, int length) where TThreeWay : IFlag where TStable : IFlag
    {
        var i = from;
        if (Vector512.IsHardwareAccelerated)
            i = Loop<Simd512, Vector512<float>, TThreeWay, TStable>(i, to, length);
        if (Vector256.IsHardwareAccelerated)
            i = Loop<Simd256, Vector256<float>, TThreeWay, TStable>(i, to, length);
        if (Vector128.IsHardwareAccelerated)
            i = Loop<Simd128, Vector128<float>, TThreeWay, TStable>(i, to, length);
        Loop<SimdScalar, float, TThreeWay, TStable>(i, to, length);
    }

    /// <summary>The first line of a scan, h = x: all of g goes to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunFirst<TThreeWay>(int from, int to, int length) where TThreeWay : IFlag
    {
        var i = from;
        if (Vector512.IsHardwareAccelerated)
            i = FirstLoop<Simd512, Vector512<float>, TThreeWay>(i, to, length);
        if (Vector256.IsHardwareAccelerated)
            i = FirstLoop<Simd256, Vector256<float>, TThreeWay>(i, to, length);
        if (Vector128.IsHardwareAccelerated)
            i = FirstLoop<Simd128, Vector128<float>, TThreeWay>(i, to, length);
        FirstLoop<SimdScalar, float, TThreeWay>(i, to, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FirstLoop<TSimd, TVector, TThreeWay>(int i, int to, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag
    {
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            TSimd.Store(GradX + i, Reaching<TSimd, TVector, TThreeWay>(Gradient, Later, LaterStride, i, length));
            for (var k = 0; k < (TThreeWay.Value ? 3 : 1); k++)
                TSimd.Store(GradP + k * GradStride + i, TSimd.Zero);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TSimd, TVector, TThreeWay, TStable>(int i, int to, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag where TStable : IFlag
    {
        // Locals, so that the stores below do not make the compiler read the fields again.
        float* x = X, p = P, previous = Previous, gradient = Gradient, later = Later, passed = Passed, gradX = GradX, gradP = GradP;
        nint neighbourStride = NeighbourStride, laterStride = LaterStride, passedStride = PassedStride, gradStride = GradStride;
        for (; i <= to - TSimd.Lanes; i += TSimd.Lanes)
        {
            var g = Reaching<TSimd, TVector, TThreeWay>(gradient, later, laterStride, i, length);
            var (xi, middle) = (TSimd.Load(x + i), TSimd.Load(previous + i));
            if (!TThreeWay.Value)
            {
                var p1 = TSimd.Load(p + i);
                var d = TSimd.Multiply(g, TSimd.Subtract(middle, xi));
                var q = p1;
                if (TStable.Value)
                {
                    // Beyond one, q is the sign of p: it does not move with p.
                    var size = TSimd.Abs(p1);
                    q = TSimd.Multiply(p1, ForwardLine.Scale<TSimd, TVector>(size));
                    d = TSimd.WhereGreater(size, TSimd.One, TSimd.Zero, d);
                }

                TSimd.Store(gradX + i, TSimd.Subtract(g, TSimd.Multiply(q, g)));
                TSimd.Store(gradP + i, d);
                TSimd.Store(passed + i, TSimd.Multiply(q, g));
                continue;
            }

            var (p0, pm, p2) = (TSimd.Load(p + i), TSimd.Load(p + neighbourStride + i), TSimd.Load(p + 2 * neighbourStride + i));
            TVector smaller, larger;
            if (i == 0)
                (p0, smaller) = (TSimd.ClearFirst(p0), TSimd.ShiftUp(middle));
            else
                smaller = TSimd.Load(previous + i - 1);
            if (i == length - TSimd.Lanes)
                (p2, larger) = (TSimd.ClearLast(p2), TSimd.ShiftDown(middle));
            else
                larger = TSimd.Load(previous + i + 1);
            var d0 = TSimd.Multiply(g, TSimd.Subtract(smaller, xi));
            var d1 = TSimd.Multiply(g, TSimd.Subtract(middle, xi));
            var d2 = TSimd.Multiply(g, TSimd.Subtract(larger, xi));
            var (q0, q1, q2) = (p0, pm, p2);
            if (TStable.Value)
            {
                var s = TSimd.Add(TSimd.Add(TSimd.Abs(p0), TSimd.Abs(pm)), TSimd.Abs(p2));
                var scale = ForwardLine.Scale<TSimd, TVector>(s);
                (q0, q1, q2) = (TSimd.Multiply(p0, scale), TSimd.Multiply(pm, scale), TSimd.Multiply(p2, scale));
                var along = TSimd.MultiplyAdd(d2, q2, TSimd.MultiplyAdd(d1, q1, TSimd.Multiply(d0, q0)));
                along = TSimd.WhereGreater(s, TSimd.One, along, TSimd.Zero);
                d0 = TSimd.Multiply(scale, TSimd.Subtract(d0, TSimd.Multiply(TSimd.Sign(p0), along)));
                d1 = TSimd.Multiply(scale, TSimd.Subtract(d1, TSimd.Multiply(TSimd.Sign(pm), along)));
                d2 = TSimd.Multiply(scale, TSimd.Subtract(d2, TSimd.Multiply(TSimd.Sign(p2), along)));
            }

            if (i == 0)
                d0 = TSimd.ClearFirst(d0);
            if (i == length - TSimd.Lanes)
                d2 = TSimd.ClearLast(d2);
            var (g0, g1, g2) = (TSimd.Multiply(q0, g), TSimd.Multiply(q1, g), TSimd.Multiply(q2, g));
            TSimd.Store(passed + i, g0);
            TSimd.Store(passed + passedStride + i, g1);
            TSimd.Store(passed + 2 * passedStride + i, g2);
            TSimd.Store(gradX + i, TSimd.Subtract(g, TSimd.Add(TSimd.Add(g0, g1), g2)));
            TSimd.Store(gradP + i, d0);
            TSimd.Store(gradP + gradStride + i, d1);
            TSimd.Store(gradP + 2 * gradStride + i, d2);
        }

        return i;
    }

    /// <summary>The gradient that reaches h at [i, i + Lanes): from the loss, and from those of the next line whose neighbour h is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reaching<TSimd, TVector, TThreeWay>(float* gradient, float* later, nint stride, int i, int length)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TThreeWay : IFlag
    {
        var g = TSimd.Load(gradient + i);
        if (later == null)
            return g;
        if (!TThreeWay.Value)
            return TSimd.Add(g, TSimd.Load(later + i));
        // Position i + 1 took h_i as its smaller neighbour, i − 1 took it as its larger one.
        var fromAfter = i == length - TSimd.Lanes ? TSimd.ShiftDown(TSimd.Load(later + i)) : TSimd.Load(later + i + 1);
        var fromBefore = i == 0 ? TSimd.ShiftUp(TSimd.Load(later + 2 * stride + i)) : TSimd.Load(later + 2 * stride + i - 1);
        return TSimd.Add(TSimd.Add(g, fromAfter), TSimd.Add(TSimd.Load(later + stride + i), fromBefore));
    }
}
