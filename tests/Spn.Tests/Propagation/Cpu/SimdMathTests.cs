using System.Runtime.Intrinsics;

namespace Spn.Tests;

/// <summary>e^x and tanh in float32: their errors, and the same bits at every width.</summary>
public class SimdMathTests
{
    [Fact]
    public void The_exponential_is_within_its_error()
    {
        var worst = 0.0;
        foreach (var x in Floats(1e-6f, 87f))
        {
            var expected = Math.Exp(-(double)x);
            worst = Math.Max(worst, Math.Abs(SimdMath.Exp<SimdScalar, float>(-x) - expected) / expected);
        }

        Assert.True(worst < 1.5e-7, FormattableString.Invariant($"the worst relative error is {worst:g4}"));
        Assert.Equal(1f, SimdMath.Exp<SimdScalar, float>(0));
        Assert.Equal(0f, SimdMath.Exp<SimdScalar, float>(float.NegativeInfinity));
        Assert.True(float.IsNaN(SimdMath.Exp<SimdScalar, float>(float.NaN)));
    }

    [Fact]
    public void The_hyperbolic_tangent_is_within_its_error()
    {
        var worst = 0.0;
        foreach (var x in Floats(1e-30f, 90f))
        {
            var expected = Math.Tanh(x);
            worst = Math.Max(worst, Math.Abs(SimdMath.Tanh<SimdScalar, float>(x) - expected) / expected);
            Assert.Equal(-SimdMath.Tanh<SimdScalar, float>(x), SimdMath.Tanh<SimdScalar, float>(-x));
        }

        Assert.True(worst < 2e-7, FormattableString.Invariant($"the worst relative error is {worst:g4}"));
        Assert.Equal(1f, SimdMath.Tanh<SimdScalar, float>(float.PositiveInfinity));
        Assert.True(float.IsNaN(SimdMath.Tanh<SimdScalar, float>(float.NaN)));
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        foreach (var x in Floats(1e-6f, 100f))
        {
            var (exp, tanh) = (SimdMath.Exp<SimdScalar, float>(-x), SimdMath.Tanh<SimdScalar, float>(x));
            if (Vector128.IsHardwareAccelerated)
            {
                Assert.Equal(exp, SimdMath.Exp<Simd128, Vector128<float>>(Vector128.Create(-x))[3]);
                Assert.Equal(tanh, SimdMath.Tanh<Simd128, Vector128<float>>(Vector128.Create(x))[3]);
            }

            if (Vector256.IsHardwareAccelerated)
                Assert.Equal(exp, SimdMath.Exp<Simd256, Vector256<float>>(Vector256.Create(-x))[7]);
            if (Vector512.IsHardwareAccelerated)
                Assert.Equal(tanh, SimdMath.Tanh<Simd512, Vector512<float>>(Vector512.Create(x))[15]);
        }
    }

    /// <summary>Some 200,000 floats from the smallest to the largest, each a thousandth above the one before it or nearer.</summary>
    private static IEnumerable<float> Floats(float from, float to)
    {
        var (first, last) = (BitConverter.SingleToInt32Bits(from), BitConverter.SingleToInt32Bits(to));
        for (long bits = first, step = Math.Max(1, (last - first) / 200_000); bits <= last; bits += step)
            yield return BitConverter.Int32BitsToSingle((int)bits);
    }
}
