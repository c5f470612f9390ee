using System.Buffers.Binary;

namespace Spn.Arrays;

/// <summary>The number types of safetensors, little-endian, read as float32.</summary>
internal static class SafeTensorsTypes
{
    /// <summary>Bytes of one number; null for a type that is not read.</summary>
    public static int? Size(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => null,
    };

    /// <summary>Converts as many numbers as there is room for.</summary>
    public static void Read(string type, ReadOnlySpan<byte> data, Span<float> values)
    {
        var size = Size(type)!.Value;
        for (var i = 0; i < values.Length; i++)
        {
            var number = data.Slice(i * size, size);
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(number),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(number),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
                // The upper half of a float32.
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(number) << 16),
                "I64" => BinaryPrimitives.ReadInt64LittleEndian(number),
                "U64" => BinaryPrimitives.ReadUInt64LittleEndian(number),
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(number),
                "U32" => BinaryPrimitives.ReadUInt32LittleEndian(number),
                "I16" => BinaryPrimitives.ReadInt16LittleEndian(number),
                "U16" => BinaryPrimitives.ReadUInt16LittleEndian(number),
                "I8" => (sbyte)number[0],
                _ => number[0],
            };
        }
    }
}
