using System.Diagnostics;
using System.Globalization;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>How to run notebooks.</summary>
internal sealed record RunOptions
{
    /// <summary>The longest that one cell may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the cells after a failing one run too.</summary>
    public bool KeepGoing { get; init; }
}

/// <summary>A cell that failed, for the terminal.</summary>
internal sealed record CellFailure(int Cell, string Place, string Message);

/// <summary>A notebook after its run.</summary>
/// <param name="Notebook">The file to write.</param>
/// <param name="Failures">The cells that failed, without those whose failure is expected.</param>
/// <param name="Reached">The last cell that the run came to, counted as the page counts; all of them when it came to its end.</param>
/// <param name="Cancelled">Whether the user stopped it.</param>
/// <param name="Skipped">Why the notebook cannot run here, by its own word; null where it can.</param>
internal sealed record RunResult(byte[] Notebook, IReadOnlyList<CellFailure> Failures, int Reached, bool Cancelled, string? Skipped);

/// <summary>One run of one notebook in a process of its own.</summary>
internal sealed class NotebookRun(RunItem item, RunOptions options, IRunObserver observer)
{
    private readonly NotebookDocument _document = item.Document;
    private readonly CellRecorder _recorder = new();
    private readonly List<CellFailure> _failures = [];
    private int _begun, _running;
    private bool _finished;
    private string? _skipped;

    /// <summary>Runs the cells; what they gave is kept, also when one failed, hung or crashed, or the user stopped the run.</summary>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<RunResult> RunAsync(CancellationToken cancellation)
    {
        var cells = _document.Cells.Where(c => c.Runs).Select(c => new CellToRun(c.Number, c.Kernel, c.Source, c.MayFail)).ToList();
        var cancelled = false;
        if (cells.Count > 0)
        {
            var request = new CellsRequest(item.Folder, options.KeepGoing, cells)
            {
                Notebook = Path.Combine(item.Folder, item.Document.Name),
            };
            using var process = CellProcess.Start(request, line => observer.Note(item.Name, line));
            cancelled = await FollowAsync(process, cancellation);
        }

        var all = cells.Count == 0 || (_finished && (_failures.Count == 0 || options.KeepGoing));
        var reached = all ? _document.Cells.Count : _begun;
        return new RunResult(NotebookWriter.Write(_document, _recorder.Results()), _failures, reached, cancelled, _skipped);
    }

    /// <summary>Takes events until the run is finished; true when the user stopped it.</summary>
    private async Task<bool> FollowAsync(CellProcess process, CancellationToken cancellation)
    {
        var clock = new Stopwatch();
        while (true)
        {
            CellEvent message;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (options.Timeout is { } timeout && _running > 0)
                limit.CancelAfter(timeout - clock.Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
            try
            {
                if (!await process.Events.WaitToReadAsync(limit.Token))
                {
                    await CrashedAsync(process);
                    return false;
                }

                if (!process.Events.TryRead(out message!))
                    continue;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                Stopped(cancellation.IsCancellationRequested);
                return cancellation.IsCancellationRequested;
            }

            if (message.Kind == CellEventKind.Finished)
            {
                _finished = true;
                return false;
            }

            Take(message, clock);
            if (_skipped is not null && message.Kind == CellEventKind.Ended)
            {
                process.Kill();
                return false;
            }
        }
    }

    /// <summary>What comes before the first cell belongs to none and is left out.</summary>
    private void Take(CellEvent message, Stopwatch clock)
    {
        switch (message.Kind)
        {
            case CellEventKind.Started:
                _begun = _running = message.Cell;
                _recorder.Start(_running);
                clock.Restart();
                observer.CellStarted(item.Name, _running, _document.Cells.Count);
                break;
            case CellEventKind.Ended:
                _running = 0;
                observer.CellEnded(item.Name, message.Cell, _document.Cells.Count, clock.Elapsed);
                break;
            case CellEventKind.Note:
                observer.Note(item.Name, message.Text!);
                break;
            default:
                if (message.Cell == 0)
                    break;
                _recorder.Add(message);
                if (message.Kind == CellEventKind.Error && SkippedNotebook.IsError(message.Name!))
                    _skipped = message.Text!;
                else if (message.Kind == CellEventKind.Error && !_document.Cells[message.Cell - 1].MayFail)
                    Failed(message.Cell, message.Place!, message.Text!);
                break;
        }
    }

    private async Task CrashedAsync(CellProcess process)
    {
        var ending = await process.EndingAsync(anyLine: _begun == 0);
        if (_begun == 0)
        {
            _begun = _document.Cells.First(c => c.Runs).Number;
            _recorder.Start(_begun);
            Ended("ProcessEnded", $"the process that runs the cells ended before it began one, {ending}");
        }
        else
        {
            Ended("ProcessEnded", _running > 0
                ? $"the cell ended the notebook's process, {ending}; the cells after it did not run"
                : $"what the cells so far left running ended the notebook's process, {ending}; the cells after this one did not run");
        }
    }

    private void Stopped(bool byUser)
    {
        if (_running == 0)
            return;
        if (byUser)
            Ended("Cancelled", "the run was stopped here");
        else
            Ended("TimeoutError", string.Create(CultureInfo.InvariantCulture,
                $"the cell took longer than the limit of {options.Timeout!.Value.TotalSeconds} s and was ended; the cells after it did not run"));
    }

    /// <summary>The cell that was running, or has run last, has no error of its own: it gets one.</summary>
    private void Ended(string name, string message)
    {
        var place = $"cell {_begun}";
        _recorder.Fail(_begun, name, message, [$"{name}: {message}", $"   at {place}"]);
        Failed(_begun, place, message);
    }

    private void Failed(int cell, string place, string message)
    {
        var failure = new CellFailure(cell, place, message);
        _failures.Add(failure);
        observer.CellFailed(item.Name, failure);
    }
}
