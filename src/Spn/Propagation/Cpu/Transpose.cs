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
    /// <summary>
    /// Turns <paramref name="rows"/>×<paramref name="columns"/> floats; strides are in floats. Where <paramref name="ahead"/> is not null,
    /// what will be needed later is fetched in between, a few cache lines at a time, so that memory is never idle and never asked for
    /// more than it can have under way: with each sixteen columns eight lines, <paramref name="aheadLine"/> floats from one to the next and
    /// <paramref name="aheadBlock"/> from sixteen columns to the next ones, and <paramref name="aheadRows"/> from eight rows to the next
    /// ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectangle(
        float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns,
        float* ahead = null, nint aheadLine = 0, nint aheadBlock = 0, nint aheadRows = 0)
    {
        var row = 0;
        // Rows a whole number of pages apart lie in the same sets of the first cache, which has eight places in each.
        if (Avx512F.IsSupported && sourceStride % 1024 != 0)
            for (; row <= rows - 16; row += 16, source += 16 * sourceStride, target += 16)
            {
                float* s = source, t = target;
                var column = 0;
                for (; column <= columns - 4; column += 4, s += 4, t += 4 * targetStride)
                {
                    if (ahead != null && (column & 4) == 0)
                    {
                        var fetch = ahead + (column >> 4) * aheadBlock + (column & 8) / 2 * aheadLine;
                        Prefetch.FourLines(fetch, aheadLine);
                        Prefetch.FourLines(fetch + aheadRows, aheadLine);
                    }

                    Turn4x16(s, sourceStride, t, targetStride);
                }

                if (column < columns)
                    Scalar(s, sourceStride, t, targetStride, 16, columns - column);
                if (ahead != null)
                {
                    LastLines(ahead + columns - 1, aheadLine, aheadBlock, 16);
                    ahead += 2 * aheadRows;
                }
            }

        if (Avx.IsSupported)
            for (; row <= rows - 8; row += 8, source += 8 * sourceStride, target += 8)
            {
                float* s = source, t = target;
                var column = 0;
                for (; column <= columns - 8; column += 8, s += 8, t += 8 * targetStride)
                {
                    if (ahead != null)
                        Prefetch.FourLines(ahead + (column >> 4) * aheadBlock + (column & 8) / 2 * aheadLine, aheadLine);
                    Turn4(s, sourceStride, t, targetStride);
                    Turn4(s + 4, sourceStride, t + 4 * targetStride, targetStride);
                }

                if (column < columns)
                    Scalar(s, sourceStride, t, targetStride, 8, columns - column);
                if (ahead != null)
                {
                    LastLines(ahead + columns - 1, aheadLine, aheadBlock, 8);
                    ahead += aheadRows;
                }
            }

        if (Vector128.IsHardwareAccelerated)
            for (; row <= rows - 4; row += 4, source += 4 * sourceStride, target += 4)
            {
                float* s = source, t = target;
                var column = 0;
                for (; column <= columns - 4; column += 4, s += 4, t += 4 * targetStride)
                    Block4(s, sourceStride, t, targetStride);
                if (column < columns)
                    Scalar(s, sourceStride, t, targetStride, 4, columns - column);
            }

        if (row < rows)
            Scalar(source, sourceStride, target, targetStride, rows - row, columns);
    }

    /// <summary>Where each line fetched is part of a row, rows that do not begin with a cache line end in one more.</summary>
    private static void LastLines(float* last, nint stride, nint block, int rows)
    {
        for (var row = 0; row < rows && block < stride; row += 4)
            Prefetch.FourLines(last + row * stride, stride);
    }

    /// <summary>
    /// Four columns of sixteen rows become four lines of sixteen: rows r, r + 4, r + 8 and r + 12 meet in one register as they are loaded.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn4x16(float* s, nint stride, float* t, nint step)
    {
        var (a, b, c, d) = (Gather(s, stride), Gather(s + stride, stride), Gather(s + 2 * stride, stride), Gather(s + 3 * stride, stride));
        var (ab, cd) = (Avx512F.UnpackLow(a, b).AsDouble(), Avx512F.UnpackLow(c, d).AsDouble());
        var (abHigh, cdHigh) = (Avx512F.UnpackHigh(a, b).AsDouble(), Avx512F.UnpackHigh(c, d).AsDouble());
        Avx512F.UnpackLow(ab, cd).AsSingle().Store(t);
        Avx512F.UnpackHigh(ab, cd).AsSingle().Store(t + step);
        Avx512F.UnpackLow(abHigh, cdHigh).AsSingle().Store(t + 2 * step);
        Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle().Store(t + 3 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gather(float* s, nint stride)
    {
        var v = Vector128.Load(s).ToVector256Unsafe().ToVector512Unsafe();
        v = Avx512F.InsertVector128(v, Vector128.Load(s + 4 * stride), 1);
        v = Avx512F.InsertVector128(v, Vector128.Load(s + 8 * stride), 2);
        return Avx512F.InsertVector128(v, Vector128.Load(s + 12 * stride), 3);
    }

    /// <summary>
    /// Four columns of eight rows become four lines of eight. Rows r and r + 4 meet in one register as they are loaded, which leaves two
    /// rounds of shuffles instead of three.
    /// </summary>
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
