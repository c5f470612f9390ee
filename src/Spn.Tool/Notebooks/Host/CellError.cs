using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Host;

/// <summary>Why a cell failed: the kind of error, its message, the lines to show under it, and the place in the notebook.</summary>
internal sealed partial record CellError(string Name, string Message, IReadOnlyList<string> Traceback, string Place)
{
    /// <summary>A compiler's own messages; each names its place already.</summary>
    public static CellError Compilation(IReadOnlyList<string> messages, string label, int line)
    {
        var lines = messages.SelectMany(m => HiddenPaths.Hide(m).ReplaceLineEndings("\n").TrimEnd().Split('\n')).ToList();
        return new CellError("CompilationError", string.Join("\n", lines), lines, $"{label}, line {line}");
    }

    /// <summary>A magic line or a cell that the kernel refuses.</summary>
    public static CellError Refused(string message, string label, int line)
    {
        message = HiddenPaths.Hide(message);
        var place = $"{label}, line {line}";
        return new CellError("KernelError", message, [message, $"   at {place}"], place);
    }

    /// <summary>
    /// An exception from running code: its message, and where in the cells it came from, without file paths, so that two
    /// machines give the same text.
    /// </summary>
    public static CellError Runtime(Exception exception, string label)
    {
        var inner = Unwrap(exception);
        var frames = Frames(inner, label, out var place);

        // An exception that was handed over without being thrown knows no place: the one around it does.
        if (frames.Count == 0 && inner != exception)
            frames = Frames(exception, label, out place);
        var message = HiddenPaths.Hide(inner.Message).ReplaceLineEndings("\n").TrimEnd();
        return new CellError(TypeName(inner.GetType()), message, [.. Messages(inner), .. frames], place);
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
            foreach (var (index, line) in HiddenPaths.Hide(e.Message).ReplaceLineEndings("\n").TrimEnd().Split('\n').Index())
                yield return index == 0 ? $"{prefix}{TypeName(e.GetType())}: {line}" : line;
    }

    /// <summary>
    /// The lines of the cell, and above each the library call that it made. Deeper calls are left out: whether the runtime
    /// shows them depends on what it has inlined by then.
    /// </summary>
    private static List<string> Frames(Exception exception, string label, out string place)
    {
        var lines = new List<string>();
        string? called = null;
        place = label;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (CellPlace(frame) is { } found)
            {
                if (place == label && found.StartsWith(label, StringComparison.Ordinal))
                    place = found;
                if (called is not null)
                    lines.Add(called);
                if (lines.Count == 0 || lines[^1] != $"   at {found}")
                    lines.Add($"   at {found}");
                called = null;
            }
            else if (frame.GetMethod() is { DeclaringType: { } type } method && !IsPlumbing(type))
            {
                called = $"   at {type.FullName}.{method.Name}";
            }
        }

        return lines;
    }

    /// <summary>A type's name without the class that the compiler wraps around a cell.</summary>
    private static string TypeName(Type type) => Submission().Replace(type.FullName ?? type.Name, "");

    /// <summary>The cell and line of a frame: the compilers were given the cell's label as file name.</summary>
    private static string? CellPlace(StackFrame frame)
    {
        var file = Path.GetFileName(frame.GetFileName());
        var line = frame.GetFileLineNumber();
        return file is not null && line > 0 && CellLabels.Known(file) ? $"{file}, line {line}" : null;
    }

    /// <summary>Frames that say nothing to a reader: the runtime's own machinery, and closures that the compilers made.</summary>
    private static bool IsPlumbing(Type type) =>
        type.Assembly.IsDynamic || type.Assembly.Location.Length == 0 || type.Name.StartsWith("ThrowHelper", StringComparison.Ordinal)
        || type == typeof(ExecutionContext) || Machinery.Any(name => type.Namespace?.StartsWith(name, StringComparison.Ordinal) == true);

    private static readonly string[] Machinery =
    [
        "System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "System.Reflection", "System.Threading.Tasks", "Internal.",
        "Microsoft.DotNet.Interactive",
    ];

    [GeneratedRegex(@"\b(FSI_[0-9]+|Submission#[0-9]+)\+")]
    private static partial Regex Submission();
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
