using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Spn.Imaging.PngFormat;

/// <summary>From samples to the bytes of a PNG file, not interlaced.</summary>
internal static class PngEncoder
{
    public static byte[] Encode(Image image)
    {
        var depth = Depth(image);
        var colour = image.IsIndexed ? PngColour.Palette
            : image.Channels switch { 1 => PngColour.Grey, 2 => PngColour.GreyAlpha, 3 => PngColour.Rgb, _ => PngColour.Rgba };
        var header = new PngHeader(image.Width, image.Height, depth, colour, false);
        var file = new MemoryStream();
        file.Write(PngFile.Signature);
        Chunk(file, "IHDR", header.Encode());
        if (image.IsIndexed)
        {
            Chunk(file, "PLTE", PaletteBytes(image));
            if (image.ColourTableAlpha.Count > 0)
                Chunk(file, "tRNS", [.. image.ColourTableAlpha]);
        }

        Chunk(file, "IDAT", Compress(image, header));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Bits of a sample: greys keep 1, 2 and 4 bits; all else takes 8 or 16.</summary>
    private static int Depth(Image image) => (image.Channels, image.IsIndexed, image.MaxValue) switch
    {
        (1, false, 1) => 1,
        (1, false, 3) => 2,
        (1, false, 15) => 4,
        _ => image.BitDepth,
    };

    /// <summary>
    /// The colour table, continued with black up to the largest index, because a file must not hold an index without a colour.
    /// </summary>
    private static byte[] PaletteBytes(Image image)
    {
        var bytes = new byte[3 * Math.Max(image.ColourTable.Count, image.Samples.Max() + 1)];
        for (var i = 0; i < image.ColourTable.Count; i++)
            (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = (image.ColourTable[i].R, image.ColourTable[i].G, image.ColourTable[i].B);
        return bytes;
    }

    private static byte[] Compress(Image image, PngHeader header)
    {
        var rowBytes = header.RowBytes(image.Width);
        // Filters help where neighbours are alike in value: not for indices or for several samples in a byte.
        var filters = image.IsIndexed || header.BitDepth < 8 ? 1 : PngFilter.Count;
        byte[] above = new byte[rowBytes], row = new byte[rowBytes], trial = new byte[1 + rowBytes], best = new byte[1 + rowBytes];
        var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var r = 0; r < image.Height; r++)
            {
                Array.Clear(row);
                Pack(image, header.BitDepth, r, row);
                var least = long.MaxValue;
                for (var filter = 0; filter < filters; filter++)
                {
                    trial[0] = (byte)filter;
                    PngFilter.Apply(filter, row, above, header.FilterStride, trial.AsSpan(1));
                    var cost = PngFilter.Cost(trial.AsSpan(1));
                    if (cost >= least)
                        continue;
                    least = cost;
                    (best, trial) = (trial, best);
                }

                stream.Write(best);
                (row, above) = (above, row);
            }

        return compressed.ToArray();
    }

    private static void Pack(Image image, int depth, int r, Span<byte> row)
    {
        var count = image.Width * image.Channels;
        var samples = image.Samples.AsSpan(r * count, count);
        var most = (1 << depth) - 1;
        for (var i = 0; i < count; i++)
        {
            var sample = image.MaxValue == most ? samples[i] : (int)((2L * samples[i] * most + image.MaxValue) / (2L * image.MaxValue));
            if (depth == 8)
                row[i] = (byte)sample;
            else if (depth == 16)
                BinaryPrimitives.WriteUInt16BigEndian(row[(2 * i)..], (ushort)sample);
            else
                row[i * depth / 8] |= (byte)(sample << 8 - depth - i * depth % 8);
        }
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        var body = new byte[4 + data.Length];
        Encoding.ASCII.GetBytes(type, body);
        data.CopyTo(body, 4);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(body));
        file.Write(word);
    }
}
