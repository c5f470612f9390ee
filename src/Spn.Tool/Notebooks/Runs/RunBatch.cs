using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Html;
using Spn.Tool.Notebooks.Parameters;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>How one notebook of a batch went.</summary>
/// <param name="Item">The notebook.</param>
/// <param name="Run">Its run.</param>
/// <param name="Time">How long it took.</param>
/// <param name="NotWritten">Why its results, or one of them, could not be written; null where they were.</param>
internal sealed record BatchResult(RunItem Item, RunResult Run, TimeSpan Time, string? NotWritten = null);

/// <summary>Runs several notebooks, each in a process of its own, and writes what they gave.</summary>
internal sealed class RunBatch(RunOptions options, IRunObserver observer)
{
    /// <summary>Runs all notebooks; a failing one does not keep the others from running.</summary>
    /// <param name="items">The notebooks.</param>
    /// <param name="parameters">Values for parameters; each name must be known to at least one of the notebooks.</param>
    /// <param name="jobs">How many notebooks run at a time.</param>
    /// <param name="cancellation">Ends the notebooks that run, starts no more; what there is is written.</param>
    /// <exception cref="ArgumentException">A parameter that no notebook has, or a value that does not fit.</exception>
    public async Task<IReadOnlyList<BatchResult>> RunAsync(
        IReadOnlyList<RunItem> items, IReadOnlyDictionary<string, string> parameters, int jobs, CancellationToken cancellation)
    {
        CheckNames(items, parameters.Keys);
        items = [.. items.Select(item => item with { Document = NotebookParameters.Inject(item.Document, parameters) })];
        var results = new BatchResult?[items.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = jobs };
        await Parallel.ForAsync(0, items.Count, limit, async (index, _) =>
        {
            if (!cancellation.IsCancellationRequested)
                results[index] = await RunAsync(items[index], cancellation);
        });
        return [.. results.OfType<BatchResult>()];
    }

    private async Task<BatchResult> RunAsync(RunItem item, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var run = await new NotebookRun(item, options, observer).RunAsync(cancellation);
        string? notWritten = null;
        try
        {
            Write(item, run);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            notWritten = exception.Message;
        }

        observer.NotebookEnded(item.Name);
        return new BatchResult(item, run, clock.Elapsed, notWritten);
    }

    private void Write(RunItem item, RunResult run)
    {
        // In its own place a skipped notebook keeps the outputs of where it could run.
        if (run.Skipped is null || !item.IsInPlace)
            AtomicFile.WriteBytes(item.Executed, run.Notebook);
        var page = HtmlPage.Create(NotebookDocument.Parse(run.Notebook, item.Document.Name), item.Folder);
        AtomicFile.WriteText(item.Page, page.Html);
        foreach (var warning in page.Warnings)
            observer.Note(item.Name, warning);
    }

    private static void CheckNames(IReadOnlyList<RunItem> items, IEnumerable<string> names)
    {
        var known = items.SelectMany(item => NotebookParameters.Names(item.Document)).Distinct().ToList();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException(known.Count == 0
                ? $"expected notebooks with a cell tagged 'parameters' for --param {unknown}, found none."
                : $"expected a parameter that one of the notebooks has, got '{unknown}'; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }
}
