using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Host;

/// <summary>One notebook's kernel and its state: sends it cells and tells what it shows.</summary>
internal sealed class CellSession
{
    private readonly CompositeKernel _kernel = HostKernel.Create();
    private readonly Dictionary<string, Task> _warm = new(StringComparer.Ordinal);
    private readonly ImportedFiles _imports;
    private CellOutcome _outcome = new();
    private CodeSource _cell = new("", "");

    /// <param name="notebook">The notebook's path without its extension, where it is known.</param>
    public CellSession(string? notebook = null)
    {
        _kernel.KernelEvents.Subscribe(Take);
        _imports = new ImportedFiles(_kernel, notebook);
        CellCode.Place(Language(KernelNames.CSharp), "#line 1 \"{0}\"", Sources);
        CellCode.Place(Language(KernelNames.FSharp), "# 1 \"{0}\"", Sources);
    }

    /// <summary>Starts the compilers in the background.</summary>
    public void Warm(IEnumerable<CellToRun> cells)
    {
        foreach (var language in cells.SelectMany(Languages).Distinct())
            _warm[language] = HostKernel.WarmAsync(Language(language));
    }

    /// <summary>Waits for the compilers that a cell needs, so that their start counts for no cell.</summary>
    public Task ReadyAsync(CellToRun cell) => Task.WhenAll(Languages(cell).Select(language => _warm[language]));

    /// <summary>Runs a cell and returns why it failed, or null.</summary>
    public async Task<CellError?> RunAsync(CellToRun cell)
    {
        var label = $"cell {cell.Number}";
        (_outcome, _cell) = (new CellOutcome(), new CodeSource(label, cell.Source));
        if (KernelNames.Find(cell.Kernel) is null && !cell.Source.TrimStart().StartsWith("#!", StringComparison.Ordinal))
            return CellError.Refused(
                $"expected a cell of C#, F#, HTML, JavaScript, Mermaid or Markdown, got one of '{cell.Kernel}', for which this run has no "
                + "kernel; run the notebook where there is one, or take the cell out.", label, 1);
        var markdown = cell.Kernel == KernelNames.Markdown;
        var command = new SubmitCode(markdown ? "#!markdown\n" + cell.Source : cell.Source, markdown ? null : cell.Kernel);
        try
        {
            await _kernel.SendAsync(command);
        }
        catch (Exception exception)
        {
            return CellError.Runtime(exception, label);
        }

        return _outcome.Error(label);
    }

    private Kernel Language(string name) => _kernel.FindKernelByName(name);

    private IEnumerable<CodeSource> Sources() => _imports.Current.Append(_cell);

    /// <summary>The compiled languages that a cell may need: its own, and those that it names.</summary>
    private static IEnumerable<string> Languages(CellToRun cell) =>
        new[] { (KernelNames.CSharp, "c#"), (KernelNames.FSharp, "f#") }
            .Where(language => cell.Kernel == language.Item1
                || cell.Source.Contains("#!" + language.Item1, StringComparison.OrdinalIgnoreCase)
                || cell.Source.Contains("#!" + language.Item2, StringComparison.OrdinalIgnoreCase))
            .Select(language => language.Item1);

    private void Take(KernelEvent message)
    {
        var output = CellOutput.Current;
        switch (message)
        {
            case ReturnValueProduced { Value: DisplayedValue }:
                break;
            case ReturnValueProduced shown:
                output.Result(ValueBundle.From(shown));
                break;
            case DisplayedValueProduced { Value: TimeSpan time } shown when ValueBundle.IsWallTime(shown):
                output.Note(FormattableString.Invariant($"{_cell.Name}: wall time {time.TotalMilliseconds:F1} ms"));
                output.Display(null, ValueBundle.WallTime);
                break;
            case DisplayedValueProduced shown:
                output.Display(shown.ValueId, ValueBundle.From(shown));
                break;
            case DisplayedValueUpdated shown:
                output.Update(shown.ValueId, ValueBundle.From(shown));
                break;
            case StandardOutputValueProduced text:
                output.Stream("stdout", ValueBundle.Text(text));
                break;
            case StandardErrorValueProduced text:
                output.Stream("stderr", ValueBundle.Text(text));
                break;
            default:
                _outcome.Take(message);
                break;
        }
    }
}
