using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spn.Segmentation;

/// <summary>JSON has no NaN: an undefined score is written as <c>null</c>, and read back as NaN.</summary>
internal sealed class NaNAsNull : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsNaN(value))
            writer.WriteNullValue();
        else
            writer.WriteNumberValue(value);
    }
}
