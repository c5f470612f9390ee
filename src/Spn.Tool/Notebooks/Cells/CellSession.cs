using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>One notebook's kernels and their state; runs cells piece by piece.</summary>
internal sealed partial class CellSession
{
    private readonly Dictionary<string, LanguageKernel> _kernels = new(StringComparer.Ordinal);
    private readonly Magics _magics;

    public CellSession() => _magics = new Magics(this);

    /// <summary>Raw text kept by <c>#!value</c>.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts compilers in the background, since each takes seconds.</summary>
    public void Warm(IEnumerable<CellToRun> cells)
    {
        foreach (var language in cells.SelectMany(Languages).Distinct())
            Language(language);
    }

    /// <summary>Waits for the compilers that a cell needs.</summary>
    public Task ReadyAsync(CellToRun cell) => Task.WhenAll(Languages(cell).Select(language => Language(language).Ready));

    /// <summary>The kernel of a language, started at its first use.</summary>
    public LanguageKernel Language(string name)
    {
        if (!_kernels.TryGetValue(name, out var kernel))
            _kernels[name] = kernel = name == KernelNames.CSharp ? new CSharpKernel() : new FSharpKernel();
        return kernel;
    }

    /// <summary>Runs a cell, or the text of an imported file; stops at its first error and returns it.</summary>
    public async Task<CellError?> RunAsync(string source, string kernel, string label)
    {
        var clock = Stopwatch.StartNew();
        var timed = false;
        foreach (var piece in Submission.Split(source, KernelNames.Find(kernel) ?? kernel))
        {
            timed |= piece.Magic is { Name: "time" };
            if (await RunAsync(piece, label) is { } error)
                return error;
        }

        if (timed)
            ShowTime(clock.Elapsed, label);
        return null;
    }

    private async Task<CellError?> RunAsync(CellPiece piece, string label)
    {
        try
        {
            if (piece.Magic is { } magic)
                return await _magics.RunAsync(magic, piece.Kernel, label);
            return piece.Kernel switch
            {
                KernelNames.CSharp or KernelNames.FSharp => await RunCodeAsync(piece, label),
                KernelNames.Markdown => Shown(Markup.Markdown(piece.Code!)),
                KernelNames.Html => Shown(Markup.Html(piece.Code!)),
                KernelNames.Javascript => Shown(Markup.Script(piece.Code!)),
                KernelNames.Value => _magics.StoreValue(piece.Code!),
                _ => throw new MagicException($"expected a cell in one of {KernelNames.Known}, got '{piece.Kernel}'; this host has no such kernel."),
            };
        }
        catch (MagicException refused)
        {
            return CellError.Refused(refused.Message, label, piece.Line);
        }
    }

    private async Task<CellError?> RunCodeAsync(CellPiece piece, string label)
    {
        if (Package().Match(piece.Code!) is { Success: true } package)
        {
            var line = piece.Code.AsSpan(0, package.Index).Count('\n') + 1;
            return CellError.Refused($"{package.Value.Trim()}: the headless host restores no packages; reference a built dll by #r \"path/to.dll\".", label, line);
        }

        return await Language(piece.Kernel).RunAsync(piece.Code!, label);
    }

    private static IEnumerable<string> Languages(CellToRun cell) => Submission.Split(cell.Source, KernelNames.Find(cell.Kernel) ?? cell.Kernel)
        .Select(piece => piece.Kernel)
        .Where(kernel => kernel is KernelNames.CSharp or KernelNames.FSharp)
        .Distinct();

    private static CellError? Shown(SortedDictionary<string, string> data)
    {
        CellOutput.Current.Display(data);
        return null;
    }

    /// <summary>The time goes to the terminal: in the notebook it would make every run differ from the last.</summary>
    private static void ShowTime(TimeSpan elapsed, string label)
    {
        CellOutput.Current.Note(FormattableString.Invariant($"{label}: wall time {elapsed.TotalMilliseconds:F1} ms"));
        CellOutput.Current.Display(new(StringComparer.Ordinal) { ["text/plain"] = "Wall time: printed on the terminal by the headless run, so that two runs save the same bytes" });
    }

    [GeneratedRegex("""^[ \t]*#[ri][ \t]+@?"nuget:[^"\r\n]*"?""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Package();
}
