using System.Text;
using System.Text.Json.Nodes;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>A replacement of bytes in a notebook's file.</summary>
internal sealed record NotebookEdit(int Start, int End, string Text);

/// <summary>What a code cell holds after a run.</summary>
/// <param name="ExecutionCount">Its place among the cells that ran; null when it did not run.</param>
/// <param name="Outputs">Its outputs as nbformat stores them.</param>
internal sealed record CellResult(int? ExecutionCount, JsonArray Outputs);

/// <summary>Puts results into a notebook and leaves every other byte as it was.</summary>
internal static class NotebookWriter
{
    /// <param name="document">The notebook.</param>
    /// <param name="results">By cell number; every code cell that has no result loses its old outputs.</param>
    public static byte[] Write(NotebookDocument document, IReadOnlyDictionary<int, CellResult> results)
    {
        var json = document.Json;
        var style = NotebookStyle.Of(json);
        var edits = document.Cells.Where(c => c.Type == "code")
            .SelectMany(c => Edits(c, json, style, results.GetValueOrDefault(c.Number) ?? new CellResult(null, [])));
        return Apply(json, edits);
    }

    /// <summary>The file with its edits.</summary>
    public static byte[] Apply(byte[] json, IEnumerable<NotebookEdit> edits)
    {
        using var output = new MemoryStream(json.Length);
        var position = 0;
        foreach (var edit in edits.OrderBy(e => e.Start))
        {
            output.Write(json, position, edit.Start - position);
            output.Write(Encoding.UTF8.GetBytes(edit.Text));
            position = edit.End;
        }

        output.Write(json, position, json.Length - position);
        return output.ToArray();
    }

    private static IEnumerable<NotebookEdit> Edits(NotebookCell cell, byte[] json, NotebookStyle style, CellResult result)
    {
        var properties = cell.Span.Properties(json);
        var missing = new List<(string Name, JsonNode? Value)>();
        foreach (var (name, value) in new[] { ("execution_count", JsonValue.Create(result.ExecutionCount)), ("outputs", (JsonNode?)result.Outputs) })
        {
            if (properties.FirstOrDefault(p => p.Name == name) is not { } property)
            {
                missing.Add((name, value));
                continue;
            }

            var (local, indent) = style.At(json, property.KeyStart);
            yield return new NotebookEdit(property.Value.Start, property.Value.End, NotebookJson.Write(value, local, indent));
        }

        if (missing.Count > 0)
            yield return Added(properties[^1], missing, json, style);
    }

    /// <summary>Properties that the cell lacks come after its last one.</summary>
    private static NotebookEdit Added(JsonProperty last, List<(string Name, JsonNode? Value)> missing, byte[] json, NotebookStyle style)
    {
        var (local, indent) = style.At(json, last.KeyStart);
        var separator = local.Indent is null ? local.Colon.Length > 1 ? ", " : "," : "," + local.NewLine + indent;
        var text = string.Concat(missing.Select(m => $"{separator}\"{m.Name}\"{local.Colon}{NotebookJson.Write(m.Value, local, indent)}"));
        return new NotebookEdit(last.Value.End, last.Value.End, text);
    }
}
