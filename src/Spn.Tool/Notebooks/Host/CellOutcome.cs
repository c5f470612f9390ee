using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using CodeSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Spn.Tool.Notebooks.Host;

/// <summary>What the kernel says of one cell's end: its failure, and the compilers' messages.</summary>
internal sealed partial class CellOutcome
{
    private readonly List<string> _errors = [];
    private readonly List<string> _messages = [];
    private CommandFailed? _failed;
    private int _line = 1;

    public void Take(KernelEvent message)
    {
        switch (message)
        {
            case CommandFailed failed when _failed is null || (_failed.Exception is null && failed.Exception is not null):
                _failed = failed;
                break;
            case ErrorProduced error:
                _messages.Add(error.Message);
                break;
            case DiagnosticsProduced produced:
                Take(produced);
                break;
        }
    }

    /// <summary>Why the cell failed; null when it did not.</summary>
    public CellError? Error(string label)
    {
        switch (_failed)
        {
            case null when _messages.Count == 0:
                return null;
            case { Exception: CodeSubmissionCompilationErrorException }:
                return CellError.Compilation(_errors.Count > 0 ? _errors : [_failed.Message], label, _line);
            case { Exception: { } exception }:
                return CellError.Runtime(exception, label);
            default:
                var text = _failed?.Message ?? string.Join("\n", _messages);
                var place = Place().Match(text);
                return CellError.Refused(text, label, place.Success ? int.Parse(place.Groups[1].ValueSpan, null) : 1);
        }
    }

    private void Take(DiagnosticsProduced produced)
    {
        foreach (var (diagnostic, text) in produced.Diagnostics.Zip(produced.FormattedDiagnostics))
            if (diagnostic.Severity == CodeSeverity.Error)
            {
                if (_errors.Count == 0)
                    _line = diagnostic.LinePositionSpan.Start.Line + 1;
                _errors.Add(Numbered(diagnostic.Code, text.Value));
            }
    }

    /// <summary>The F# compiler's text lacks its number.</summary>
    private static string Numbered(string code, string text) =>
        code.StartsWith("FS", StringComparison.Ordinal) ? ErrorWord().Replace(text, $" error {code}: ", 1) : text;

    [GeneratedRegex(" error ")]
    private static partial Regex ErrorWord();

    [GeneratedRegex(@"^\(([0-9]+),")]
    private static partial Regex Place();
}
