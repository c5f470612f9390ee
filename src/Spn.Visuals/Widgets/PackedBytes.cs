using System.IO.Compression;

namespace Spn.Visuals;

/// <summary>Bytes as text for a page: deflated, in base64. <c>bytes.js</c> reads them.</summary>
internal static class PackedBytes
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var memory = new MemoryStream();
        using (var deflate = new ZLibStream(memory, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(bytes);
        return Convert.ToBase64String(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
