using System.Text.Json;

namespace Spn.Tool.Notebooks.Html;

/// <summary>What kind of cell stands in the notebook.</summary>
internal enum PageCellKind
{
    Markdown,
    Code,
    Raw,
}

/// <summary>One cell, as the page needs it.</summary>
/// <param name="Number">Counted from one.</param>
/// <param name="Kind">Prose, code, or raw text for another format.</param>
/// <param name="Source">Its text, with line feeds.</param>
/// <param name="Language">The language of a code cell, lower case: <c>csharp</c>, <c>fsharp</c>, ….</param>
/// <param name="ExecutionCount">The number beside an executed cell; empty without one.</param>
/// <param name="Tags">As Jupyter Book reads them: remove-input, hide-output, ….</param>
/// <param name="Outputs">The nbformat objects of its outputs.</param>
/// <param name="Attachments">Pictures by name, for Markdown.</param>
/// <param name="Metadata">The cell's metadata.</param>
internal sealed record PageCell(
    int Number, PageCellKind Kind, string Source, string Language, string ExecutionCount, IReadOnlySet<string> Tags,
    IReadOnlyList<JsonElement> Outputs, JsonElement? Attachments, JsonElement? Metadata);

/// <summary>Reads the notebook's JSON into cells.</summary>
internal static class PageJson
{
    /// <summary>All cells of a notebook in nbformat 4.</summary>
    /// <exception cref="InvalidDataException">The text is not JSON, or not a notebook of nbformat 4.</exception>
    public static IReadOnlyList<PageCell> Read(string json)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
            root = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a notebook in JSON; it breaks off at line {exception.LineNumber + 1}: save the notebook again.", exception);
        }

        if (Property(root, "nbformat") is not { ValueKind: JsonValueKind.Number } format || !format.TryGetInt32(out var major) || major != 4
            || Property(root, "cells") is not { ValueKind: JsonValueKind.Array } cells)
            throw new InvalidDataException("Expected a notebook of nbformat 4 with a list of cells; convert the file with Jupyter first.");
        var language = NotebookLanguage(root);
        return cells.EnumerateArray().Select((cell, index) => ReadCell(cell, index + 1, language)).ToList();
    }

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
        { ValueKind: JsonValueKind.Object or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => "",
    };

    /// <summary>Base64 without line breaks and without anything that is not base64.</summary>
    public static string Base64(string text) => new(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=').ToArray());

    private static PageCell ReadCell(JsonElement cell, int number, string notebookLanguage)
    {
        var kind = String(cell, "cell_type") switch
        {
            "markdown" => PageCellKind.Markdown,
            "code" => PageCellKind.Code,
            "raw" => PageCellKind.Raw,
            var other => throw new InvalidDataException($"Expected cell {number} to be code, markdown or raw, not '{other}': save the notebook again."),
        };
        var metadata = Property(cell, "metadata");
        var source = Text(Property(cell, "source")).ReplaceLineEndings("\n");
        var tags = Property(metadata, "tags") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(t => Text(t)).ToHashSet() : [];
        if (Property(Property(metadata, "jupyter"), "source_hidden") is { ValueKind: JsonValueKind.True })
            tags.Add("hide-input");
        if (Property(Property(metadata, "jupyter"), "outputs_hidden") is { ValueKind: JsonValueKind.True })
            tags.Add("hide-output");
        var outputs = Property(cell, "outputs") is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray().ToList() : [];
        var count = Property(cell, "execution_count") is { ValueKind: JsonValueKind.Number } run ? run.GetRawText() : "";
        return new(number, kind, source, CellLanguage(source, metadata, notebookLanguage), count, tags, outputs, Property(cell, "attachments"), metadata);
    }

    /// <summary>The language of a cell, strongest first: its magic line, polyglot metadata, the older metadata, the notebook's default.</summary>
    private static string CellLanguage(string source, JsonElement? metadata, string notebookLanguage)
    {
        var magic = Code.Languages.FromMagic(source);
        if (magic.Length > 0)
            return magic;
        var named = String(metadata, "polyglot_notebook", "kernelName");
        if (named.Length == 0)
            named = String(metadata, "dotnet_interactive", "language");
        return named.Length > 0 ? Code.Languages.Normalize(named) : notebookLanguage;
    }

    private static string NotebookLanguage(JsonElement root)
    {
        var metadata = Property(root, "metadata");
        var name = String(metadata, "kernelspec", "language");
        if (name.Length == 0)
            name = String(metadata, "language_info", "name");
        return Code.Languages.Normalize(name);
    }
}
