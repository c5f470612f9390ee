using Spectre.Console;
using Spn.DataSets;
using Spn.DataSets.Acquire;

namespace Spn.DataScripts;

/// <summary>A line for each step, for logs and for pipes.</summary>
/// <param name="lines">Receives them.</param>
internal sealed class LineReport(TextWriter lines) : IAcquireReport
{
    private readonly HashSet<string> _begun = [];

    public void Say(string line)
    {
        lock (_begun)
            lines.WriteLine(line);
    }

    public void Progress(string what, long done, long total)
    {
        lock (_begun)
            if (_begun.Add(what))
                lines.WriteLine($"{what} …");
    }
}

/// <summary>A bar for each step, on a terminal.</summary>
internal sealed class BarReport : IAcquireReport
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly Dictionary<string, ProgressTask> _bars = [];

    private BarReport(IAnsiConsole console, ProgressContext context) => (_console, _context) = (console, context);

    /// <summary>Runs something and shows it; lines come above the bars.</summary>
    public static async Task<T> ShowAsync<T>(Func<IAcquireReport, Task<T>> run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(context => run(new BarReport(console, context)));
    }

    public void Say(string line) => _console.WriteLine(line);

    public void Progress(string what, long done, long total)
    {
        lock (_bars)
        {
            if (!_bars.TryGetValue(what, out var bar))
                _bars[what] = bar = _context.AddTask(Markup.Escape(what));
            bar.IsIndeterminate = total <= 0;
            bar.MaxValue = Math.Max(1, total);
            bar.Value = done;
        }
    }
}
