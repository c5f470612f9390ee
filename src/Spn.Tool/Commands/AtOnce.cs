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
    /// <summary>Runs all jobs, as many at a time as torch has threads, or one after the other on a GPU.</summary>
    /// <param name="device">Where they run.</param>
    /// <param name="jobs">Each is given what cancels it: the caller's cancellation, or the failure of another.</param>
    /// <param name="cancellation">Cancels all.</param>
    /// <remarks>A job that fails stops the others; its exception, of the first that failed in their order, is thrown.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(torch.Device device, IReadOnlyList<Action<CancellationToken>> jobs, CancellationToken cancellation)
    {
        var all = torch.get_num_threads();
        var workers = device.type == DeviceType.CPU ? Math.Clamp(jobs.Count, 1, all) : 1;
        var each = all / workers;
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

        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        torch.set_num_threads(all);
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }
}
