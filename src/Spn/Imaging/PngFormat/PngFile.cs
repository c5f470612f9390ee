using System.Buffers.Binary;
using System.Text;

namespace Spn.Imaging.PngFormat;

/// <summary>The chunks of a PNG file that matter here, each with its CRC checked, in an order that the format allows.</summary>
internal sealed class PngFile
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly List<ReadOnlyMemory<byte>> _data = [];
    private bool _dataEnded;

    public PngHeader Header { get; private set; }

    /// <summary>The PLTE chunk, empty when there is none.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>The tRNS chunk, empty when there is none.</summary>
    public ReadOnlyMemory<byte> Transparency { get; private set; }

    /// <summary>The IDAT chunks: parts of one zlib stream.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data => _data;

    public static PngFile Parse(ReadOnlyMemory<byte> file, int maxPixels)
    {
        if (!file.Span.StartsWith(Signature))
            throw new InvalidDataException("expected a PNG file, got something else (no PNG signature at its start).");
        var png = new PngFile();
        var at = Signature.Length;
        var first = true;
        while (true)
        {
            if (file.Length - at < 12)
                throw Truncated();
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.Span[at..]);
            if (length > file.Length - at - 12)
                throw Truncated();
            var body = file.Slice(at + 4, 4 + (int)length);
            var type = Type(body.Span);
            if (Crc32.Of(body.Span) != BinaryPrimitives.ReadUInt32BigEndian(file.Span[(at + 8 + (int)length)..]))
                throw new InvalidDataException(
                    $"expected the checksum of PNG chunk {type} to match its data, got another; the file is damaged, copy it again.");
            if (first != (type == "IHDR"))
                throw Misplaced(type);
            first = false;
            if (type == "IEND")
                break;
            png.Add(type, body[4..], maxPixels);
            at += 12 + (int)length;
        }

        if (png._data.Count == 0)
            throw new InvalidDataException("expected image data in the PNG file, got none; the file is damaged.");
        if (png.Header.Colour == PngColour.Palette && png.Palette.IsEmpty)
            throw new InvalidDataException("expected a palette in the PNG file, got none; the file is damaged.");
        return png;
    }

    private void Add(string type, ReadOnlyMemory<byte> data, int maxPixels)
    {
        _dataEnded |= _data.Count > 0 && type != "IDAT";
        switch (type)
        {
            case "IHDR":
                Header = PngHeader.Parse(data.Span, maxPixels);
                break;
            case "PLTE":
                if (!Palette.IsEmpty || _data.Count > 0 || Header.Colour is PngColour.Grey or PngColour.GreyAlpha)
                    throw Misplaced(type);
                if (data.Length % 3 != 0 || data.Length is 0 or > 3 * 256)
                    throw new InvalidDataException(
                        $"expected a PNG palette of 1 to 256 colours, got {data.Length} bytes; the file is damaged.");
                Palette = data;
                break;
            case "tRNS":
                Transparency = CheckTransparency(data);
                break;
            case "IDAT":
                if (_dataEnded)
                    throw Misplaced(type);
                _data.Add(data);
                break;
            default:
                if ((type[0] & 0x20) == 0)
                    throw new InvalidDataException(
                        $"expected PNG chunks that this reader knows, got the critical chunk {type}; save the image again as plain PNG.");
                break;
        }
    }

    private ReadOnlyMemory<byte> CheckTransparency(ReadOnlyMemory<byte> data)
    {
        var placed = Transparency.IsEmpty && _data.Count == 0;
        var sized = Header.Colour switch
        {
            PngColour.Grey => data.Length == 2,
            PngColour.Rgb => data.Length == 6,
            PngColour.Palette => data.Length <= Palette.Length / 3,
            _ => false,
        };
        if (!placed || !sized)
            throw new InvalidDataException(
                $"expected PNG transparency that fits the colour type, got {data.Length} bytes for {Header.Colour}; the file is damaged.");
        return data;
    }

    private static string Type(ReadOnlySpan<byte> body)
    {
        foreach (var letter in body[..4])
            if (!char.IsAsciiLetter((char)letter))
                throw new InvalidDataException("expected a PNG chunk type of four letters, got other bytes; the file is damaged.");
        return Encoding.ASCII.GetString(body[..4]);
    }

    private static InvalidDataException Truncated() => new("expected a whole PNG file, got one that ends early; copy it again.");

    private static InvalidDataException Misplaced(string type) =>
        new($"expected PNG chunks in order (IHDR first, PLTE before IDAT, IDAT together), got {type} out of place; the file is damaged.");
}
