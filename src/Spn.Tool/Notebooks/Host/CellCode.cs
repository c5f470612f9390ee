using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Spn.Tool.Notebooks.Host;

/// <summary>A text that code comes from: a cell, or an imported file.</summary>
/// <param name="name">What compilers and stack frames call it.</param>
/// <param name="text">The text.</param>
internal sealed class CodeSource(string name, string text)
{
    // A line keeps its own end, '\r' before '\n' too: it may stand inside a string.
    private readonly string[] _lines = text.Split('\n');
    private int _next;

    public string Name => name;

    /// <summary>
    /// The code with each line where it stands here, empty lines in place of the others; null when it is not from here. Pieces come in
    /// order, so the next one is looked for below the last. Lines of white space stay as they are written here: they may be part of a
    /// string.
    /// </summary>
    public string? Aligned(string code) => Aligned(code, _next) ?? (_next > 0 ? Aligned(code, 0) : null);

    private string? Aligned(string code, int at)
    {
        var placed = new string[_lines.Length];
        Array.Fill(placed, "");
        var first = -1;
        foreach (var line in code.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            while (at < _lines.Length && _lines[at].TrimEnd() != line.TrimEnd())
                at++;
            if (at == _lines.Length)
                return null;
            first = first < 0 ? at : first;
            placed[at] = _lines[at++];
        }

        if (first < 0)
            return null;
        for (var blank = first; blank < at; blank++)
            if (string.IsNullOrWhiteSpace(_lines[blank]))
                placed[blank] = _lines[blank];
        _next = at;
        return string.Join('\n', placed).TrimEnd('\n');
    }
}

/// <summary>
/// Gives the code that reaches a compiler the cell's name and line numbers. The kernel cuts a cell at its magic lines, moves
/// <c>#r "nuget:..."</c> to the front and puts the rest together again, so that its own numbers are those of the pieces.
/// </summary>
internal static class CellCode
{
    private static readonly MethodInfo SetCode = typeof(SubmitCode).GetProperty(nameof(SubmitCode.Code))!.GetSetMethod(nonPublic: true)!;

    /// <summary>Looks at everything that a language's kernel is to compile.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="directive">What tells its compiler the next line's number and file, with {0} for the file.</param>
    /// <param name="sources">What code may come from, the likeliest first.</param>
    public static void Place(Kernel kernel, string directive, Func<IEnumerable<CodeSource>> sources) =>
        kernel.AddMiddleware((command, context, next) =>
        {
            if (command is SubmitCode code)
                foreach (var source in sources())
                    if (source.Aligned(code.Code) is { } aligned)
                    {
                        SetCode.Invoke(code, [string.Format(null, directive, CellLabels.Remember(source.Name)) + "\n" + aligned]);
                        break;
                    }

            return next(command, context);
        });
}
