using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spn.Learning;

/// <summary>Configuration records as JSON. What is left out has its default; what is not known is refused, and so is null.</summary>
internal static class OptionsJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write<T>(T options) => JsonSerializer.Serialize(options, Format);

    public static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Format)
                ?? throw new InvalidDataException($"expected {typeof(T).Name} as JSON, got null; the file is damaged.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"expected {typeof(T).Name} as JSON, got something else ({exception.Message.Split(". ")[0].TrimEnd('.')}); the file is damaged or of a newer version.", exception);
        }
    }
}
