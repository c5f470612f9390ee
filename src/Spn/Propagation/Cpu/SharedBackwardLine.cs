using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// One line of a three-way backward scan of several channels that share weights. A position takes what the line after it passes on,
/// <c>g_i = ∂h_i + q'_{0,i+1} g'_{i+1} + q'_{1,i} g'_i + q'_{2,i−1} g'_{i−1}</c>, and gives <c>∂x = (1 − Σq) g</c>, or g where the input
/// is added as it is. The gradients of the constrained weights, <c>Σ_c g (previous_k − x)</c>, are summed in registers over four channels
/// at a time. Lines stand between zeros.
/// </summary>
internal unsafe struct SharedBackwardLine
{
    /// <summary>Channels whose part of the sums stays in registers; more would not fit beside one another into the first cache.</summary>
    private const int ChannelsAtOnce = 4;

    /// <summary>The line of x of the first channel, and floats to the next channel's.</summary>
    public float* X;
    public nint XStride;

    /// <summary>The hidden line before this one.</summary>
    public float* Previous;
    public nint PreviousStride;

    /// <summary>The gradient of the loss with respect to this hidden line; with winners, only where the direction won.</summary>
    public float* Gradient;
    public byte* Winner;
    public byte Direction;
    public nint GradientStride;

    /// <summary>What reaches this hidden line, g, which may be <see cref="Gradient"/>, and g' of the line after it.</summary>
    public float* Reaching, Later;
    public nint ReachingStride, LaterStride;

    /// <summary>Where the gradient of x goes or is added to; it may be <see cref="X"/>.</summary>
    public float* GradX;
    public nint GradXStride;
    public bool AddX;

    /// <summary>The constrained weights of this line and of the line after it, and where the gradients of these go.</summary>
    public float* Q, LaterQ, GradQ;
    public nint QStride;

    /// <summary>Floats from x, and from the gradients, to the line that is read next, which is fetched meanwhile; 0 for none.</summary>
    public nint Ahead;

    public int Channels, Length;

    /// <summary>Computes the line of every channel.</summary>
    public readonly void Run(bool adds)
    {
        if (adds)
            Run<Adds>();
        else
            Run<No>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<TForm>() where TForm : IFlag
    {
        for (var first = 0; first < Channels; first += ChannelsAtOnce)
        {
            var (i, count) = (0, Math.Min(ChannelsAtOnce, Channels - first));
            if (Vector512.IsHardwareAccelerated)
                i = Loop<Simd512, Vector512<float>, TForm>(first, count, i);
            if (Vector256.IsHardwareAccelerated)
                i = Loop<Simd256, Vector256<float>, TForm>(first, count, i);
            if (Vector128.IsHardwareAccelerated)
                i = Loop<Simd128, Vector128<float>, TForm>(first, count, i);
            Loop<SimdScalar, float, TForm>(first, count, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TSimd, TVector, TForm>(nint first, int count, nint i)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TForm : IFlag
    {
        float* xs = X + first * XStride, previouses = Previous + first * PreviousStride, gradients = Gradient + first * GradientStride;
        float* reachings = Reaching + first * ReachingStride, laters = Later + first * LaterStride, gradXs = GradX + first * GradXStride;
        var winners = Winner + first * GradientStride;
        var (won, add, direction) = (Winner != null, AddX, Direction);
        var ahead = Ahead;
        nint xStride = XStride, previousStride = PreviousStride, gradientStride = GradientStride;
        nint reachingStride = ReachingStride, laterStride = LaterStride, gradXStride = GradXStride;
        float* d0At = GradQ, d1At = GradQ + QStride, d2At = GradQ + 2 * QStride;
        for (; i <= Length - TSimd.Lanes; i += TSimd.Lanes)
        {
            var later0 = TSimd.Load(LaterQ + i + 1);
            var later1 = TSimd.Load(LaterQ + QStride + i);
            var later2 = TSimd.Load(LaterQ + 2 * QStride + i - 1);
            var sum = TSimd.Add(TSimd.Add(TSimd.Load(Q + i), TSimd.Load(Q + QStride + i)), TSimd.Load(Q + 2 * QStride + i));
            var rest = TForm.AddsInput ? TSimd.One : TSimd.Subtract(TSimd.One, sum);
            var (d0, d1, d2) = (TSimd.Zero, TSimd.Zero, TSimd.Zero);
            if (first > 0)
                (d0, d1, d2) = (TSimd.Load(d0At + i), TSimd.Load(d1At + i), TSimd.Load(d2At + i));
            float* x = xs + i, previous = previouses + i, gradient = gradients + i;
            float* reaching = reachings + i, later = laters + i, gradX = gradXs + i;
            var winner = winners + i;
            for (var c = count; c > 0; c--)
            {
                var g = won ? TSimd.LoadWhereWon(gradient, winner, direction) : TSimd.Load(gradient);
                var xi = TSimd.Load(x);
                g = TSimd.MultiplyAdd(later1, TSimd.Load(later), g);
                g = TSimd.MultiplyAdd(later0, TSimd.Load(later + 1), g);
                g = TSimd.MultiplyAdd(later2, TSimd.Load(later - 1), g);
                d0 = TSimd.MultiplyAdd(g, SharedLine.Carried<TSimd, TVector, TForm>(previous - 1, xi), d0);
                d1 = TSimd.MultiplyAdd(g, SharedLine.Carried<TSimd, TVector, TForm>(previous, xi), d1);
                d2 = TSimd.MultiplyAdd(g, SharedLine.Carried<TSimd, TVector, TForm>(previous + 1, xi), d2);
                if (ahead != 0)
                {
                    Prefetch.Line(x + ahead);
                    Prefetch.Line(gradient + ahead);
                    if (add)
                        Prefetch.Line(gradX + ahead);
                }

                TSimd.Store(reaching, g);
                var dx = TSimd.Multiply(rest, g);
                TSimd.Store(gradX, add ? TSimd.Add(TSimd.Load(gradX), dx) : dx);
                x += xStride;
                previous += previousStride;
                gradient += gradientStride;
                winner += gradientStride;
                reaching += reachingStride;
                later += laterStride;
                gradX += gradXStride;
            }

            TSimd.Store(d0At + i, d0);
            TSimd.Store(d1At + i, d1);
            TSimd.Store(d2At + i, d2);
        }

        return (int)i;
    }
}
