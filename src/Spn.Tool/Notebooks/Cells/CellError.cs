using System.Diagnostics;
using System.Reflection;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>Why a cell failed: the kind of error, its message, the lines to show under it, and the place in the notebook.</summary>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, string Place)
{
    /// <summary>A compiler's own messages; each names its place already.</summary>
    public static CellError Compilation(IReadOnlyList<string> messages, string label, int line)
    {
        var lines = messages.SelectMany(m => HiddenPaths.Hide(m).ReplaceLineEndings("\n").TrimEnd().Split('\n')).ToList();
        return new CellError("CompilationError", string.Join("\n", lines), lines, $"{label}, line {line}");
    }

    /// <summary>A magic line or a cell that the host itself refuses.</summary>
    public static CellError Refused(string message, string label, int line)
    {
        message = HiddenPaths.Hide(message);
        var place = $"{label}, line {line}";
        return new CellError("MagicError", message, [message, $"   at {place}"], place);
    }

    /// <summary>
    /// An exception from running code: its message and the calls from the innermost down to the cell, without file paths,
    /// so that two machines give the same text.
    /// </summary>
    public static CellError Runtime(Exception exception, string label)
    {
        var inner = Unwrap(exception);
        var frames = Frames(inner, label, out var place);
        var traceback = Messages(inner).Concat(frames).ToList();
        return new CellError(inner.GetType().FullName!, HiddenPaths.Hide(inner.Message).ReplaceLineEndings("\n"), traceback, place);
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var single] } => Unwrap(single),
        _ => exception,
    };

    private static IEnumerable<string> Messages(Exception exception)
    {
        var prefix = "";
        for (Exception? e = exception; e is not null; e = e.InnerException, prefix = " ---> ")
            foreach (var (line, index) in HiddenPaths.Hide(e.Message).ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index)))
                yield return index == 0 ? $"{prefix}{e.GetType().FullName}: {line}" : line;
    }

    private static List<string> Frames(Exception exception, string label, out string place)
    {
        var lines = new List<string>();
        var lastInCell = 0;
        place = label;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (CellPlace(frame) is { } found)
            {
                if (place == label && found.StartsWith(label, StringComparison.Ordinal))
                    place = found;
                var line = $"   at {found}";
                if (lines.Count == 0 || lines[^1] != line)
                    lines.Add(line);
                lastInCell = lines.Count;
            }
            else if (frame.GetMethod() is { DeclaringType: { } type } method && !IsPlumbing(type))
            {
                lines.Add($"   at {type.FullName}.{method.Name}");
            }
        }

        // Below the last line of a cell stands only the host, above nothing of it.
        return lines.GetRange(0, lastInCell);
    }

    /// <summary>The cell and line of a frame: the compilers were given the cell's label as file name.</summary>
    private static string? CellPlace(StackFrame frame)
    {
        var file = Path.GetFileName(frame.GetFileName());
        return file is not null && frame.GetFileLineNumber() > 0 && CellLabels.Known(file) ? $"{file}, line {frame.GetFileLineNumber()}" : null;
    }

    private static bool IsPlumbing(Type type) =>
        type.Namespace is { } name && (name.StartsWith("System.Runtime.CompilerServices", StringComparison.Ordinal)
            || name.StartsWith("System.Runtime.ExceptionServices", StringComparison.Ordinal)
            || name.StartsWith("System.Reflection", StringComparison.Ordinal)
            || name.StartsWith("System.Threading.Tasks", StringComparison.Ordinal));
}

/// <summary>The names that compilers were given for cells, and that stack frames carry.</summary>
internal static class CellLabels
{
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal);

    public static string Remember(string label)
    {
        lock (Labels)
            Labels.Add(label);
        return label;
    }

    public static bool Known(string label)
    {
        lock (Labels)
            return Labels.Contains(label);
    }
}
