using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Spn.Tool.Commands;

/// <summary>
/// Runs independent trainings beside one another, each on a share of torch's threads. A small network gains nothing from a second thread
/// within one step: its loops are too short. Two trainings with a thread each take half the time.
/// </summary>
internal static class AtOnce
{
    /// <summary>Runs all jobs, so many at a time, each on an equal share of torch's threads.</summary>
    /// <param name="workers">How many at a time, at least one.</param>
    /// <param name="jobs">Each is given what cancels it: the caller's cancellation, or the failure of another.</param>
    /// <param name="cancellation">Cancels all.</param>
    /// <remarks>A job that fails stops the others; its exception, of the first that failed in their order, is thrown.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(int workers, IReadOnlyList<Action<CancellationToken>> jobs, CancellationToken cancellation)
    {
        var all = torch.get_num_threads();
        // However many jobs there are: a job's digits depend on its threads.
        var each = Math.Max(1, all / workers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new Exception?[jobs.Count];
        var next = -1;

        void Work()
        {
            // torch keeps the number for each thread, and new threads take the last one that was set.
            torch.set_num_threads(each);
            while (Interlocked.Increment(ref next) is var job && job < jobs.Count && !stop.IsCancellationRequested)
                try
                {
                    jobs[job](stop.Token);
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

        Thread[] threads = [.. Enumerable.Range(0, Math.Min(workers, jobs.Count)).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        torch.set_num_threads(all);
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }
}
