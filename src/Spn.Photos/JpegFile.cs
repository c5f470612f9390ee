namespace Spn.Photos;

/// <summary>
/// What SkiaSharp does not say of a JPEG file: that a progressive one ends early (the scans that are missing leave it blurred, and the
/// decoder is content), and that its samples have more bits than it decodes.
/// </summary>
internal static class JpegFile
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <exception cref="InvalidDataException">
    /// It is progressive and has no end marker, or a sample has other than 8 bits. Of other files the decoder sees itself where they end.
    /// </exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        var progressive = false;
        var at = 2;
        while (at + 2 <= file.Length)
        {
            // A marker is 0xFF and a code, with any number of 0xFF before it.
            while (at < file.Length - 1 && file[at] == 0xFF)
                at++;
            var code = file[at++];
            if (code == EndOfImage)
                return;
            if (code is 0x01 or (>= 0xD0 and <= 0xD8) || at + 2 >= file.Length)
                continue;
            if (IsFrame(code) && file[at + 2] != 8)
                throw new InvalidDataException(
                    $"expected a JPEG file of 8 bits a sample, got one of {file[at + 2]}; save it as PNG, or as a JPEG of 8 bits.");
            progressive |= code is 0xC2 or 0xC6 or 0xCA or 0xCE;
            at += Math.Max(file[at] << 8 | file[at + 1], 2);
            if (code == StartOfScan)
                at = AfterScan(file, at);
        }

        if (progressive && !file.EndsWith((ReadOnlySpan<byte>)[0xFF, EndOfImage]))
            throw new InvalidDataException("expected a whole JPEG file, got one that ends early; copy it again.");
    }

    /// <summary>SOF0 to SOF15; three codes among them mean something else.</summary>
    private static bool IsFrame(byte code) => code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The place of the marker that ends the coded samples: in them 0xFF 0x00 is a byte, and restarts belong to them.</summary>
    private static int AfterScan(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                return file.Length;
            at += next;
            if (file[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return at;
            at += 2;
        }

        return file.Length;
    }
}
