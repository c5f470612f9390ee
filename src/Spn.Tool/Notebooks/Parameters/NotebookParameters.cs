using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>Sets parameters as papermill does: by a cell of new values after the one tagged <c>parameters</c>.</summary>
internal static class NotebookParameters
{
    private const string Tag = "parameters", InjectedTag = "injected-parameters";

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

    /// <summary>The names that a notebook's parameters cells set, in order.</summary>
    public static IReadOnlyList<string> Names(NotebookDocument document) =>
        [.. document.Cells.Where(IsTagged).SelectMany(Assignments.Find).Select(NameOf).Distinct()];

    /// <summary>
    /// The notebook with a cell after each parameters cell that sets the given values anew, in place of one that an earlier run left there;
    /// every other byte stays. Parameters that the notebook lacks change nothing.
    /// </summary>
    /// <exception cref="ArgumentException">A value does not fit its parameter's type.</exception>
    public static NotebookDocument Inject(NotebookDocument document, IReadOnlyDictionary<string, string> parameters)
    {
        var edits = new List<NotebookEdit>();
        foreach (var cell in document.Cells.Where(IsTagged))
        {
            var lines = Assignments.Find(cell).Where(a => parameters.ContainsKey(NameOf(a)))
                .GroupBy(a => a.Kernel)
                .SelectMany(group => group.Select(a => a.Line(parameters[NameOf(a)])).Prepend($"#!{group.Key}"))
                .ToList();
            if (lines.Count == 0)
                continue;
            var next = document.Cells.ElementAtOrDefault(cell.Number);
            var earlier = next?.Tags.Contains(InjectedTag) == true ? next : null;
            edits.Add(AddedCell.After(document, cell, earlier, InjectedTag, string.Join('\n', lines)));
        }

        return edits.Count == 0 ? document : document.With(edits);
    }

    private static bool IsTagged(NotebookCell cell) => cell.Runs && cell.Tags.Contains(Tag);

    private static string NameOf(Assignment assignment) => assignment.Name.Trim('`');
}
