using System.Runtime;

namespace Spn.Learning;

/// <summary>
/// Holds the garbage collector off while a step runs. TorchSharp makes a temporary <c>Scalar</c> of every plain number in an expression
/// (<c>x * 0.5</c>, Adam's factors) and does not keep it alive while native code reads it: a collection at that moment frees it, and the
/// operation reads something else or throws. Seen about once in a thousand steps on a busy machine.
/// </summary>
/// <remarks>
/// Each time it is held off, the collector is told that memory is plenty, and it would never start by itself again. So it is called here,
/// whenever <see cref="Budget"/> has been allocated. The hold ends by itself when the process allocates more than <see cref="Bytes"/> in the
/// meantime, or collects on demand; therefore our own modules take their numbers from <see cref="Kept"/>.
/// </remarks>
internal readonly ref struct NoCollection : IDisposable
{
    private const long Bytes = 64 << 20, Budget = 256 << 20;

    private static long _collectAt;

    private readonly bool _mine;

    private NoCollection(bool mine) => _mine = mine;

    /// <summary>From here to <see cref="Dispose"/>; inside another one, and beside that of another thread, nothing.</summary>
    public static NoCollection Begin()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            return default;
        try
        {
            return new NoCollection(GC.TryStartNoGCRegion(Bytes, disallowFullBlockingGC: true));
        }
        catch (InvalidOperationException)
        {
            // Another thread was faster.
            return default;
        }
    }

    /// <summary>Lets the collector go on.</summary>
    public void Dispose()
    {
        if (!_mine || GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself since.
        }

        if (GC.GetTotalMemory(forceFullCollection: false) < Volatile.Read(ref _collectAt))
            return;
        GC.Collect();
        Volatile.Write(ref _collectAt, GC.GetTotalMemory(forceFullCollection: false) + Budget);
    }
}
