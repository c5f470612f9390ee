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

    /// <summary>Every member once, none missing, none unknown.</summary>
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Strict) { MaxDepth = 8 };

    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        Dictionary<string, string> metadata;
        List<SafeTensorsEntry> entries;
        try
        {
            var parts = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, Strict) ?? throw Damaged("null");
            metadata = (parts.Remove(MetadataKey, out var texts) ? texts.Deserialize<Dictionary<string, string>>(Strict) : null) ?? [];
            entries = [.. parts.Select(part => SafeTensorsEntry.Of(part.Key, part.Value.Deserialize<SafeTensorsPlace>(Strict)))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InvalidDataException(
                "expected a safetensors header of JSON, with one dtype, shape and data_offsets a tensor, got something else; the file is damaged "
                + "or of another format.", exception);
        }

        if (metadata.FirstOrDefault(pair => pair.Value is null) is { Key: { } empty })
            throw Damaged($"the metadata '{Expect.Shown(empty)}' without a text");
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var at = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != at)
                throw Damaged($"tensor '{Expect.Shown(entry.Name)}' at byte {entry.Begin} where {at} is next");
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
        var header = new OrderedDictionary<string, object>();
        if (metadata.Count > 0)
            header.Add(MetadataKey, new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal));
        var at = 0L;
        foreach (var tensor in tensors)
            header.Add(
                tensor.Name, new SafeTensorsPlace(
                    "F32", [.. tensor.Shape.Select(extent => (long)extent)], [at, at += 4L * tensor.Values.Length]));
        var json = JsonSerializer.SerializeToUtf8Bytes(header);

        // Spaces to a multiple of eight, so that the data is aligned when the file is mapped into memory.
        var length = json.Length;
        Array.Resize(ref json, (length + 7) / 8 * 8);
        json.AsSpan(length).Fill((byte)' ');
        return json;
    }

    /// <summary>A header that is JSON but not sound.</summary>
    internal static InvalidDataException Damaged(string got) =>
        new($"expected a sound safetensors header, got {got}; the file is damaged or made to harm.");
}
