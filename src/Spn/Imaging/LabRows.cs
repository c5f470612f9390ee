using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spn.Imaging;

/// <summary>
/// Runs of colours from gamma-encoded sRGB to L*a*b*, four at a time in double: the formulas of <see cref="ColourSpace"/>, a colour's
/// result the same wherever a run is cut.
/// </summary>
internal static unsafe class LabRows
{
    /// <summary>The 256 intensities of images of 8 bits, and what they are in linear RGB.</summary>
    private static readonly float[] Bytes = [.. Enumerable.Range(0, 256).Select(i => (float)(i / 255.0))];

    private static readonly double[] DecodedBytes = Array.ConvertAll(Bytes, v => ColourSpace.Decode(v));

    /// <summary>All spans are of one length.</summary>
    public static void FromSrgb(
        ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, Span<float> l, Span<float> a, Span<float> b)
    {
        var whole = red.Length & ~3;
        fixed (float* r = red, g = green, bl = blue, tl = l, ta = a, tb = b)
        {
            Run(r, g, bl, tl, ta, tb, whole);
            if (whole == red.Length)
                return;
            var rest = stackalloc float[24];
            for (var i = whole; i < red.Length; i++)
                (rest[i - whole], rest[4 + i - whole], rest[8 + i - whole]) = (r[i], g[i], bl[i]);
            Run(rest, rest + 4, rest + 8, rest + 12, rest + 16, rest + 20, 4);
            for (var i = whole; i < red.Length; i++)
                (tl[i], ta[i], tb[i]) = (rest[12 + i - whole], rest[16 + i - whole], rest[20 + i - whole]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(float* red, float* green, float* blue, float* l, float* a, float* b, int count)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(Bytes);
        ref var decoded = ref MemoryMarshal.GetArrayDataReference(DecodedBytes);
        for (var i = 0; i < count; i += 4)
        {
            var r = Linear(red + i, ref bytes, ref decoded);
            var g = Linear(green + i, ref bytes, ref decoded);
            var bl = Linear(blue + i, ref bytes, ref decoded);
            var x = Root((0.4124564 * r + 0.3575761 * g + 0.1804375 * bl) / Vector256.Create(ColourSpace.WhiteX));
            var y = Root(0.2126729 * r + 0.7151522 * g + 0.0721750 * bl);
            var z = Root((0.0193339 * r + 0.1191920 * g + 0.9503041 * bl) / Vector256.Create(ColourSpace.WhiteZ));
            Doubles.Store(116 * y - Vector256.Create(16.0), l + i);
            Doubles.Store(500 * (x - y), a + i);
            Doubles.Store(200 * (y - z), b + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Linear(float* at, ref float bytes, ref double decoded) => Vector256.Create(
        Linear(at[0], ref bytes, ref decoded), Linear(at[1], ref bytes, ref decoded),
        Linear(at[2], ref bytes, ref decoded), Linear(at[3], ref bytes, ref decoded));

    /// <summary>Looked up where the value is that of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Linear(float v, ref float bytes, ref double decoded)
    {
        var i = (int)(v * 255 + 0.5f);
        return (uint)i < 256 && Unsafe.Add(ref bytes, i) == v ? Unsafe.Add(ref decoded, i) : ColourSpace.Decode(v);
    }

    /// <summary>
    /// The cube root, or the line below the bend: by logarithm, and then a step of Newton's method to the last bit or next to it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Root(Vector256<double> t)
    {
        const double bend = ColourSpace.Bend;
        var root = Vector256.Exp(Vector256.Log(t) * (1 / 3.0));
        root -= (root * root * root - t) / (3 * root * root);
        var line = t / Vector256.Create(3 * bend * bend) + Vector256.Create(4.0 / 29);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(t, Vector256.Create(bend * bend * bend)), root, line);
    }
}
