using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;

namespace Spn.Imaging.PngFormat;

/// <summary>From the bytes of a PNG file to samples. Nothing is inflated beyond what the header's size needs.</summary>
internal static class PngDecoder
{
    /// <summary>Deflate gives at most 258 bytes for two bits.</summary>
    private const long MaxInflation = 258 * 4;

    public static Image Decode(byte[] bytes, int maxPixels)
    {
        var file = PngFile.Parse(bytes, maxPixels);
        var header = file.Header;
        var compressed = file.Data.Sum(part => (long)part.Length);
        if (header.DataBytes > compressed * MaxInflation)
            throw new InvalidDataException($"expected PNG data for {header.Height}×{header.Width} pixels, got {compressed} bytes, which cannot hold them; the file is damaged.");
        var samples = Inflate(file);
        if (header.Colour == PngColour.Palette)
            return Indexed(file, samples);
        var maxValue = (1 << header.BitDepth) - 1;
        return file.Transparency.IsEmpty
            ? new Image(header.Height, header.Width, header.Channels, samples, maxValue)
            : new Image(header.Height, header.Width, header.Channels + 1, AddAlpha(file, samples, maxValue), maxValue);
    }

    private static ushort[] Inflate(PngFile file)
    {
        var header = file.Header;
        var samples = new ushort[header.Height * header.Width * header.Channels];
        using var stream = new ZLibStream(new PartsStream(file.Data), CompressionMode.Decompress);
        foreach (var pass in header.Passes)
            ReadPass(header, pass, stream, samples);
        if (Read(stream, new byte[1]) > 0)
            throw new InvalidDataException($"expected PNG data for {header.Height}×{header.Width} pixels, got more; the file is damaged.");
        return samples;
    }

    /// <summary>Fills the buffer as far as the data go; one error for all that can be wrong with a zlib stream.</summary>
    private static int Read(ZLibStream stream, byte[] buffer)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new InvalidDataException("expected PNG data as a zlib stream, got something else; the file is damaged.", exception);
        }
    }

    private static void ReadPass(PngHeader header, PngPass pass, ZLibStream stream, ushort[] samples)
    {
        int rows = pass.Rows(header.Height), columns = pass.Columns(header.Width);
        if (rows == 0 || columns == 0)
            return;
        var above = new byte[1 + header.RowBytes(columns)];
        var row = new byte[above.Length];
        for (var r = 0; r < rows; r++)
        {
            if (Read(stream, row) < row.Length)
                throw new InvalidDataException(
                    $"expected PNG data for {header.Height}×{header.Width} pixels, got less; the file is damaged.");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterStride);
            var start = ((pass.Row + r * pass.RowStep) * header.Width + pass.Column) * header.Channels;
            Unpack(header, row.AsSpan(1), columns, samples.AsSpan(start), pass.ColumnStep * header.Channels);
            (row, above) = (above, row);
        }
    }

    /// <summary>Puts a row's samples at their places: pixels stand <paramref name="step"/> samples apart.</summary>
    private static void Unpack(PngHeader header, ReadOnlySpan<byte> row, int columns, Span<ushort> samples, int step)
    {
        var (channels, depth) = (header.Channels, header.BitDepth);
        if (depth == 8 && step == channels)
        {
            TensorPrimitives.ConvertTruncating<byte, ushort>(row[..(columns * channels)], samples);
            return;
        }

        for (var column = 0; column < columns; column++)
            for (var c = 0; c < channels; c++)
            {
                var i = column * channels + c;
                samples[column * step + c] = depth switch
                {
                    8 => row[i],
                    16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]),
                    _ => (ushort)(row[i * depth / 8] >> 8 - depth - i * depth % 8 & (1 << depth) - 1),
                };
            }
    }

    private static Image Indexed(PngFile file, ushort[] samples)
    {
        var colours = file.Palette.ToArray();
        var table = Enumerable.Range(0, colours.Length / 3).Select(i => new Rgb(colours[3 * i], colours[3 * i + 1], colours[3 * i + 2])).ToArray();
        return Image.Indexed(
            file.Header.Height, file.Header.Width, Array.ConvertAll(samples, s => (byte)s), table, file.Transparency.ToArray());
    }

    /// <summary>An alpha channel that is zero where a pixel has the transparent colour.</summary>
    private static ushort[] AddAlpha(PngFile file, ushort[] samples, int maxValue)
    {
        var channels = file.Header.Channels;
        var key = new ushort[channels];
        for (var c = 0; c < channels; c++)
            key[c] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(file.Transparency.Span[(2 * c)..]) & maxValue);
        var withAlpha = new ushort[samples.Length / channels * (channels + 1)];
        for (var pixel = 0; pixel < samples.Length / channels; pixel++)
        {
            var colour = samples.AsSpan(pixel * channels, channels);
            colour.CopyTo(withAlpha.AsSpan(pixel * (channels + 1)));
            withAlpha[pixel * (channels + 1) + channels] = colour.SequenceEqual(key) ? (ushort)0 : (ushort)maxValue;
        }

        return withAlpha;
    }
}
