using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Spn.Segmentation;

/// <summary>
/// Floats outside the managed heap, aligned to a cache line, their contents undefined. A few small ones are kept for the next that asks:
/// memory that was never touched costs more than most of what is done in it.
/// </summary>
internal sealed unsafe class Floats : IDisposable
{
    private const long LargestKept = 1 << 22;

    private static readonly int MostKept = 2 * Environment.ProcessorCount;

    private static readonly ConcurrentBag<Floats> Kept = [];

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
            if (kept.Length >= length)
                return kept;
            kept.Free();
        }

        return new Floats(length);
    }

    public void Dispose()
    {
        if (Length <= LargestKept && Kept.Count < MostKept)
            Kept.Add(this);
        else
            Free();
    }

    private void Free()
    {
        NativeMemory.AlignedFree(First);
        First = null;
    }
}
