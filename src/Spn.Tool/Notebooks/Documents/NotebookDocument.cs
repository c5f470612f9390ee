using System.Text;
using System.Text.Json;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>A notebook and the exact bytes it was read from.</summary>
internal sealed class NotebookDocument
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private NotebookDocument(byte[] json, string name, IReadOnlyList<NotebookCell> cells) => (Json, Name, Cells) = (json, name, cells);

    /// <summary>The file's bytes.</summary>
    public byte[] Json { get; }

    /// <summary>The file's name without its extension.</summary>
    public string Name { get; }

    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads an <c>.ipynb</c> (nbformat 4) or a <c>.dib</c> file.</summary>
    /// <exception cref="InvalidDataException">The file is no notebook; the message names it and says why.</exception>
    public static NotebookDocument Read(string path) => Read(path, File.ReadAllBytes(path));

    /// <summary>The same of a file whose bytes are at hand.</summary>
    /// <exception cref="InvalidDataException">The file is no notebook; the message names it and says why.</exception>
    public static NotebookDocument Read(string path, byte[] bytes)
    {
        try
        {
            var json = Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase)
                ? DibFile.ToNotebook(Strict.GetString(bytes))
                : bytes;
            return Parse(json, Path.GetFileNameWithoutExtension(path));
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or DecoderFallbackException)
        {
            throw new InvalidDataException($"'{path}' is not a notebook: {Reason(exception)}");
        }
    }

    /// <summary>The notebook after edits of its file.</summary>
    public NotebookDocument With(IEnumerable<NotebookEdit> edits) => Parse(NotebookWriter.Apply(Json, edits), Name);

    /// <summary>Parses a notebook's JSON.</summary>
    /// <exception cref="InvalidDataException">It is no notebook of nbformat 4.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static NotebookDocument Parse(byte[] json, string name)
    {
        Strict.GetCharCount(json);
        var root = JsonSpan.Of(json, json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
        var properties = Object(root, json, "the file");
        var format = properties.GetValueOrDefault("nbformat");
        if (format.Kind != JsonValueKind.Number || format.Raw(json) != "4")
            throw new InvalidDataException(
                "expected \"nbformat\": 4, got "
                + $"{(format.Kind == JsonValueKind.Undefined ? "none" : Expect.Shown(format.Raw(json), 40))}; "
                + "convert the notebook to nbformat 4.");
        var cells = properties.GetValueOrDefault("cells");
        if (cells.Kind != JsonValueKind.Array)
            throw new InvalidDataException("expected an array \"cells\".");
        var metadata = properties.GetValueOrDefault("metadata");
        var language = CellLanguage.OfDocument(metadata.Kind == JsonValueKind.Object ? metadata.Element(json) : null);
        return new NotebookDocument(json, name, [.. cells.Items(json).Select((span, index) => Cell(span, json, index + 1, language))]);
    }

    private static NotebookCell Cell(JsonSpan span, byte[] json, int number, string language)
    {
        var properties = Object(span, json, $"cell {number}");
        var type = properties.GetValueOrDefault("cell_type");
        if (type.Kind != JsonValueKind.String || type.String(json) is not ("code" or "markdown" or "raw"))
        {
            var got = type.Kind == JsonValueKind.Undefined ? "none" : Expect.Shown(type.Raw(json), 40);
            throw new InvalidDataException($"expected \"cell_type\" in cell {number} to be code, markdown or raw, got {got}.");
        }

        var metadata = properties.GetValueOrDefault("metadata") is { Kind: JsonValueKind.Object } held
            ? held.Element(json)
            : (JsonElement?)null;
        var source = SourceText.Of(properties.GetValueOrDefault("source"), json, number);
        return new NotebookCell(
            number, type.String(json), CellLanguage.OfCell(metadata) ?? language, source, Tags(metadata), span);
    }

    private static IReadOnlyList<string> Tags(JsonElement? metadata) =>
        metadata is { } held && held.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)]
            : [];

    private static Dictionary<string, JsonSpan> Object(JsonSpan span, byte[] json, string what) => span.Kind == JsonValueKind.Object
        ? span.Properties(json).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
        : throw new InvalidDataException($"expected {what} to be a JSON object, got {span.Kind.ToString().ToLowerInvariant()}.");


    private static string Reason(Exception exception) => exception switch
    {
        JsonException { LineNumber: { } line } => $"its JSON is broken at line {line + 1}.",
        JsonException => "its JSON is broken.",
        DecoderFallbackException => "it is not UTF-8 text.",
        _ => exception.Message,
    };
}
