using System.Text;
using System.Text.Json;

namespace Spn.Arrays;

/// <summary>
/// The header of a safetensors file: eight bytes of length, then JSON that names for each tensor its type, shape and place. Only headers
/// whose tensors cover the data without holes or overlap are accepted.
/// </summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The format's own limit.</summary>
    public const long MostBytes = 100_000_000;

    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        var (entries, metadata) = (new List<SafeTensorsEntry>(), new Dictionary<string, string>());
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            var seen = new HashSet<string>();
            Take(ref reader, JsonTokenType.StartObject);
            while (Next(ref reader) == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!seen.Add(name))
                    throw Damaged($"the name '{Shortened(name)}' twice");
                if (name == MetadataKey)
                    ReadMetadata(ref reader, metadata);
                else
                    entries.Add(SafeTensorsEntry.Read(ref reader, name));
            }

            while (reader.Read())
                throw Damaged("more after its end");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InvalidDataException("expected a safetensors header of JSON, got something else; the file is damaged or of another format.", exception);
        }

        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var at = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != at)
                throw Damaged($"tensor '{Shortened(entry.Name)}' at byte {entry.Begin} where {at} is next");
            at = entry.End;
        }

        if (at > dataLength)
            throw new InvalidDataException($"expected {at} bytes of data, got {dataLength}; the file ends early, copy or write it again.");
        if (at < dataLength)
            throw Damaged($"{dataLength - at} bytes after the last tensor");
        return new SafeTensorsHeader(entries, metadata);
    }

    public static byte[] Encode(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
            {
                writer.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }

            var at = 0L;
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", "F32");
                writer.WriteStartArray("shape");
                foreach (var extent in tensor.Shape)
                    writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(at);
                writer.WriteNumberValue(at += 4L * tensor.Values.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Spaces to a multiple of eight, so that the data is aligned when the file is mapped into memory.
        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');
        return json.ToArray();
    }

    /// <summary>A header that is JSON but not sound.</summary>
    internal static InvalidDataException Damaged(string got) => new($"expected a sound safetensors header, got {got}; the file is damaged or made to harm.");

    /// <summary>A name as a message can show it.</summary>
    internal static string Shortened(string name) =>
        new([.. (name.Length > 60 ? name[..60] + "…" : name).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);

    internal static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw Damaged("one that ends early");

    internal static void Take(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (Next(ref reader) != expected)
            throw Damaged($"{reader.TokenType} in place of {expected}");
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Take(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Take(ref reader, JsonTokenType.String);
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Damaged($"the metadata '{Shortened(key)}' twice");
        }
    }
}
