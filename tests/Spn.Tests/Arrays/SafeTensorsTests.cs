using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spn.Arrays;

namespace Spn.Tests.Arrays;

public class SafeTensorsTests
{
    private static readonly SafeTensor[] Tensors =
    [
        new("encode1.weight", [2, 3], [1, -2.5f, float.MaxValue, float.Epsilon, float.NaN, float.NegativeInfinity]),
        new("empty", [0, 4], []),
        new("number", [], [7]),
        new("\"quoted\\ ünïcode\"", [1], [-0f]),
    ];

    [Fact]
    public void What_is_written_is_read()
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["note"] = "line\nbreak \"é\"" };
        var file = SafeTensors.Decode(SafeTensors.Encode(Tensors, metadata));
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(Tensors.Length, file.Tensors.Count);
        foreach (var tensor in Tensors)
        {
            Assert.Equal(tensor.Shape, file[tensor.Name].Shape);
            Assert.Equal(
                tensor.Values.Select(BitConverter.SingleToInt32Bits), file[tensor.Name].Values.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var bytes = SafeTensors.Encode([new SafeTensor("a", [2], [1, 2])]);
        var header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        Assert.Equal((ulong)padded.Length, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal(padded, Encoding.UTF8.GetString(bytes, 8, padded.Length));
        Assert.Equal(new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40 }, bytes[(8 + padded.Length)..]);
    }

    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3c, 0x00, 0xc0 }, new[] { 1f, -2f })]
    [InlineData("BF16", new byte[] { 0x80, 0x3f, 0x20, 0xc0 }, new[] { 1f, -2.5f })]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f }, new[] { 1f })]
    [InlineData("I64", new byte[] { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, new[] { -2f })]
    [InlineData("U64", new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 }, new[] { 5f })]
    [InlineData("I32", new byte[] { 0xff, 0xff, 0xff, 0xff }, new[] { -1f })]
    [InlineData("U32", new byte[] { 3, 0, 0, 0 }, new[] { 3f })]
    [InlineData("I16", new byte[] { 0xff, 0xff }, new[] { -1f })]
    [InlineData("U16", new byte[] { 0xff, 0xff }, new[] { 65535f })]
    [InlineData("I8", new byte[] { 0xff, 2 }, new[] { -1f, 2f })]
    [InlineData("U8", new byte[] { 0xff, 2 }, new[] { 255f, 2f })]
    [InlineData("BOOL", new byte[] { 1, 0 }, new[] { 1f, 0f })]
    public void Every_number_type_is_read_as_float32(string type, byte[] data, float[] expected)
    {
        var tensor = SafeTensors.Decode(File($"{{\"x\":{{\"dtype\":\"{type}\",\"shape\":[{expected.Length}],\"data_offsets\":[0,{data.Length}]}}}}", data))["x"];
        Assert.Equal(expected, tensor.Values);
        Assert.Equal(type, tensor.StoredAs);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"x":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,17179869184]}}""", 4)]
    [InlineData("""{"x":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4)]
    [InlineData("""{"__metadata__":{"a":1}}""", 0)]
    [InlineData("""{"__metadata__":{"a":null}}""", 0)]
    [InlineData("""{"x":null}""", 0)]
    [InlineData("""{"x":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4)]
    [InlineData("null", 0)]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0)]
    [InlineData("""{} {}""", 0)]
    [InlineData("""[]""", 0)]
    [InlineData("""{"x":[[[[[[[[[[]]]]]]]]]]}""", 0)]
    [InlineData("""{"x":""", 0)]
    [InlineData("", 0)]
    public void A_header_that_is_not_sound_is_refused_in_one_sentence(string header, int dataLength)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafeTensors.Decode(File(header, new byte[dataLength])));
        Assert.StartsWith("expected ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Foreign_truncated_and_huge_files_are_refused()
    {
        var whole = SafeTensors.Encode(Tensors);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafeTensors.Decode(whole[..length]));
        Assert.Throws<InvalidDataException>(() => SafeTensors.Decode([.. whole, 0]));
        Assert.Throws<InvalidDataException>(() => SafeTensors.Decode(Encoding.ASCII.GetBytes("PK\x03\x04 this is a zip file of a pickle")));
        var huge = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(huge, ulong.MaxValue);
        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => SafeTensors.Decode(huge)).Message);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_and_nothing_else()
    {
        var whole = SafeTensors.Encode(Tensors, new Dictionary<string, string> { ["key"] = "value" });
        var damage = Gen.Choose(0, whole.Length - 1).Two().Zip(Gen.Choose(0, 255).Two());
        Property.Holds(damage.ToArbitrary(), hit =>
        {
            var file = (byte[])whole.Clone();
            file[hit.Item1.Item1] = (byte)hit.Item2.Item1;
            file[hit.Item1.Item2 % 40] ^= (byte)(hit.Item2.Item2 & 0x0f);
            try
            {
                SafeTensors.Decode(file);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith("expected ", error.Message);
            }
        });
    }

    [Fact]
    public void Names_are_unique_and_not_reserved()
    {
        Assert.Throws<ArgumentException>(() => SafeTensors.Encode([Tensors[0], Tensors[0]]));
        Assert.Throws<ArgumentException>(() => new SafeTensor("__metadata__", [], [1]));
        Assert.Throws<ArgumentException>(() => new SafeTensor("x", [2], [1]));
    }

    private static byte[] File(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
