using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>
/// Rectangles turned over their diagonal, in registers: <c>target[column][row] = source[row][column]</c>. This is how a horizontal scan
/// gets lines that lie in one piece, and how its result goes back.
/// </summary>
internal static unsafe class Transpose
{
    /// <summary>Turns <paramref name="rows"/>×<paramref name="columns"/> floats; strides are in floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectangle(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        var row = 0;
        if (Avx.IsSupported)
            for (; row <= rows - 8; row += 8)
            {
                var column = 0;
                for (; column <= columns - 8; column += 8)
                    Block8(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride);
                if (column <= columns - 4)
                {
                    Block4(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride);
                    Block4(source + (row + 4) * sourceStride + column, sourceStride, target + column * targetStride + row + 4, targetStride);
                    column += 4;
                }

                Scalar(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride, 8, columns - column);
            }

        if (Vector128.IsHardwareAccelerated)
            for (; row <= rows - 4; row += 4)
            {
                var column = 0;
                for (; column <= columns - 4; column += 4)
                    Block4(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride);
                Scalar(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride, 4, columns - column);
            }

        Scalar(source + row * sourceStride, sourceStride, target + row, targetStride, rows - row, columns);
    }

    /// <summary>Eight rows of eight: rows r and r + 4 meet in one register as they are loaded, which leaves two rounds of shuffles instead of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8(float* s, nint stride, float* t, nint step)
    {
        Turn4(s, stride, t, step);
        Turn4(s + 4, stride, t + 4 * step, step);
    }

    /// <summary>Four columns of eight rows become four lines of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn4(float* s, nint stride, float* t, nint step)
    {
        var a = Vector256.Create(Vector128.Load(s), Vector128.Load(s + 4 * stride));
        var b = Vector256.Create(Vector128.Load(s + stride), Vector128.Load(s + 5 * stride));
        var c = Vector256.Create(Vector128.Load(s + 2 * stride), Vector128.Load(s + 6 * stride));
        var d = Vector256.Create(Vector128.Load(s + 3 * stride), Vector128.Load(s + 7 * stride));
        var (ab, cd) = (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackLow(c, d).AsDouble());
        var (abHigh, cdHigh) = (Avx.UnpackHigh(a, b).AsDouble(), Avx.UnpackHigh(c, d).AsDouble());
        Avx.UnpackLow(ab, cd).AsSingle().Store(t);
        Avx.UnpackHigh(ab, cd).AsSingle().Store(t + step);
        Avx.UnpackLow(abHigh, cdHigh).AsSingle().Store(t + 2 * step);
        Avx.UnpackHigh(abHigh, cdHigh).AsSingle().Store(t + 3 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(float* s, nint stride, float* t, nint step)
    {
        var (a, b) = (Vector128.Load(s), Vector128.Load(s + stride));
        var (c, d) = (Vector128.Load(s + 2 * stride), Vector128.Load(s + 3 * stride));
        if (Sse.IsSupported)
        {
            var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
            var (abHigh, cdHigh) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(ab, cd).Store(t);
            Sse.MoveHighToLow(cd, ab).Store(t + step);
            Sse.MoveLowToHigh(abHigh, cdHigh).Store(t + 2 * step);
            Sse.MoveHighToLow(cdHigh, abHigh).Store(t + 3 * step);
            return;
        }

        for (var i = 0; i < 4; i++)
            Vector128.Create(a[i], b[i], c[i], d[i]).Store(t + i * step);
    }

    private static void Scalar(float* s, nint stride, float* t, nint step, int rows, int columns)
    {
        for (var column = 0; column < columns; column++)
            for (var row = 0; row < rows; row++)
                t[column * step + row] = s[row * stride + column];
    }
}
