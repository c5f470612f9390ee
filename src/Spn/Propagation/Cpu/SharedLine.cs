using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// One line of a three-way forward scan of several channels that share weights, as <see cref="ForwardLines"/> computes it and with the
/// same bits. The weights of the line have been constrained once for all channels, and lines stand between zeros: a position's
/// neighbours are loads beside its own, and the ends of a line need no case of their own.
/// </summary>
internal unsafe struct SharedLine
{
    /// <summary>The line of x of the first channel, and floats to the next channel's.</summary>
    public float* X;
    public nint XStride;

    /// <summary>The hidden line before this one, a zero on either side of it.</summary>
    public float* Previous;
    public nint PreviousStride;

    /// <summary>Where the hidden line goes; it may be <see cref="X"/>.</summary>
    public float* H;
    public nint HStride;

    /// <summary>The constrained weights of the first neighbour, zero where it is absent, and floats to the next neighbour's.</summary>
    public float* Q;
    public nint QStride;

    /// <summary>Where the hidden line goes beside that, null for nowhere.</summary>
    public float* Output;
    public nint OutputStride;

    /// <summary>Floats from x to the line that is read next, which is fetched meanwhile; 0 for none.</summary>
    public nint Ahead;

    public int Channels, Length;

    /// <summary>The first line of a scan or a chunk, h = x.</summary>
    public readonly void Copy()
    {
        for (nint c = 0; c < Channels; c++)
        {
            if (X != H)
                RowOps.Copy(H + c * HStride, X + c * XStride, Length);
            if (Output != null)
                RowOps.Copy(Output + c * OutputStride, X + c * XStride, Length);
        }
    }

    /// <summary>Any other line, of every channel.</summary>
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
        float* x = X, previous = Previous, h = H, output = Output;
        for (var c = 0; c < Channels; c++, x += XStride, previous += PreviousStride, h += HStride)
        {
            var i = 0;
            if (Vector512.IsHardwareAccelerated)
                i = Loop<Simd512, Vector512<float>, TForm>(x, previous, h, output, i);
            if (Vector256.IsHardwareAccelerated)
                i = Loop<Simd256, Vector256<float>, TForm>(x, previous, h, output, i);
            if (Vector128.IsHardwareAccelerated)
                i = Loop<Simd128, Vector128<float>, TForm>(x, previous, h, output, i);
            Loop<SimdScalar, float, TForm>(x, previous, h, output, i);
            if (output != null)
                output += OutputStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Loop<TSimd, TVector, TForm>(float* x, float* previous, float* h, float* output, int from)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TForm : IFlag
    {
        float* q0 = Q, q1 = Q + QStride, q2 = q1 + QStride;
        nint i = from, last = Length - TSimd.Lanes, ahead = Ahead;
        for (; i <= last; i += TSimd.Lanes)
        {
            var xi = TSimd.Load(x + i);
            var sum = TSimd.MultiplyAdd(TSimd.Load(q1 + i), Carried<TSimd, TVector, TForm>(previous + i, xi), xi);
            sum = TSimd.MultiplyAdd(TSimd.Load(q0 + i), Carried<TSimd, TVector, TForm>(previous + i - 1, xi), sum);
            sum = TSimd.MultiplyAdd(TSimd.Load(q2 + i), Carried<TSimd, TVector, TForm>(previous + i + 1, xi), sum);
            if (ahead != 0)
                Prefetch.Line(x + ahead + i);
            TSimd.Store(h + i, sum);
            if (output != null)
                TSimd.Store(output + i, sum);
        }

        return (int)i;
    }

    /// <summary>What a weight multiplies: the hidden value, less x unless the input is added as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Carried<TSimd, TVector, TForm>(float* previous, TVector x)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TForm : IFlag =>
        TForm.AddsInput ? TSimd.Load(previous) : TSimd.Subtract(TSimd.Load(previous), x);
}
