using System.Text.Json;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>A cell's text: one string, or an array of lines that end with their line break.</summary>
internal static class SourceText
{
    public static string Of(JsonSpan source, byte[] json, int cell) => source.Kind switch
    {
        JsonValueKind.Undefined => "",
        JsonValueKind.String => source.String(json),
        JsonValueKind.Array when source.Items(json) is var lines && lines.All(l => l.Kind == JsonValueKind.String) =>
            string.Concat(lines.Select(l => l.String(json))),
        _ => throw new InvalidDataException($"expected \"source\" of cell {cell} to be text or an array of lines."),
    };

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
