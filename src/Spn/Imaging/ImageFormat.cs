namespace Spn.Imaging;

/// <summary>One kind of image file: how it is told apart, how it is read, and how it is written.</summary>
/// <param name="Name">What messages call it, as in <c>PNG</c>.</param>
/// <param name="Extensions">The endings of its file names, with the dot, in lower case, the usual one first.</param>
/// <param name="IsLossless">Whether pixels come back as they were written: what label maps need.</param>
/// <param name="Matches">Whether the first bytes of a file are this kind's.</param>
/// <param name="Decode">
/// The image in the bytes of a file that claims at most so many pixels; an <see cref="InvalidDataException"/> says what is wrong with it.
/// </param>
/// <param name="Encode">
/// The bytes of a file with one of its endings, in lower case; an <see cref="ArgumentException"/> says what such a file cannot hold. Null
/// for a kind that is only read.
/// </param>
public sealed record ImageFormat(
    string Name, IReadOnlyList<string> Extensions, bool IsLossless, Func<byte[], bool> Matches, Func<byte[], int, Image> Decode,
    Func<string, Image, byte[]>? Encode = null)
{
    /// <summary>PNG, by our own reader: palette indices come as they stand in the file.</summary>
    public static ImageFormat Png { get; } = new(
        "PNG", [".png"], true, file => file.AsSpan().StartsWith(PngFormat.PngFile.Signature), Imaging.Png.Decode,
        (_, image) => Imaging.Png.Encode(image));

    /// <summary>PGM and PPM.</summary>
    public static ImageFormat Pnm { get; } = new(
        "PGM or PPM", [".ppm", ".pgm", ".pnm"], true,
        file => file is [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', ..], Imaging.Pnm.Decode,
        Imaging.Pnm.Encode);

    /// <summary>The name and the endings.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Extensions)})";
}
