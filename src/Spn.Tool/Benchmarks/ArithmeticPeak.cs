using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Spn.Tool.Benchmarks;

/// <summary>The most multiply-adds in float32 that this machine does, in registers alone.</summary>
internal static class ArithmeticPeak
{
    /// <summary>Floating-point operations per second on some threads, two for each multiply-add: the best of several passes.</summary>
    public static double Measure(int threads, int passes = 12)
    {
        const int Steps = 2_000_000;
        var sums = new float[16 * threads];
        var best = double.PositiveInfinity;
        for (var pass = 0; pass < passes; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread => sums[16 * thread] = Multiply(Steps, 0.5f));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        var lanes = Vector512.IsHardwareAccelerated ? 16 : 8;
        return 2.0 * 12 * lanes * Steps * threads / best;
    }

    /// <summary>Twelve independent sums hide the latency of a multiply-add at every width.</summary>
    private static float Multiply(int steps, float factor) =>
        Vector512.IsHardwareAccelerated ? Multiply512(steps, Vector512.Create(factor)) : Multiply256(steps, Vector256.Create(factor));

    private static float Multiply512(int steps, Vector512<float> f)
    {
        var (a, b, c, d, e, g) = (f, f, f, f, f, f);
        var (h, i, j, k, l, m) = (f, f, f, f, f, f);
        for (var step = 0; step < steps; step++)
        {
            a = Vector512.MultiplyAddEstimate(a, f, f);
            b = Vector512.MultiplyAddEstimate(b, f, f);
            c = Vector512.MultiplyAddEstimate(c, f, f);
            d = Vector512.MultiplyAddEstimate(d, f, f);
            e = Vector512.MultiplyAddEstimate(e, f, f);
            g = Vector512.MultiplyAddEstimate(g, f, f);
            h = Vector512.MultiplyAddEstimate(h, f, f);
            i = Vector512.MultiplyAddEstimate(i, f, f);
            j = Vector512.MultiplyAddEstimate(j, f, f);
            k = Vector512.MultiplyAddEstimate(k, f, f);
            l = Vector512.MultiplyAddEstimate(l, f, f);
            m = Vector512.MultiplyAddEstimate(m, f, f);
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }

    private static float Multiply256(int steps, Vector256<float> f)
    {
        var (a, b, c, d, e, g) = (f, f, f, f, f, f);
        var (h, i, j, k, l, m) = (f, f, f, f, f, f);
        for (var step = 0; step < steps; step++)
        {
            a = Vector256.MultiplyAddEstimate(a, f, f);
            b = Vector256.MultiplyAddEstimate(b, f, f);
            c = Vector256.MultiplyAddEstimate(c, f, f);
            d = Vector256.MultiplyAddEstimate(d, f, f);
            e = Vector256.MultiplyAddEstimate(e, f, f);
            g = Vector256.MultiplyAddEstimate(g, f, f);
            h = Vector256.MultiplyAddEstimate(h, f, f);
            i = Vector256.MultiplyAddEstimate(i, f, f);
            j = Vector256.MultiplyAddEstimate(j, f, f);
            k = Vector256.MultiplyAddEstimate(k, f, f);
            l = Vector256.MultiplyAddEstimate(l, f, f);
            m = Vector256.MultiplyAddEstimate(m, f, f);
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }
}
