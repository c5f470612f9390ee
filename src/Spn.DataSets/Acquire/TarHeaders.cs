using System.Buffers.Binary;

namespace Spn.DataSets.Acquire;

/// <summary>
/// Follows the headers of a tar archive as its bytes go by. A header may say that a name or a list of attributes follows, and a reader
/// takes memory for as many bytes as it claims: here the claim is checked before the reader sees it.
/// </summary>
/// <param name="job">Names the archive in messages.</param>
internal sealed class TarHeaders(UnpackJob job)
{
    private const int Block = 512;

    /// <summary>No name and no list of attributes is longer.</summary>
    private const long MostNames = 1 << 16;

    private readonly byte[] _header = new byte[Block];
    private int _filled;
    private long _skip;

    /// <summary>Looks at the bytes that come next.</summary>
    /// <exception cref="ArchiveException">A header claims a name that is too long.</exception>
    public void See(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var skipped = (int)Math.Min(_skip, bytes.Length);
            _skip -= skipped;
            bytes = bytes[skipped..];
            var taken = Math.Min(Block - _filled, bytes.Length);
            if (_skip > 0 || taken == 0)
                return;
            bytes[..taken].CopyTo(_header.AsSpan(_filled));
            _filled += taken;
            bytes = bytes[taken..];
            if (_filled == Block)
                Check();
        }
    }

    private void Check()
    {
        _filled = 0;
        var size = Size(_header.AsSpan(124, 12));
        if (_header[156] is (byte)'L' or (byte)'K' or (byte)'x' or (byte)'g' && size is < 0 or > MostNames)
            throw new ArchiveException(
                $"{job.Name}: expected names and attributes of at most {MostNames} bytes, got a header that claims {size}; the archive is "
                + "damaged, fetch it again.");
        // What is no header, or claims nonsense, is for the reader to refuse.
        _skip = size is >= 0 and < long.MaxValue - Block ? (size + Block - 1) / Block * Block : 0;
    }

    /// <summary>Octal digits, or a binary number of the last eight bytes where the first bit is set; −1 for anything else.</summary>
    private static long Size(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
            return BinaryPrimitives.ReadInt64BigEndian(field[4..]);
        var size = 0L;
        foreach (var digit in field.Trim(" \0"u8))
            if (digit is < (byte)'0' or > (byte)'7')
                return -1;
            else
                size = size * 8 + digit - '0';
        return size;
    }
}
