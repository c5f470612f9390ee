using System.Text.Json.Serialization;

namespace Spn.Arrays;

/// <summary>The JSON of one tensor.</summary>
internal sealed record SafeTensorsPlace(
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] IReadOnlyList<long> Shape,
    [property: JsonPropertyName("data_offsets")] IReadOnlyList<long> Offsets);

/// <summary>What a header says of one tensor.</summary>
internal sealed record SafeTensorsEntry(string Name, string Type, int[] Shape, long Begin, long End)
{
    public int Count => (int)NpyArray.Count(Shape);

    /// <summary>A tensor whose bytes are as many as its type and shape want.</summary>
    public static SafeTensorsEntry Of(string name, SafeTensorsPlace? place)
    {
        if (place?.Offsets is not [>= 0 and var begin, var end])
            throw Wrong(name, "no pair of data_offsets");
        var size = SafeTensorsTypes.Size(place.Type) ?? throw new InvalidDataException(
            "expected a number type that can be read as float32, got "
            + $"{Expect.Shown(place.Type)} for tensor '{Expect.Shown(name)}'; convert it to F32.");
        if (place.Shape.Count > 32 || place.Shape.Any(extent => extent is < 0 or > int.MaxValue))
            throw Wrong(name, "a shape that no tensor has");
        int[] extents = [.. place.Shape.Select(extent => (int)extent)];
        var count = NpyArray.Count(extents);
        if (count > Array.MaxLength)
            throw Wrong(name, $"more than {Array.MaxLength} values");
        if (end < begin || end - begin != count * size)
            throw Wrong(name, $"bytes {begin} to {end} for {count} values of {size} bytes");
        return new SafeTensorsEntry(name, place.Type, extents, begin, end);
    }

    private static InvalidDataException Wrong(string name, string got) =>
        SafeTensorsHeader.Damaged($"{got} for tensor '{Expect.Shown(name)}'");
}
