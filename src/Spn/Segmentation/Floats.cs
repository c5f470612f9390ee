using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Spn.Segmentation;

/// <summary>
/// Floats outside the managed heap, aligned to a cache line, their contents undefined. Up to 32 MiB of them are kept for the next that
/// asks: memory that was never touched costs more than most of what is done in it.
/// </summary>
internal sealed unsafe class Floats : IDisposable
{
    /// <summary>Of one, and of all together.</summary>
    private const long LargestKept = 1 << 22, MostKept = 1 << 23;

    private static readonly ConcurrentBag<Floats> Kept = [];
    private static long _keptLength;

    private Floats(long length)
    {
        Length = length;
        First = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float) + 64, 64);
    }

    public long Length { get; }

    public float* First { get; private set; }

    /// <summary>At least <paramref name="length"/> floats.</summary>
    public static Floats Rent(long length)
    {
        if (length <= LargestKept && Kept.TryTake(out var kept))
        {
            Interlocked.Add(ref _keptLength, -kept.Length);
            if (kept.Length >= length)
                return kept;
            kept.Free();
        }

        return new Floats(length);
    }

    public void Dispose()
    {
        if (Length > LargestKept || Interlocked.Add(ref _keptLength, Length) > MostKept)
        {
            if (Length <= LargestKept)
                Interlocked.Add(ref _keptLength, -Length);
            Free();
            return;
        }

        Kept.Add(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(First);
        First = null;
    }
}
