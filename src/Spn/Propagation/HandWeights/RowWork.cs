namespace Spn;

/// <summary>Independent pieces of work on some threads. Which thread does a piece changes nothing of it.</summary>
/// <param name="Threads">Threads, 0 for all cores; 1 runs on the caller's.</param>
/// <param name="Cancellation">Asked before each piece.</param>
internal readonly record struct RowWork(int Threads, CancellationToken Cancellation = default)
{
    /// <summary>Runs pieces 0 to <paramref name="count"/> − 1.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled; pieces that had begun are done.</exception>
    public void For(int count, Action<int> piece)
    {
        if (Threads == 1 || count == 1)
        {
            for (var i = 0; i < count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                piece(i);
            }

            return;
        }

        var threads = Threads == 0 ? Environment.ProcessorCount : Threads;
        var options = new ParallelOptions { CancellationToken = Cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, count, options, piece);
    }
}
