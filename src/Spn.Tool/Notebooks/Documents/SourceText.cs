using System.Text.Json;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>A cell's text: one string, or an array of lines that end with their line break.</summary>
internal static class SourceText
{
    public static string Of(JsonSpan source, byte[] json, int cell) => source.Kind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.String => source.String(json),
        JsonValueKind.Array when source.Items(json) is var lines && lines.All(l => l.Kind == JsonValueKind.String) => string.Concat(lines.Select(l => l.String(json))),
        _ => throw new InvalidDataException($"expected \"source\" of cell {cell} to be text or an array of lines."),
    };

    /// <summary>The edits that turn the cell's text into another one; lines that stay are left as they are written.</summary>
    public static IEnumerable<NotebookEdit> Edits(JsonSpan source, byte[] json, string text)
    {
        if (source.Kind == JsonValueKind.String)
            return [new NotebookEdit(source.Start, source.End, NotebookJson.Quote(text))];
        var items = source.Items(json);
        var lines = Lines(text);
        if (items.Count == lines.Count)
            return items.Zip(lines).Where(pair => pair.First.String(json) != pair.Second)
                .Select(pair => new NotebookEdit(pair.First.Start, pair.First.End, NotebookJson.Quote(pair.Second)));
        return [new NotebookEdit(source.Start, source.End, $"[{string.Join(", ", lines.Select(NotebookJson.Quote))}]")];
    }

    /// <summary>Cuts text after each line feed, as nbformat stores it.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var feed and >= 0 ? feed + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
