using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Spn.DataSets.Tests.Conversions;

/// <summary>MAT-files as MATLAB writes them: GTcls, a structure with the fields Boundaries, Segmentation, CategoriesPresent.</summary>
internal static class TestMatFile
{
    public static byte[] Of(LabelMap labels, bool compressed = true, string field = "Segmentation", int classCode = 9)
    {
        var columns = new byte[labels.Labels.Length];
        for (var row = 0; row < labels.Height; row++)
            for (var column = 0; column < labels.Width; column++)
                columns[column * labels.Height + row] = labels[row, column];
        var cell = Matrix(1, [1, 0], "", []);
        var segmentation = Matrix(classCode, [labels.Height, labels.Width], "", Element(2, columns));
        var present = Matrix(9, [1, 1], "", Element(2, [7]));
        var names = new byte[3 * 32];
        foreach (var (name, i) in new[] { "Boundaries", field, "CategoriesPresent" }.Select((name, i) => (name, i)))
            Encoding.ASCII.GetBytes(name).CopyTo(names, 32 * i);
        var gt = Matrix(2, [1, 1], "GTcls", [.. Small(5, [32, 0, 0, 0]), .. Element(1, names), .. cell, .. segmentation, .. present]);
        return File([.. Element(14, Head(9, [1, 1], "other"), Element(2, [1])), .. compressed ? Compressed(gt) : gt]);
    }

    /// <summary>A file of elements.</summary>
    public static byte[] File(byte[] elements)
    {
        var header = new byte[128];
        header.AsSpan(0, 116).Fill((byte)' ');
        "MATLAB 5.0 MAT-file, Platform: GLNXA64"u8.CopyTo(header);
        (header[124], header[125], header[126], header[127]) = (0, 1, (byte)'I', (byte)'M');
        return [.. header, .. elements];
    }

    public static byte[] Compressed(byte[] element)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(element);
        // Compressed elements follow one another without padding.
        return [.. Tag(15, (int)stream.Length), .. stream.ToArray()];
    }

    private static byte[] Matrix(int classCode, int[] sizes, string name, byte[] content) => Element(14, Head(classCode, sizes, name), content);

    private static byte[] Head(int classCode, int[] sizes, string name) =>
    [
        .. Element(6, [(byte)classCode, 0, 0, 0, 0, 0, 0, 0]), .. Element(5, [.. sizes.SelectMany(BitConverter.GetBytes)]),
        .. name.Length is > 0 and <= 4 ? Small(1, Encoding.ASCII.GetBytes(name)) : Element(1, Encoding.ASCII.GetBytes(name)),
    ];

    private static byte[] Element(int type, params byte[][] parts)
    {
        byte[] bytes = [.. parts.SelectMany(part => part)];
        return [.. Tag(type, bytes.Length), .. bytes, .. new byte[(8 - bytes.Length % 8) % 8]];
    }

    private static byte[] Small(int type, byte[] bytes) => [(byte)type, 0, (byte)bytes.Length, 0, .. bytes, .. new byte[4 - bytes.Length]];

    private static byte[] Tag(int type, int length)
    {
        var tag = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tag, type);
        BinaryPrimitives.WriteInt32LittleEndian(tag.AsSpan(4), length);
        return tag;
    }
}
