using System.Text.Json;

namespace Spn.Arrays;

/// <summary>What a header says of one tensor.</summary>
internal sealed record SafeTensorsEntry(string Name, string Type, int[] Shape, long Begin, long End)
{
    public int Count => (int)NpyArray.Count(Shape);

    public static SafeTensorsEntry Read(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        SafeTensorsHeader.Take(ref reader, JsonTokenType.StartObject);
        while (SafeTensorsHeader.Next(ref reader) == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            if (key == "dtype" && type is null)
            {
                SafeTensorsHeader.Take(ref reader, JsonTokenType.String);
                type = reader.GetString();
            }
            else if (key == "shape" && shape is null)
                shape = Numbers(ref reader);
            else if (key == "data_offsets" && offsets is null)
                offsets = Numbers(ref reader);
            else
                throw Wrong(name, $"'{SafeTensorsHeader.Shortened(key!)}' beside its one dtype, shape and data_offsets");
        }

        if (type is null || shape is null || offsets?.Count != 2)
            throw Wrong(name, "no dtype, shape or pair of data_offsets");
        var size = SafeTensorsTypes.Size(type) ?? throw new InvalidDataException(
            $"expected a number type that can be read as float32, got {SafeTensorsHeader.Shortened(type)} for tensor '{SafeTensorsHeader.Shortened(name)}'; convert it to F32.");
        if (shape.Count > 32 || shape.Any(extent => extent > int.MaxValue))
            throw Wrong(name, "a shape that is too large");
        int[] extents = [.. shape.Select(extent => (int)extent)];
        var count = NpyArray.Count(extents);
        if (count > Array.MaxLength)
            throw Wrong(name, $"more than {Array.MaxLength} values");
        if (offsets[1] < offsets[0] || offsets[1] - offsets[0] != count * size)
            throw Wrong(name, $"bytes {offsets[0]} to {offsets[1]} for {count} values of {size} bytes");
        return new SafeTensorsEntry(name, type, extents, offsets[0], offsets[1]);
    }

    private static List<long> Numbers(ref Utf8JsonReader reader)
    {
        var numbers = new List<long>();
        SafeTensorsHeader.Take(ref reader, JsonTokenType.StartArray);
        while (SafeTensorsHeader.Next(ref reader) == JsonTokenType.Number)
            numbers.Add(reader.TryGetInt64(out var number) && number >= 0 && numbers.Count < 64
                ? number
                : throw SafeTensorsHeader.Damaged("a number that is no extent or offset"));
        return reader.TokenType == JsonTokenType.EndArray ? numbers : throw SafeTensorsHeader.Damaged($"{reader.TokenType} in an array of numbers");
    }

    private static InvalidDataException Wrong(string name, string got) =>
        SafeTensorsHeader.Damaged($"{got} for tensor '{SafeTensorsHeader.Shortened(name)}'");
}
