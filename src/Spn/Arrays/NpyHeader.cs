using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Spn.Arrays;

/// <summary>
/// The header of a .npy file, versions 1.0 to 3.0: a magic string, a length, and a Python dictionary of three known keys.
/// </summary>
internal sealed record NpyHeader(NpyType Type, bool BigEndian, bool FortranOrder, int[] Shape, int Length)
{
    /// <summary>Real headers are 64 to a few hundred bytes long; a header above this is refused before it is read.</summary>
    private const int MaxText = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Elements, the product of the extents.</summary>
    public long Count => NpyArray.Count(Shape);

    /// <summary>Bytes of one element.</summary>
    public int ItemSize => NpyTypes.Size(Type);

    public static NpyHeader Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 10 || !file.StartsWith(Magic))
            throw new InvalidDataException(
                "expected a .npy file, got something else (no \\x93NUMPY at its start); write it with numpy.save.");
        var major = file[6];
        if (major is < 1 or > 3)
            throw new InvalidDataException($"expected .npy version 1, 2 or 3, got {major}.{file[7]}; write it with numpy.save.");
        var start = major == 1 ? 10 : 12;
        if (file.Length < start)
            throw Truncated();
        var length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > MaxText)
            throw new InvalidDataException(
                $"expected a .npy header of at most {MaxText} bytes, got {length}; the file is damaged or made to harm.");
        if (file.Length < start + length)
            throw Truncated();
        var encoding = major == 3 ? Encoding.UTF8 : Encoding.Latin1;
        var parser = new NpyHeaderParser(encoding.GetString(file.Slice(start, (int)length)));
        return parser.Parse(start + (int)length);
    }

    /// <summary>A version 1.0 header, padded so that the data starts at a multiple of 64 bytes, as NumPy writes it.</summary>
    public static byte[] Encode(IReadOnlyList<int> shape, NpyType type)
    {
        var text = $"{{'descr': '{(type == NpyType.Float32 ? "<f4" : "<f8")}', 'fortran_order': False, 'shape': {ShapeText(shape)}, }}";
        var padded = (10 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(padded - 10));
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    /// <summary>A shape as Python writes a tuple: <c>()</c>, <c>(5,)</c>, <c>(2, 3)</c>.</summary>
    public static string ShapeText(IReadOnlyList<int> shape) =>
        "(" + string.Join(", ", shape.Select(e => e.ToString(CultureInfo.InvariantCulture))) + (shape.Count == 1 ? ",)" : ")");

    public static InvalidDataException Truncated() => new("expected a whole .npy file, got one that ends early; copy or write it again.");
}
