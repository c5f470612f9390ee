using System.Text;
using Spn.Tool.Notebooks.Cells;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>Sets the values in a notebook's cells tagged <c>parameters</c>.</summary>
internal static class NotebookParameters
{
    private const string Tag = "parameters";

    /// <summary>Reads <c>name=value</c> words; the value may be empty or hold further equals signs.</summary>
    /// <exception cref="ArgumentException">A word has no name, or a name comes twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> words)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=');
            if (equals < 1)
                throw new ArgumentException($"expected --param name=value, got '{word}'.");
            if (!parameters.TryAdd(word[..equals].Trim(), word[(equals + 1)..]))
                throw new ArgumentException($"expected each parameter once, got '{word[..equals].Trim()}' twice.");
        }

        return parameters;
    }

    /// <summary>The names that a notebook's parameters cells assign, in order.</summary>
    public static IReadOnlyList<string> Names(NotebookDocument document) => [.. Assignments(document).Select(a => a.Assignment.Name).Distinct()];

    /// <summary>The new source of each cell in which a value is replaced; parameters that the notebook lacks change nothing.</summary>
    /// <exception cref="ArgumentException">A value does not fit its parameter's type.</exception>
    public static IReadOnlyDictionary<int, string> Apply(NotebookDocument document, IReadOnlyDictionary<string, string> parameters)
    {
        var sources = new Dictionary<int, string>();
        foreach (var cell in Assignments(document).Where(a => parameters.ContainsKey(a.Assignment.Name)).GroupBy(a => a.Cell))
        {
            var text = new StringBuilder(cell.Key.Source);
            foreach (var (_, assignment) in cell.OrderByDescending(a => a.Assignment.Start))
                text.Remove(assignment.Start, assignment.End - assignment.Start).Insert(assignment.Start, assignment.Literal(parameters[assignment.Name]));
            sources[cell.Key.Number] = text.ToString();
        }

        return sources;
    }

    private static IEnumerable<(NotebookCell Cell, Assignment Assignment)> Assignments(NotebookDocument document) =>
        from cell in document.Cells
        where cell.Runs && cell.Tags.Contains(Tag)
        from assignment in CSharpAssignments.Find(Only(cell, KernelNames.CSharp)).Concat(FSharpAssignments.Find(Only(cell, KernelNames.FSharp)))
        select (cell, assignment);

    /// <summary>The cell's source with everything that is not in this language blanked out, so that places stay.</summary>
    private static string Only(NotebookCell cell, string language)
    {
        var (text, kernel) = (new StringBuilder(), cell.Kernel);
        foreach (var line in SourceText.Lines(cell.Source))
        {
            var magic = line.TrimStart().StartsWith("#!", StringComparison.Ordinal);
            if (magic && KernelNames.Find(line.Trim()[2..].Split(' ')[0]) is { } other)
                kernel = other;
            if (!magic && kernel == language)
                text.Append(line);
            else
                foreach (var c in line)
                    text.Append(c is '\r' or '\n' ? c : ' ');
        }

        return text.ToString();
    }
}
