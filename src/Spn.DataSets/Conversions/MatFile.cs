using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Spn.DataSets.Conversions;

/// <summary>
/// As much of MATLAB's file format 5 as SBD's labels need: one field of a 1×1 structure, a matrix of unsigned bytes. Everything else in the
/// file is passed over. Sizes are claims, and checked before memory is taken.
/// </summary>
internal static class MatFile
{
    private const int HeaderBytes = 128, MostBytes = 64 << 20, MostRank = 2, MostName = 64;

    /// <summary>Types of elements.</summary>
    private const int Int8 = 1, UInt8 = 2, Int32 = 5, UInt32 = 6, Matrix = 14, Compressed = 15;

    /// <summary>Classes of matrices.</summary>
    private const int StructClass = 2, UInt8Class = 9;

    /// <summary>Reads a matrix of bytes as labels; MATLAB keeps columns together, a label map rows.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="variable">The structure.</param>
    /// <param name="field">Its field.</param>
    /// <exception cref="InvalidDataException">It is damaged, or has no such field.</exception>
    public static LabelMap Labels(byte[] file, string variable, string field)
    {
        if (file.Length < HeaderBytes || !file.AsSpan().StartsWith("MATLAB 5.0 MAT-file"u8))
            throw new InvalidDataException("expected a MATLAB 5.0 MAT-file, got something else; take the archive from its own site.");
        if (file[126] != 'I' || file[127] != 'M')
            throw new InvalidDataException("expected a MAT-file of little-endian numbers, got another order of bytes.");
        var (at, left) = (HeaderBytes, MostBytes);
        while (at < file.Length)
        {
            var element = Next(file, ref at, padded: false);
            if (element.Type == Compressed)
            {
                var inner = Inflate(file, element, left);
                left -= inner.Length;
                var begin = 0;
                element = Next(inner, ref begin, padded: false);
                if (element.Type == Matrix && Find(inner, element, variable, field) is { } found)
                    return found;
            }
            else if (element.Type == Matrix && Find(file, element, variable, field) is { } found)
                return found;
        }

        throw new InvalidDataException($"expected a structure '{variable}' with a field '{field}', found none; take SBD's own archive.");
    }

    /// <summary>The field of a structure; null where the matrix is another one.</summary>
    private static LabelMap? Find(byte[] bytes, Element matrix, string variable, string field)
    {
        var at = matrix.From;
        var head = Head.Read(bytes, matrix, ref at);
        if (head.Class != StructClass || head.Name != variable || head.Rows != 1 || head.Columns != 1)
            return null;
        var width = Inside(bytes, matrix, ref at);
        var names = Inside(bytes, matrix, ref at);
        var length = width is { Type: Int32, Length: 4 } ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(width.From)) : 0;
        if (length is <= 0 or > MostName || names.Type != Int8 || names.Length % length != 0)
            throw Damaged();
        for (var i = 0; i < names.Length / length; i++)
        {
            var value = Inside(bytes, matrix, ref at);
            if (Text(bytes.AsSpan(names.From + i * length, length)) == field)
                return value.Type == Matrix ? Bytes(bytes, value) : throw Damaged();
        }

        return null;
    }

    private static LabelMap Bytes(byte[] bytes, Element matrix)
    {
        var at = matrix.From;
        var head = Head.Read(bytes, matrix, ref at);
        var data = Inside(bytes, matrix, ref at);
        if (head.Class != UInt8Class || data.Type != UInt8 || head.Rows < 1 || head.Columns < 1
            || (long)head.Rows * head.Columns != data.Length)
            throw new InvalidDataException("expected a matrix of unsigned bytes as labels, got something else; take SBD's own archive.");
        return LabelMap.Generate(head.Rows, head.Columns, (row, column) => bytes[data.From + column * head.Rows + row]);
    }

    private static byte[] Inflate(byte[] file, Element element, int most)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(file, element.From, element.Length), CompressionMode.Decompress);
            using var inner = new MemoryStream();
            var buffer = new byte[1 << 14];
            for (int count; (count = zlib.Read(buffer)) > 0;)
            {
                inner.Write(buffer, 0, count);
                if (inner.Length > most)
                    throw new InvalidDataException($"expected matrices of at most {MostBytes >> 20} MB in all, got more.");
            }

            return inner.ToArray();
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith("expected", StringComparison.Ordinal))
        {
            throw Damaged(exception);
        }
    }

    /// <summary>The element inside a matrix, where the next one follows on a whole eighth byte.</summary>
    private static Element Inside(byte[] bytes, Element matrix, ref int at)
    {
        var element = at < matrix.From + matrix.Length ? Next(bytes, ref at, padded: true) : throw Damaged();
        return element.From + element.Length <= matrix.From + matrix.Length ? element : throw Damaged();
    }

    private static Element Next(byte[] bytes, ref int at, bool padded)
    {
        if (bytes.Length - at < 8)
            throw Damaged();
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        // A small element has its bytes where another has its length.
        if (tag >> 16 is > 0 and var small)
        {
            at += 8;
            return small <= 4 ? new Element((int)(tag & 0xFFFF), at - 4, (int)small) : throw Damaged();
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
        if (length > bytes.Length - at - 8)
            throw Damaged();
        var element = new Element((int)tag, at + 8, (int)length);
        at = (int)Math.Min(bytes.Length, at + 8 + (padded ? (length + 7L) / 8 * 8 : length));
        return element;
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);

    private static InvalidDataException Damaged(Exception? cause = null) =>
        new("expected a whole MAT-file, got one that is damaged or cut off; unpack the archive again.", cause);

    private readonly record struct Element(int Type, int From, int Length);

    /// <summary>What every matrix begins with: flags, dimensions, name.</summary>
    private readonly record struct Head(int Class, int Rows, int Columns, string Name)
    {
        public static Head Read(byte[] bytes, Element matrix, ref int at)
        {
            var (flags, sizes) = (Inside(bytes, matrix, ref at), Inside(bytes, matrix, ref at));
            var name = Inside(bytes, matrix, ref at);
            if (flags is not { Type: UInt32, Length: 8 } || sizes.Type != Int32 || sizes.Length < 4 * MostRank || name.Type != Int8)
                throw Damaged();
            int Size(int axis) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(sizes.From + 4 * axis));
            var rank = sizes.Length / 4;
            return new Head(
                bytes[flags.From], rank == MostRank ? Size(0) : 0, rank == MostRank ? Size(1) : 0,
                Text(bytes.AsSpan(name.From, name.Length)));
        }
    }
}
