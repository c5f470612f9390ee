using System.Text;
using System.Text.Json;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>A value's place in JSON text, so that the text around it can be kept byte for byte.</summary>
internal readonly record struct JsonSpan(int Start, int End, JsonValueKind Kind)
{
    private const int Depth = 512;

    /// <summary>The one value that the text holds.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static JsonSpan Of(byte[] json, int start)
    {
        var reader = new Utf8JsonReader(json.AsSpan(start), new JsonReaderOptions { MaxDepth = Depth });
        reader.Read();
        var span = Value(ref reader, start);
        while (reader.Read())
        {
        }

        return span;
    }

    /// <summary>The properties of an object, in order.</summary>
    /// <exception cref="InvalidDataException">A property stands twice.</exception>
    public IReadOnlyList<JsonProperty> Properties(byte[] json)
    {
        var properties = new List<JsonProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = Reader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, keyStart) = (Text(ref reader), Start + (int)reader.TokenStartIndex);
            if (!names.Add(name))
                throw new InvalidDataException($"expected each property once, got '{name}' twice in one object.");
            reader.Read();
            properties.Add(new JsonProperty(name, keyStart, Value(ref reader, Start)));
        }

        return properties;
    }

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<JsonSpan> Items(byte[] json)
    {
        var items = new List<JsonSpan>();
        var reader = Reader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, Start));
        return items;
    }

    /// <summary>The text of a string value.</summary>
    /// <exception cref="InvalidDataException">Half of a surrogate pair stands in it.</exception>
    public string String(byte[] json)
    {
        var reader = Reader(json);
        reader.Read();
        return Text(ref reader);
    }

    /// <summary>The value as a tree of its own.</summary>
    public JsonElement Element(byte[] json)
    {
        using var document = JsonDocument.Parse(json.AsMemory(Start, End - Start), new JsonDocumentOptions { MaxDepth = Depth });
        return document.RootElement.Clone();
    }

    public string Raw(byte[] json) => Encoding.UTF8.GetString(json, Start, End - Start);

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidDataException("expected text, got half of a surrogate pair in a string.");
        }
    }

    private Utf8JsonReader Reader(byte[] json) => new(json.AsSpan(Start, End - Start), new JsonReaderOptions { MaxDepth = Depth });

    private static JsonSpan Value(ref Utf8JsonReader reader, int offset)
    {
        var start = offset + (int)reader.TokenStartIndex;
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        reader.Skip();
        return new JsonSpan(start, offset + (int)reader.BytesConsumed, kind);
    }
}

/// <summary>A property of an object: its name, where the name's first quote stands, and its value.</summary>
internal sealed record JsonProperty(string Name, int KeyStart, JsonSpan Value);
