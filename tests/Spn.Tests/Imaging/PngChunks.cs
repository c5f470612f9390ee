using System.Buffers.Binary;
using System.Text;
using Spn.Imaging.PngFormat;

namespace Spn.Tests.Imaging;

/// <summary>Takes PNG files apart and puts them together with right checksums, so that damage reaches what lies behind them.</summary>
internal static class PngChunks
{
    public static List<(string Type, byte[] Data)> Split(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.Latin1.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    public static byte[] Join(IEnumerable<(string Type, byte[] Data)> chunks)
    {
        var file = new MemoryStream();
        file.Write(PngFile.Signature);
        foreach (var (type, data) in chunks)
        {
            var chunk = new byte[12 + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
            Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
            data.CopyTo(chunk, 8);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
            file.Write(chunk);
        }

        return file.ToArray();
    }

    /// <summary>IHDR's data.</summary>
    public static byte[] Header(int width, int height, byte depth = 8, byte colour = 0, byte interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = (depth, colour, interlace);
        return data;
    }

    /// <summary>Bytes as a zlib stream.</summary>
    public static byte[] Zlib(params byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var stream = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Optimal))
            stream.Write(bytes);
        return compressed.ToArray();
    }
}
