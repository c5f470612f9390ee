using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>Finds the top-level values of an F# cell: <c>let steps = 10</c>, <c>let mutable photo : string = "a.png"</c>.</summary>
internal static partial class FSharpAssignments
{
    public static IEnumerable<Assignment> Find(string source)
    {
        for (var match = Binding().Match(source); match.Success;)
        {
            var start = match.Index + match.Length;
            var end = ValueEnd(source, start);
            while (start < end && char.IsWhiteSpace(source[start]))
                start++;
            var value = source[start..end];
            if (value.Length > 0)
                yield return Assigned(match.Groups["name"].Value.Trim('`'), match.Groups["type"].Value.Trim(), value, start, end);
            match = Binding().Match(source, Math.Max(end, start));
        }
    }

    private static Assignment Assigned(string name, string type, string value, int start, int end)
    {
        var number = Number().Match(value);
        var suffix = number.Groups["suffix"].Value;
        var kind = type switch
        {
            "string" => ParameterType.Text,
            "bool" => ParameterType.Flag,
            "float" or "double" or "float32" or "single" or "decimal" => ParameterType.Real,
            "int" or "int64" or "int32" or "byte" or "int16" or "uint32" or "uint64" => ParameterType.Whole,
            _ when value[0] == '"' || value.StartsWith("@\"", StringComparison.Ordinal) => ParameterType.Text,
            _ when value is "true" or "false" => ParameterType.Flag,
            _ when number.Success && (number.Groups["fraction"].Length > 0 || suffix is "f" or "F" or "m" or "M") => ParameterType.Real,
            _ when number.Success => ParameterType.Whole,
            _ => ParameterType.Unknown,
        };
        return new Assignment(name, start, end, kind, suffix);
    }

    /// <summary>The end of the value: it goes on over indented lines, and stops before a comment; quotes are respected.</summary>
    private static int ValueEnd(string source, int start)
    {
        var at = start;
        while (at < source.Length)
        {
            if (Literal().Match(source, at) is { Success: true } literal && literal.Index == at)
                at += literal.Length;
            else if (source.AsSpan(at).StartsWith("//") || source.AsSpan(at).StartsWith("(*"))
                break;
            else if (source[at] == '\n' && (at + 1 >= source.Length || source[at + 1] is not (' ' or '\t')))
                break;
            else
                at++;
        }

        while (at > start && char.IsWhiteSpace(source[at - 1]))
            at--;
        return at;
    }

    [GeneratedRegex(@"^let[ \t]+(mutable[ \t]+)?(?<name>[\p{L}_][\p{L}\p{Nd}_']*|``[^`\r\n]+``)[ \t]*(:[ \t]*(?<type>[^=\r\n]+?))?[ \t]*=[ \t]*", RegexOptions.Multiline)]
    private static partial Regex Binding();

    [GeneratedRegex(@"^-?[0-9][0-9_]*(?<fraction>(\.[0-9_]*)?([eE][+-]?[0-9]+)?)(?<suffix>[a-zA-Z]*)$")]
    private static partial Regex Number();

    [GeneratedRegex(""""
        \G("""[\s\S]*?"""|@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*")
        """", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();
}
