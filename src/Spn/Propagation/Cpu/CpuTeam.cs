using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Spn;

/// <summary>
/// Work in stages of equal items: items of a stage run in any order on any thread, and a stage starts when the one before it is done.
/// The caller takes items too and never waits for a thread that has not begun, so a busy thread pool costs speed and nothing else.
/// The object is its own work item and goes back to its owner's pool when the last thread has left it: a steady loop allocates nothing.
/// </summary>
internal abstract class CpuTeam : IThreadPoolWorkItem
{
    /// <summary>Helpers asked for that have not left yet. Beyond this many the thread pool is busy, and more would only queue up.</summary>
    internal static readonly int MostHelpers = 2 * Environment.ProcessorCount + 4;

    private static int _helpers;

    private int _stages, _items, _taken, _done, _inside;
    private volatile Exception? _failure;

    /// <summary>One item of one stage. Items of a stage must not depend on one another.</summary>
    protected abstract void Run(int stage, int item, Span<float> scratch);

    /// <summary>Floats of scratch memory that each thread gets; its contents are undefined at every item.</summary>
    protected abstract int ScratchLength { get; }

    /// <summary>No thread uses this object any more.</summary>
    protected abstract void Release();

    /// <summary>Runs all items on at most <paramref name="threads"/> threads, the caller's among them, and releases the object.</summary>
    protected void RunAndRelease(int stages, int items, int threads)
    {
        _ = checked(stages * items + 2 * threads);
        var helpers = Reserve(Math.Min(threads, items) - 1);
        (_stages, _items, _taken, _done, _failure) = (stages, items, 0, 0, null);
        Volatile.Write(ref _inside, helpers + 1);
        for (var i = 0; i < helpers; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Participate();
        WaitUntilDone(stages * items);
        var failure = _failure;
        Leave();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Participate();
        Leave();
        Interlocked.Decrement(ref _helpers);
    }

    private static int Reserve(int wanted)
    {
        var free = MostHelpers - Interlocked.Add(ref _helpers, wanted);
        if (free >= 0)
            return wanted;
        var refused = Math.Min(wanted, -free);
        Interlocked.Add(ref _helpers, -refused);
        return wanted - refused;
    }

    private void Participate()
    {
        var total = _stages * _items;
        if (Volatile.Read(ref _taken) >= total)
            return;
        float[]? scratch = null;
        try
        {
            scratch = ArrayPool<float>.Shared.Rent(ScratchLength);
        }
        catch (OutOfMemoryException exception)
        {
            _failure = exception;
        }

        // After a failure items are still taken and counted, so that no thread waits for them.
        for (int index; (index = Interlocked.Increment(ref _taken) - 1) < total; Interlocked.Increment(ref _done))
        {
            var stage = index / _items;
            WaitUntilDone(stage * _items);
            try
            {
                if (_failure is null)
                    Run(stage, index - stage * _items, scratch);
            }
            catch (Exception exception)
            {
                _failure = exception;
            }
        }

        if (scratch is not null)
            ArrayPool<float>.Shared.Return(scratch);
    }

    private void WaitUntilDone(int count)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref _done) < count)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0)
            Release();
    }
}
