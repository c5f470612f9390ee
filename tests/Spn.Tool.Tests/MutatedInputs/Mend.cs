using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Spn.Imaging.PngFormat;

namespace Spn.Tool.Tests.MutatedInputs;

/// <summary>
/// Makes the outer checks of a damaged file pass again, so that the damage gets to what lies behind them. Each gives the file back as it
/// is where it is too damaged for that.
/// </summary>
internal static class Mend
{
    /// <summary>The CRC of each chunk.</summary>
    public static byte[] Png(byte[] file)
    {
        for (long at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length)
                break;
            var body = file.AsSpan((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan((int)(at + 8 + length)), Crc32.Of(body));
            at += 12 + length;
        }

        return file;
    }

    /// <summary>The length of the header of a .npy file of version 1.0, up to its first end of line.</summary>
    public static byte[] Npy(byte[] file)
    {
        if (file.Length > 10 && file.AsSpan(10).IndexOf((byte)'\n') is >= 0 and < 65535 and var end)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)(end + 1));
        return file;
    }

    /// <summary>The length of the header of a safetensors file, up to the last brace.</summary>
    public static byte[] SafeTensors(byte[] file)
    {
        if (file.Length > 9 && file.AsSpan(8).LastIndexOf("}"u8) is >= 0 and var end)
            BinaryPrimitives.WriteInt64LittleEndian(file, end + 1);
        return file;
    }

    /// <summary>The checksum of each header of an archive, where the sizes lead to it.</summary>
    public static byte[] Tar(byte[] file)
    {
        for (long at = 0; at + 512 <= file.Length;)
        {
            var header = file.AsSpan((int)at, 512);
            if (header[0] != 0)
            {
                header[148..156].Fill((byte)' ');
                var sum = 0;
                foreach (var value in header)
                    sum += value;
                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
            }

            var size = 0L;
            foreach (var digit in header[124..135])
                size = digit is >= (byte)'0' and <= (byte)'7' ? size * 8 + digit - '0' : size;
            at += 512 + (size + 511) / 512 * 512;
        }

        return file;
    }

    /// <summary>The damaged archive, whole inside its compression.</summary>
    public static byte[] Compressed(byte[] tar)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(Tar(tar));
        return stream.ToArray();
    }
}
