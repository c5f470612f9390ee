using System.Runtime;

namespace Spn.Learning;

/// <summary>
/// Holds the garbage collector off while a step runs. TorchSharp makes a temporary <c>Scalar</c> of every plain number in an expression
/// (<c>x * 0.5</c>, Adam's factors) and does not keep it alive while native code reads it: a collection at that moment frees it, and the
/// operation reads something else or throws. Seen about once in a thousand steps on a busy machine.
/// </summary>
/// <remarks>
/// To begin to hold it off takes time (3 ms a step when each did), so inside a training (<see cref="Rest"/>) it stays held when a step
/// ends, for the next one to go on, until <see cref="Spent"/> has been allocated. Steps of several threads share the hold: when it is spent
/// new steps wait until those at work have ended, and it is renewed. Each time it is held off, the collector is told that memory is plenty,
/// and it would never start by itself again. So it is called here, whenever the heap has grown by <see cref="Growth"/>. The hold ends by
/// itself when the process allocates more than <see cref="Bytes"/> in the meantime, or collects on demand; therefore our own modules take
/// their numbers from <see cref="Kept"/>. A photograph that is scored while another training takes its step is some tens of megabytes, and
/// checkpoints, which can be above, are written and read while no step is at work (<see cref="Apart"/>). Where the process holds the
/// collector off by itself nothing is done.
/// </remarks>
internal readonly ref struct NoCollection : IDisposable
{
    private const long Bytes = 256 << 20, BytesOfSmall = 64 << 20, Spent = 24 << 20, Growth = 32 << 20;

    /// <summary>How long a step waits for those at work: far longer than one takes, so that one that never ends blocks none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly object Gate = new();
    private static int _atWork, _trainings, _collections;
    private static long _heldAt, _collectAt;
    private static bool _ours;
    private static Thread? _apart;

    [ThreadStatic]
    private static int _depth;

    private readonly Kind _kind;

    private NoCollection(Kind kind) => _kind = kind;

    private enum Kind
    {
        Step,
        Rest,
        Apart,
        Nothing,
    }

    /// <summary>From here to <see cref="Dispose"/>; inside another one of this thread, nothing.</summary>
    public static NoCollection Begin()
    {
        if (_depth++ > 0)
            return default;
        lock (Gate)
        {
            while ((IsOtherApart || (_atWork > 0 && IsOurs && IsSpent)) && Monitor.Wait(Gate, Patience))
            {
            }

            if (_atWork++ == 0)
                Hold();
        }

        return default;
    }

    /// <summary>From here to <see cref="Dispose"/> a step that ends leaves the collector held off for the next one.</summary>
    public static NoCollection Rest()
    {
        lock (Gate)
            _trainings++;
        return new NoCollection(Kind.Rest);
    }

    /// <summary>
    /// From here to <see cref="Dispose"/> no step of another thread is at work: for what allocates more than a hold lasts. Within a step of
    /// this thread, or within another one of these, nothing.
    /// </summary>
    public static NoCollection Apart()
    {
        lock (Gate)
        {
            if (_depth > 0 || _apart == Thread.CurrentThread)
                return new NoCollection(Kind.Nothing);
            while (_apart is not null && Monitor.Wait(Gate, Patience))
            {
            }

            _apart = Thread.CurrentThread;
            while (_atWork > 0 && Monitor.Wait(Gate, Patience))
            {
            }
        }

        return new NoCollection(Kind.Apart);
    }

    /// <summary>The step, or the training, has ended.</summary>
    public void Dispose()
    {
        if (_kind == Kind.Nothing || (_kind == Kind.Step && --_depth > 0))
            return;
        lock (Gate)
        {
            if (_kind == Kind.Rest)
                _trainings--;
            else if (_kind == Kind.Step)
                _atWork--;
            else if (_apart == Thread.CurrentThread)
                _apart = null;
            Monitor.PulseAll(Gate);
            if (_atWork == 0 && _trainings == 0)
                Release();
        }
    }

    private static bool IsOtherApart => _apart is not null && _apart != Thread.CurrentThread;

    private static bool IsSpent => GC.GetTotalAllocatedBytes() - _heldAt > Spent;

    /// <summary>Whether the collector is held off by us: a hold of ours that ended by itself ended with a collection.</summary>
    private static bool IsOurs => _ours && IsHeld && GC.CollectionCount(0) == _collections;

    private static bool IsHeld => GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;

    private static void Hold()
    {
        if (IsOurs && !IsSpent)
            return;
        Release();
        if (IsHeld)
            return;
        if (GC.GetTotalMemory(forceFullCollection: false) > _collectAt)
        {
            GC.Collect();
            _collectAt = GC.GetTotalMemory(forceFullCollection: false) + Growth;
        }

        try
        {
            // A machine or a container with little memory may not give so much.
            _ours = GC.TryStartNoGCRegion(Bytes, disallowFullBlockingGC: true)
                || GC.TryStartNoGCRegion(BytesOfSmall, disallowFullBlockingGC: true);
        }
        catch (InvalidOperationException)
        {
            // The process began to hold it off by itself since the question.
        }

        (_heldAt, _collections) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
    }

    private static void Release()
    {
        if (IsOurs)
            try
            {
                GC.EndNoGCRegion();
            }
            catch (InvalidOperationException)
            {
                // It ended by itself since the question.
            }

        _ours = false;
    }
}
