using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Spn.Tool.Benchmarks;

/// <summary>What the memory of this machine gives, on all cores, over arrays far larger than its caches, in bytes per second.</summary>
/// <param name="Copy">c = a, 8 bytes an element.</param>
/// <param name="Triad">c = a·s + b, 12 bytes an element.</param>
internal sealed record Bandwidth(double Copy, double Triad)
{
    private const int Elements = 1 << 25;

    /// <summary>
    /// The best of several passes, as McCalpin's STREAM takes it; what a cache line costs to be read before it is written is not counted.
    /// </summary>
    public static Bandwidth Measure(int passes = 7)
    {
        float[] a = Filled(1), b = Filled(2), c = Filled(0);
        var (copy, triad) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < passes; i++)
        {
            copy = Math.Min(copy, Time((from, to) => Copies(a, c, from, to)));
            triad = Math.Min(triad, Time((from, to) => Triads(a, b, c, from, to)));
        }

        return new Bandwidth(8.0 * Elements / copy, 12.0 * Elements / triad);
    }

    private static float[] Filled(float value)
    {
        var values = GC.AllocateUninitializedArray<float>(Elements);
        Array.Fill(values, value);
        return values;
    }

    private static double Time(Action<int, int> work)
    {
        var parts = Environment.ProcessorCount;
        var start = Stopwatch.GetTimestamp();
        Parallel.For(0, parts, part => work((int)((long)Elements * part / parts), (int)((long)Elements * (part + 1) / parts)));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copies(float[] a, float[] c, int from, int to)
    {
        var va = Vectors(a, from, to);
        var vc = Vectors(c, from, to);
        for (var i = 0; i < vc.Length; i++)
            vc[i] = va[i];
    }

    private static void Triads(float[] a, float[] b, float[] c, int from, int to)
    {
        var va = Vectors(a, from, to);
        var vb = Vectors(b, from, to);
        var vc = Vectors(c, from, to);
        var s = new Vector<float>(1.1f);
        for (var i = 0; i < vc.Length; i++)
            vc[i] = va[i] * s + vb[i];
    }

    private static Span<Vector<float>> Vectors(float[] values, int from, int to) =>
        MemoryMarshal.Cast<float, Vector<float>>(values.AsSpan(from, to - from));
}
