using System.Text.RegularExpressions;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>
/// Finds the values that a cell sets at the start of a line: <c>var steps = 10;</c> and <c>rate = 0.5;</c> in C#,
/// <c>let photo : string = "a.png"</c> in F#.
/// </summary>
internal static partial class Assignments
{
    /// <summary>What the cell sets, the last one of each name.</summary>
    public static IReadOnlyList<Assignment> Find(NotebookCell cell)
    {
        var (kernel, found) = (cell.Kernel, new List<Assignment>());
        foreach (var line in cell.Source.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.TrimStart().StartsWith("#!", StringComparison.Ordinal))
                kernel = KernelNames.Find(line.Trim()[2..].Split(' ')[0]) ?? kernel;
            else if (kernel is KernelNames.CSharp or KernelNames.FSharp && Pattern(kernel).Match(line) is { Success: true } match)
                found.Add(Assigned(kernel, match));
        }

        return [.. found.GroupBy(a => a.Name).Select(group => group.Last())];
    }

    private static Regex Pattern(string kernel) => kernel == KernelNames.CSharp ? CSharp() : FSharp();

    private static Assignment Assigned(string kernel, Match match)
    {
        var (type, value) = (match.Groups["type"].Value.Trim(), match.Groups["value"].Value.Trim());
        var number = Number().Match(value);
        var suffix = number.Groups["suffix"].Value;
        var kind = type.TrimEnd('?') switch
        {
            "string" => ParameterType.Text,
            "bool" => ParameterType.Flag,
            "double" or "float" or "decimal" or "float32" or "single" => ParameterType.Real,
            "int" or "long" or "uint" or "ulong" or "short" or "ushort" or "byte" or "sbyte" => ParameterType.Whole,
            "int64" or "int32" or "int16" or "uint64" or "uint32" or "uint16" => ParameterType.Whole,
            _ when value.StartsWith('"') || value.StartsWith("@\"", StringComparison.Ordinal) => ParameterType.Text,
            _ when Flag().IsMatch(value) => ParameterType.Flag,
            _ when number is { Success: true } && number.Groups["fraction"].Length > 0 => ParameterType.Real,
            _ when number.Success => suffix is "f" or "F" or "m" or "M" or "d" or "D" ? ParameterType.Real : ParameterType.Whole,
            _ => ParameterType.Unknown,
        };
        if (kernel == KernelNames.CSharp && suffix.Length == 0)
            suffix = type.TrimEnd('?') switch { "float" => "f", "decimal" => "m", _ => "" };
        return new Assignment(kernel, match.Groups["declared"].Value.Trim(), match.Groups["name"].Value, type, kind, suffix);
    }

    [GeneratedRegex(@"^(?:const\s+)?(?<declared>(?<type>[\p{L}_][\w.<>\[\]]*\??)\s+)?(?<name>[\p{L}_]\w*)\s*=(?![=>])\s*(?<value>.+)$")]
    private static partial Regex CSharp();

    [GeneratedRegex(@"^(?<declared>let\s+(?:mutable\s+)?)(?<name>[\p{L}_][\w']*|``[^`]+``)\s*(?::\s*(?<type>[^=]+?)\s*)?=\s*(?<value>.*)$")]
    private static partial Regex FSharp();

    [GeneratedRegex(@"^-?[0-9][0-9_]*(?<fraction>(\.[0-9_]*)?([eE][+-]?[0-9]+)?)(?<suffix>[fFdDmMuUlL]*)\s*($|;|//|\(\*)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(true|false)\b")]
    private static partial Regex Flag();
}
