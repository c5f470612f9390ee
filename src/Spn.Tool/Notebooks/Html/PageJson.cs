using System.Text.Json;

namespace Spn.Tool.Notebooks.Html;

/// <summary>Looks things up in the JSON of a cell.</summary>
internal static class PageJson
{
    /// <summary>A member of an object; null when it is missing or the element is no object.</summary>
    public static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The string along a path of members; empty when there is none.</summary>
    public static string String(JsonElement? element, params string[] path)
    {
        foreach (var name in path)
            element = Property(element, name);
        return element is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
    }

    /// <summary>nbformat's multi-line strings: one string or a list of pieces. Anything else gives its JSON.</summary>
    public static string Text(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { ValueKind: JsonValueKind.Array } list => string.Concat(list.EnumerateArray().Select(e => Text(e))),
        { ValueKind: JsonValueKind.Object or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other =>
            other.GetRawText(),
        _ => "",
    };

    /// <summary>Base64 without line breaks and without anything that is not base64.</summary>
    public static string Base64(string text) => new(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=').ToArray());
}
