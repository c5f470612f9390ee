using System.Globalization;
using System.Text.Json;

namespace Spn.Learning;

/// <summary>Reads one JSON object strictly: every value is checked for its type and range, and a key that nobody asked for is an error.</summary>
/// <remarks>Each error is one sentence that names the file, the key, what was expected and what came.</remarks>
internal sealed class JsonSettings
{
    private readonly string _source, _path;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    private JsonSettings(string source, string path, JsonElement? element)
    {
        (_source, _path) = (source, path);
        if (element is not { } given)
            return;
        if (given.ValueKind != JsonValueKind.Object)
            throw Wrong(path.TrimEnd('.'), "an object { … }", given);
        foreach (var property in given.EnumerateObject())
            if (!_values.TryAdd(property.Name, property.Value))
                throw new InvalidDataException($"{source}: expected '{path}{property.Name}' once, got it twice; remove one.");
    }

    /// <summary>Parses a whole file; <c>//</c> comments and trailing commas are allowed.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="text">The text.</param>
    public static JsonSettings Parse(string source, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return new JsonSettings(source, "", document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{source}: expected JSON, got something else at line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}; check commas, quotes and brackets."), exception);
        }
    }

    /// <summary>An object inside; an empty one where it is left out.</summary>
    public JsonSettings Section(string key) => new(_source, $"{_path}{key}.", Take(key, out var element) ? element : null);

    public double Number(string key, double fallback, double least, double most)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind == JsonValueKind.Number && element.GetDouble() is var value && value >= least && value <= most
            ? value
            : throw Wrong(_path + key, FormattableString.Invariant($"a number from {least} to {most}"), element);
    }

    public int Whole(string key, int fallback, int least, int most) => (int)Whole(key, (long)fallback, least, most);

    public long Whole(string key, long fallback, long least, long most)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) && value >= least && value <= most
            ? value
            : throw Wrong(_path + key, FormattableString.Invariant($"a whole number from {least} to {most}"), element);
    }

    /// <summary>A whole number, or null for none.</summary>
    public int? WholeOrNone(string key, int? fallback, int least, int most)
    {
        if (!Take(key, out var element))
            return fallback;
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Wrong(_path + key, FormattableString.Invariant($"a whole number from {least} to {most}, or null"), element);
    }

    public bool Switch(string key, bool fallback)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong(_path + key, "true or false", element);
    }

    public string Text(string key, string fallback)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : throw Wrong(_path + key, "a text", element);
    }

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string key, T fallback, IReadOnlyDictionary<string, T> words)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind == JsonValueKind.String && words.TryGetValue(element.GetString()!, out var value)
            ? value
            : throw Wrong(_path + key, string.Join(" or ", words.Keys.Select(word => $"\"{word}\"")), element);
    }

    public IReadOnlyList<int> Wholes(string key, IReadOnlyList<int> fallback, int least, int most) => List(key, fallback,
        FormattableString.Invariant($"a list of whole numbers from {least} to {most}"),
        element => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least && value <= most ? value : null);

    public IReadOnlyList<double> Numbers(string key, IReadOnlyList<double> fallback, double least, double most) => List(key, fallback,
        FormattableString.Invariant($"a list of numbers from {least} to {most}"),
        element => element.ValueKind == JsonValueKind.Number && element.GetDouble() is var value && value >= least && value <= most ? value : null);

    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> fallback)
    {
        if (!Take(key, out var element))
            return fallback;
        return element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0)
            ? [.. element.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(_path + key, "a list of texts", element);
    }

    /// <summary>Whether a key is given as a list: for settings that are one word or several.</summary>
    public bool IsList(string key) => _values.TryGetValue(key, out var element) && element.ValueKind == JsonValueKind.Array;

    /// <summary>Every key with its number: for objects whose keys are names of the reader's own.</summary>
    public IReadOnlyDictionary<string, double> AllNumbers(double least, double most) => _values.Keys.ToDictionary(key => key, key => Number(key, 1, least, most));

    /// <summary>Refuses keys that nobody asked for: a typing error must not silently leave a default in place.</summary>
    public void Finish()
    {
        if (_values.Keys.FirstOrDefault(key => !_asked.Contains(key)) is { } unknown)
            throw new InvalidDataException($"{_source}: expected in {(_path.Length == 0 ? "the file" : $"'{_path.TrimEnd('.')}'")} only {string.Join(", ", _asked.Distinct())}, got '{unknown}'; correct or remove it.");
    }

    private IReadOnlyList<T> List<T>(string key, IReadOnlyList<T> fallback, string expected, Func<JsonElement, T?> read) where T : struct
    {
        if (!Take(key, out var element))
            return fallback;
        if (element.ValueKind != JsonValueKind.Array)
            throw Wrong(_path + key, expected, element);
        return [.. element.EnumerateArray().Select(item => read(item) ?? throw Wrong(_path + key, expected, element))];
    }

    private bool Take(string key, out JsonElement element)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out element);
    }

    private InvalidDataException Wrong(string key, string expected, JsonElement got)
    {
        var text = got.GetRawText().ReplaceLineEndings(" ");
        return new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{_source}: expected '{key}' to be {expected}, got {(text.Length > 60 ? text[..60] + "…" : text)}; correct or remove it."));
    }
}
