using System.Buffers.Binary;

namespace Spn.Imaging.PngFormat;

/// <summary>What a pixel holds; the values are the file's.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    /// <summary>Samples in a pixel of the file.</summary>
    public int Channels => Colour switch { PngColour.GreyAlpha => 2, PngColour.Rgb => 3, PngColour.Rgba => 4, _ => 1 };

    /// <summary>Bytes from a byte to the one that the filters compare it with: a pixel, at least one byte.</summary>
    public int FilterStride => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)(((long)width * Channels * BitDepth + 7) / 8);

    /// <summary>Bytes of all rows of all passes with their filter bytes: what the compressed data must inflate to.</summary>
    public long DataBytes
    {
        get
        {
            var sum = 0L;
            foreach (var pass in Passes)
                if (pass.Columns(Width) > 0)
                    sum += (long)pass.Rows(Height) * (1 + RowBytes(pass.Columns(Width)));
            return sum;
        }
    }

    /// <summary>The passes in which the pixels come: one, or Adam7's seven.</summary>
    public ReadOnlySpan<PngPass> Passes => Interlaced ? PngPass.Adam7 : PngPass.Whole;

    public static PngHeader Parse(ReadOnlySpan<byte> data, int maxPixels)
    {
        if (data.Length != 13)
            throw new InvalidDataException($"expected a PNG header of 13 bytes, got {data.Length}; the file is damaged.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        Image.CheckClaim("a PNG file", height, width, maxPixels);
        int depth = data[8];
        var colour = (PngColour)data[9];
        var known = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known)
            throw new InvalidDataException(
                $"expected a PNG colour type and bit depth that go together, got type {data[9]} with {depth} bits; the file is damaged.");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new InvalidDataException($"expected PNG compression 0, filter 0 and interlacing 0 or 1, got {data[10]}, {data[11]} and {data[12]}; the file is damaged.");
        return new PngHeader((int)width, (int)height, depth, colour, data[12] == 1);
    }

    public byte[] Encode()
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        (data[8], data[9], data[12]) = ((byte)BitDepth, (byte)Colour, (byte)(Interlaced ? 1 : 0));
        return data;
    }
}
