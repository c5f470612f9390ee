using System.Text.Json.Nodes;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>Puts a code cell into a notebook.</summary>
internal static class AddedCell
{
    /// <summary>The edit that adds a cell after another one, in the same language and layout.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="cell">The cell before it.</param>
    /// <param name="replaced">The cell whose place it takes; null to come between two.</param>
    /// <param name="tag">Its tag, and the start of its id.</param>
    /// <param name="source">Its text.</param>
    public static NotebookEdit After(NotebookDocument document, NotebookCell cell, NotebookCell? replaced, string tag, string source)
    {
        var json = document.Json;
        var (style, indent) = NotebookStyle.Of(json).At(json, cell.Span.Start);
        var properties = cell.Span.Properties(json);
        var added = new JsonObject { ["cell_type"] = "code", ["execution_count"] = null };
        if (properties.Any(p => p.Name == "id"))
            added["id"] = replaced is null ? UnusedId(document, tag) : Id(document, replaced) ?? UnusedId(document, tag);
        added["metadata"] = new JsonObject
        {
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = cell.Kernel },
            ["tags"] = new JsonArray(tag),
        };
        added["outputs"] = new JsonArray();
        added["source"] = new JsonArray([.. SourceText.Lines(source).Select(line => (JsonNode)line)]);
        var text = NotebookJson.Write(added, style, indent);
        if (replaced is not null)
            return new NotebookEdit(replaced.Span.Start, replaced.Span.End, text);
        var separator = style.Indent is null ? style.Colon.Length > 1 ? ", " : "," : "," + style.NewLine + indent;
        return new NotebookEdit(cell.Span.End, cell.Span.End, separator + text);
    }

    private static string UnusedId(NotebookDocument document, string name)
    {
        var used = document.Cells.Select(cell => Id(document, cell)).ToHashSet();
        return Enumerable.Range(1, used.Count + 1).Select(i => i == 1 ? name : $"{name}-{i}").First(id => !used.Contains(id));
    }

    private static string? Id(NotebookDocument document, NotebookCell cell) =>
        cell.Span.Properties(document.Json).FirstOrDefault(p => p.Name == "id") is { Value.Kind: System.Text.Json.JsonValueKind.String } id
            ? id.Value.String(document.Json)
            : null;
}
