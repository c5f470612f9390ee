using Spn.Imaging;

namespace Spn.Photos;

/// <summary>
/// Photographs as cameras, phones and data sets give them: JPEG (baseline, progressive, grey, CMYK), WebP, BMP, GIF (its first frame), PNG
/// of every kind, PGM and PPM. Told apart by content, not by name. The orientation that a camera noted in EXIF is applied.
/// </summary>
/// <remarks>Colour profiles are not applied. A claimed size is checked before memory is taken for pixels.</remarks>
public static class Photograph
{
    /// <summary>Every kind that is read, each registered once: another one is one line here.</summary>
    public static IReadOnlyList<ImageFormat> Formats { get; } = Array.AsReadOnly(
    [
        .. ImageFile.Formats,
        new ImageFormat("JPEG", [".jpg", ".jpeg", ".jpe", ".jfif"], false, file => file is [0xFF, 0xD8, 0xFF, ..], Skia("JPEG")),
        new ImageFormat("WebP", [".webp"], true, WebP.IsLossless, Skia("WebP")),
        new ImageFormat("WebP", [".webp"], false, WebP.Is, Skia("WebP")),
        new ImageFormat("BMP", [".bmp", ".dib"], true, file => file is [(byte)'B', (byte)'M', ..], Skia("BMP")),
        new ImageFormat("GIF", [".gif"], true, file => file is [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..], Skia("GIF")),
    ]);

    /// <summary>What they are called, each once.</summary>
    internal static string Names { get; } = string.Join(", ", Formats.Select(format => format.Name).Distinct());

    /// <summary>The endings of the file names of <see cref="Formats"/>, with the dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
        Array.AsReadOnly(Formats.SelectMany(format => format.Extensions).Distinct().ToArray());

    /// <summary>Whether a file's name ends like that of an image: how the photographs of a folder are found.</summary>
    public static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <param name="path">A file of one of <see cref="Formats"/>, whatever its name.</param>
    /// <param name="maxPixels">The most pixels it may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">It is of another kind, is damaged, ends early, or has more pixels than the limit.</exception>
    /// <exception cref="IOException">It cannot be read, or is a folder.</exception>
    public static Image Read(string path, int maxPixels = Image.MaxPixels) =>
        ImageFile.ReadWith(path, file => Decode(file, maxPixels));

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes of a file of one of <see cref="Formats"/>.</param>
    /// <param name="maxPixels">The most pixels they may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">They are of another kind, damaged, cut off, or claim more pixels than the limit.</exception>
    public static Image Decode(byte[] file, int maxPixels = Image.MaxPixels) => FormatOf(file).Decode(file, maxPixels);

    /// <summary>What kind of image the bytes of a file are.</summary>
    /// <exception cref="InvalidDataException">None of <see cref="Formats"/>.</exception>
    public static ImageFormat FormatOf(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Formats.FirstOrDefault(format => format.Matches(file)) ?? throw new InvalidDataException(
            $"expected an image file ({Names}), got {ImageFile.Describe(file)}; "
            + "convert it to PNG or JPEG.");
    }

    /// <summary>The bytes of a JPEG file: small, for pages; not for label maps.</summary>
    /// <param name="image">A grey, RGB or palette image; alpha is left out.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="ArgumentException">The quality is out of its range.</exception>
    public static byte[] EncodeJpeg(Image image, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(image);
        return quality is >= 1 and <= 100
            ? SkiaEncoder.Jpeg(image, quality)
            : throw new ArgumentOutOfRangeException(nameof(quality), $"expected a quality from 1 to 100, got {quality}.");
    }

    private static Func<byte[], int, Image> Skia(string name) => (file, maxPixels) => SkiaDecoder.Decode(name, file, maxPixels);
}
