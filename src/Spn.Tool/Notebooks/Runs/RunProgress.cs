using System.Globalization;
using Spectre.Console;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>Progress as plain lines on standard error: one for each cell that has run, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter writer) : IRunObserver
{
    private readonly Lock _writing = new();

    public void CellStarted(string notebook, int cell, int cells)
    {
    }

    public void CellEnded(string notebook, int cell, int cells, TimeSpan time) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"{notebook}  cell {cell}/{cells}  {time.TotalSeconds:F1} s"));

    public void CellFailed(string notebook, CellFailure failure) => Line(RunText.Failure(notebook, failure));

    public void NotebookEnded(string notebook)
    {
    }

    public void Note(string notebook, string text) => Line($"{notebook}  {text}");

    private void Line(string text)
    {
        lock (_writing)
            writer.WriteLine(text);
    }
}

/// <summary>Progress on a terminal: one bar a notebook, with the cell that runs; failures and notes stay above the bars.</summary>
internal sealed class LiveProgress : IRunObserver
{
    private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);
    private readonly IAnsiConsole _console;

    private LiveProgress(IAnsiConsole console) => _console = console;

    /// <summary>Shows the bars while the work is done.</summary>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, IEnumerable<(string Name, int Cells)> notebooks, Func<IRunObserver, Task<T>> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var progress = new LiveProgress(console);
                foreach (var (name, cells) in notebooks)
                    progress._tasks[name] = context.AddTask(Markup.Escape(name), autoStart: false, maxValue: Math.Max(cells, 1));
                return work(progress);
            });

    public void CellStarted(string notebook, int cell, int cells)
    {
        var task = _tasks[notebook];
        // A notebook's clock does not count the time that it waited for its turn.
        if (!task.IsStarted)
            task.StartTask();
        task.Description = Markup.Escape($"{notebook}  cell {cell}/{cells}");
    }

    public void CellEnded(string notebook, int cell, int cells, TimeSpan time) => _tasks[notebook].Value = cell;

    public void CellFailed(string notebook, CellFailure failure) =>
        _console.MarkupLine($"[red]{Markup.Escape(RunText.Failure(notebook, failure))}[/]");

    public void NotebookEnded(string notebook)
    {
        _tasks[notebook].Value = _tasks[notebook].MaxValue;
        _tasks[notebook].StopTask();
    }

    public void Note(string notebook, string text) => _console.MarkupLine(Markup.Escape($"{notebook}  {text}"));
}

/// <summary>The sentences of a run.</summary>
internal static class RunText
{
    /// <summary>The notebook, the place and the message; a compiler's message names its place itself.</summary>
    public static string Failure(string notebook, CellFailure failure) =>
        failure.Message.StartsWith($"cell {failure.Cell}", StringComparison.Ordinal) ? $"{notebook}: {failure.Message}" : $"{notebook}: {failure.Place}: {failure.Message}";

    /// <summary>One notebook's end: cells, time and the files written, or why it was skipped.</summary>
    public static string Summary(BatchResult result)
    {
        var run = result.Run;
        if (result.NotWritten is not null)
            return $"{result.Item.Name}: not written: {result.NotWritten}";
        if (run.Skipped is not null)
            return $"{result.Item.Name}: skipped: {run.Skipped}";
        var outcome = run.Cancelled ? "stopped" : run.Failures.Count > 0 ? $"{run.Failures.Count} failed" : "ok";
        var all = result.Item.Document.Cells.Count;
        var cells = run.Reached == all ? $"{all} cells" : $"cell {run.Reached}/{all}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{result.Item.Name}: {outcome}, {cells}, {result.Time.TotalSeconds:F1} s -> ")
            + $"{Relative(result.Item.Executed)}, {Relative(result.Item.Page)}";
    }

    private static string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
