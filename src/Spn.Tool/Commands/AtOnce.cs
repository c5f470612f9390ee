using System.Runtime.ExceptionServices;

namespace Spn.Tool.Commands;

/// <summary>Runs independent jobs beside one another: the one loop of the commands that work on several things.</summary>
internal static class AtOnce
{
    /// <summary>Runs all jobs in their order, so many at a time.</summary>
    /// <param name="workers">How many at a time, at least one.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="run">Runs one; is given its index, and what cancels it: the caller's cancellation, or the failure of another.</param>
    /// <param name="cancellation">Cancels all.</param>
    /// <param name="begin">Is called on every thread before its first job.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; the jobs that had begun have ended.</exception>
    /// <remarks>A job that fails stops the others; its exception, of the first that failed in their order, is thrown.</remarks>
    public static void Run(
        int workers, int count, Action<int, CancellationToken> run, CancellationToken cancellation, Action? begin = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new Exception?[count];
        var next = -1;

        void Work()
        {
            begin?.Invoke();
            while (Interlocked.Increment(ref next) is var job && job < count && !stop.IsCancellationRequested)
                try
                {
                    run(job, stop.Token);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                }
                catch (Exception exception)
                {
                    failures[job] = exception;
                    stop.Cancel();
                }
        }

        Thread[] threads = [.. Enumerable.Range(0, Math.Min(workers, count)).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        cancellation.ThrowIfCancellationRequested();
    }
}
