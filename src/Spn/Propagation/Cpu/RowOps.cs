using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>What happens to a row of a plane beside the scan itself: the node-wise maximum, its backward, and sums of gradients.</summary>
internal static unsafe class RowOps
{
    /// <summary>Some rows of winners all alike.</summary>
    public static void Fill(byte* winner, byte direction, nint stride, int count, int rows)
    {
        for (; rows > 0; rows--, winner += stride)
            Unsafe.InitBlockUnaligned(winner, direction, (uint)count);
    }

    /// <summary>
    /// best = max(best, h) on some rows, with the direction that won. NaN counts as larger than any number, and a tie goes to
    /// <paramref name="direction"/> when it is earlier than those that best was made of.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Maximum<TEarlier>(
        float* h, nint stride, float* best, byte* winner, nint bestStride, byte direction, int count, int rows) where TEarlier : IFlag
    {
        for (; rows > 0; rows--, h += stride, best += bestStride, winner += bestStride)
        {
            var i = 0;
            if (Vector512.IsHardwareAccelerated)
                for (; i <= count - 16; i += 16)
                    Simd512.Maximum<TEarlier>(h + i, best + i, winner + i, direction);
            if (Avx2.IsSupported && !Vector512.IsHardwareAccelerated)
                for (; i <= count - 32; i += 32)
                    Simd256.FourMaxima<TEarlier>(h + i, best + i, winner + i, direction);
            if (Vector256.IsHardwareAccelerated)
                for (; i <= count - 8; i += 8)
                    Simd256.Maximum<TEarlier>(h + i, best + i, winner + i, direction);
            if (Vector128.IsHardwareAccelerated)
                for (; i <= count - 4; i += 4)
                    Simd128.Maximum<TEarlier>(h + i, best + i, winner + i, direction);
            for (; i < count; i++)
                SimdScalar.Maximum<TEarlier>(h + i, best + i, winner + i, direction);
        }
    }

    /// <summary>target = gradient where the direction won, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepWon(float* target, float* gradient, byte* winner, byte direction, int count)
    {
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= count - 16; i += 16)
                Simd512.Store(target + i, Simd512.LoadWhereWon(gradient + i, winner + i, direction));
        if (Vector256.IsHardwareAccelerated)
            for (; i <= count - 8; i += 8)
                Simd256.Store(target + i, Simd256.LoadWhereWon(gradient + i, winner + i, direction));
        if (Vector128.IsHardwareAccelerated)
            for (; i <= count - 4; i += 4)
                Simd128.Store(target + i, Simd128.LoadWhereWon(gradient + i, winner + i, direction));
        for (; i < count; i++)
            target[i] = SimdScalar.LoadWhereWon(gradient + i, winner + i, direction);
    }

    /// <summary>target += source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* target, float* source, int count)
    {
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= count - 16; i += 16)
                Vector512.Store(Vector512.Load(target + i) + Vector512.Load(source + i), target + i);
        if (Vector256.IsHardwareAccelerated)
            for (; i <= count - 8; i += 8)
                Vector256.Store(Vector256.Load(target + i) + Vector256.Load(source + i), target + i);
        if (Vector128.IsHardwareAccelerated)
            for (; i <= count - 4; i += 4)
                Vector128.Store(Vector128.Load(target + i) + Vector128.Load(source + i), target + i);
        for (; i < count; i++)
            target[i] += source[i];
    }

    /// <summary>target = source; the two may overlap only when they are the same.</summary>
    public static void Copy(float* target, float* source, int count) =>
        Unsafe.CopyBlockUnaligned(target, source, (uint)count * sizeof(float));
}
