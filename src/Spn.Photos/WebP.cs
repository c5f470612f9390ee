using System.Buffers.Binary;

namespace Spn.Photos;

/// <summary>What the bytes of a WebP file say before they are decoded.</summary>
internal static class WebP
{
    private const int FileHeader = 12, ChunkHeader = 8, FrameHeader = 16;

    /// <summary>Whether they are a WebP file.</summary>
    public static bool Is(byte[] file) => file is
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..];

    /// <summary>Whether they are a WebP file whose first picture keeps all pixels: a chunk <c>VP8L</c>.</summary>
    public static bool IsLossless(byte[] file)
    {
        if (!Is(file))
            return false;
        for (long at = FileHeader; at + ChunkHeader <= file.Length;)
        {
            var chunk = file.AsSpan((int)at);
            if (chunk.StartsWith("VP8L"u8) || chunk.StartsWith("VP8 "u8))
                return chunk[3] == 'L';
            // The picture of an animation's frame stands within it.
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            at += ChunkHeader + (chunk.StartsWith("ANMF"u8) ? FrameHeader : length + length % 2);
        }

        return false;
    }
}
