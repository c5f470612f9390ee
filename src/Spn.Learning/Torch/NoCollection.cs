using System.Runtime;

namespace Spn.Learning;

/// <summary>
/// Holds the garbage collector off while a step runs. TorchSharp makes a temporary <c>Scalar</c> of every plain number in an expression
/// (<c>x * 0.5</c>, Adam's factors) and does not keep it alive while native code reads it: a collection at that moment frees it, and the
/// operation reads something else or throws. Seen about once in a thousand steps on a busy machine.
/// </summary>
/// <remarks>
/// To hold it off costs a pass over its memory, so it stays held when a step ends, for the next one to go on, until <see cref="Spent"/> has
/// been allocated. Steps of several threads share the hold. Each time it is held off, the collector is told that memory is plenty, and it
/// would never start by itself again. So it is called here, whenever the heap has grown by <see cref="Growth"/>. The hold ends by itself
/// when the process allocates more than <see cref="Bytes"/> in the meantime, or collects on demand; therefore our own modules take their
/// numbers from <see cref="Kept"/>.
/// </remarks>
internal readonly ref struct NoCollection : IDisposable
{
    private const long Bytes = 64 << 20, Spent = 24 << 20, Growth = 32 << 20;

    /// <summary>How long a step waits at most for those of other threads to end, so that the hold can be renewed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly object Gate = new();
    private static int _holders;
    private static long _heldAt, _collectAt;

    [ThreadStatic]
    private static int _depth;

    /// <summary>From here to <see cref="Dispose"/>; inside another one of this thread, nothing.</summary>
    public static NoCollection Begin()
    {
        if (_depth++ > 0)
            return default;
        lock (Gate)
        {
            while (_holders > 0 && IsSpent && Monitor.Wait(Gate, Patience))
            {
            }

            if (_holders++ == 0)
                Hold();
        }

        return default;
    }

    /// <summary>The step has ended.</summary>
    public void Dispose()
    {
        if (--_depth > 0)
            return;
        lock (Gate)
            if (--_holders == 0)
                Monitor.PulseAll(Gate);
    }

    private static bool IsSpent => GC.GetTotalAllocatedBytes() - _heldAt > Spent;

    private static bool IsHeld => GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;

    private static void Hold()
    {
        if (IsHeld && !IsSpent)
            return;
        try
        {
            if (IsHeld)
                GC.EndNoGCRegion();
            if (GC.GetTotalMemory(forceFullCollection: false) > _collectAt)
            {
                GC.Collect();
                _collectAt = GC.GetTotalMemory(forceFullCollection: false) + Growth;
            }

            GC.TryStartNoGCRegion(Bytes, disallowFullBlockingGC: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself between the question and the call, or somebody else holds it: then this step goes without.
        }

        _heldAt = GC.GetTotalAllocatedBytes();
    }
}
