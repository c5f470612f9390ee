using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>
/// e^x and tanh in float32 at any width, the same bits at each, which the functions of the platform do not promise. Errors at some
/// 200,000 floats all over the ranges: e^x is within 1.5e-7 of itself (and below −87 zero), tanh within 2e-7.
/// </summary>
/// <remarks>Reduction and polynomials after Cephes (Moshier 1989), expf.c and tanhf.c.</remarks>
internal static class SimdMath
{
    /// <summary>1.5·2^23: added to a float below 2^22 it leaves the nearest whole number in the last bits.</summary>
    public const float Shift = 12582912f;

    /// <summary>The bits of 1f.</summary>
    public const int BitsOfOne = 0x3F80_0000;

    /// <summary>Below this e^x counts as zero: it would soon be no normal number any more.</summary>
    private const float Lowest = -87f;

    /// <summary>e^x for x ≤ 0; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var lowest = TSimd.Splat(Lowest);
        var bounded = TSimd.WhereGreater(lowest, x, lowest, x);
        var shifted = TSimd.MultiplyAdd(bounded, TSimd.Splat(1.44269504f), TSimd.Splat(Shift));
        var n = TSimd.Subtract(shifted, TSimd.Splat(Shift));
        // x − n ln 2, in two parts.
        var r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), bounded);
        r = TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r);
        var sum = TSimd.MultiplyAdd(TSimd.Splat(1.9875691500e-4f), r, TSimd.Splat(1.3981999507e-3f));
        sum = TSimd.MultiplyAdd(sum, r, TSimd.Splat(8.3334519073e-3f));
        sum = TSimd.MultiplyAdd(sum, r, TSimd.Splat(4.1665795894e-2f));
        sum = TSimd.MultiplyAdd(sum, r, TSimd.Splat(1.6666665459e-1f));
        sum = TSimd.MultiplyAdd(sum, r, TSimd.Splat(5.0000001201e-1f));
        sum = TSimd.Add(TSimd.MultiplyAdd(sum, TSimd.Multiply(r, r), r), TSimd.One);
        return TSimd.WhereGreater(lowest, x, TSimd.Zero, TSimd.Multiply(sum, TSimd.PowerOfTwo(shifted)));
    }

    /// <summary>tanh of x; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        var size = TSimd.Abs(x);
        var t = Exp<TSimd, TVector>(TSimd.Multiply(TSimd.Splat(-2f), size));
        var large = TSimd.Multiply(TSimd.Sign(x), TSimd.Divide(TSimd.Subtract(TSimd.One, t), TSimd.Add(TSimd.One, t)));
        var square = TSimd.Multiply(x, x);
        var sum = TSimd.MultiplyAdd(TSimd.Splat(-5.70498872745e-3f), square, TSimd.Splat(2.06390887954e-2f));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Splat(-5.37397155531e-2f));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Splat(1.33314422036e-1f));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Splat(-3.33332819422e-1f));
        var small = TSimd.MultiplyAdd(TSimd.Multiply(sum, square), x, x);
        return TSimd.WhereGreater(size, TSimd.Splat(0.625f), large, small);
    }
}
