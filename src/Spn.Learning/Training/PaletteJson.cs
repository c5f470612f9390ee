using System.Text.Json;
using System.Text.Json.Serialization;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>A palette in a config: the name of a known one, or a list of names, which get the colours of PASCAL VOC.</summary>
internal sealed class PaletteJson : JsonConverter<Palette>
{
    private static readonly Dictionary<string, Palette> Known = DataSet.All.ToDictionary(set => set.Name, set => set.Palette);

    public static IReadOnlyCollection<string> Names => Known.Keys;

    public override Palette Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Known.TryGetValue(reader.GetString()!, out var known) ? known : throw new JsonException();
        List<string> names = [];
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
                names.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray && names.Count is > 0 and < 256 && !names.Contains("")
            ? new Palette(names, [.. names.Select((_, i) => Palette.VocColour((byte)i))])
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Palette value, JsonSerializerOptions options)
    {
        if (Known.FirstOrDefault(pair => ReferenceEquals(pair.Value, value)).Key is { } name)
            writer.WriteStringValue(name);
        else
            JsonSerializer.Serialize(writer, value.Names, options);
    }
}
