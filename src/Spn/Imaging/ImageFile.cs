namespace Spn.Imaging;

/// <summary>
/// Image files that need no library beside this one: PNG, PPM and PGM, told apart by their first bytes when read, by their extension when
/// written. <c>Spn.Photos.Photograph</c> reads these and JPEG, WebP, BMP and GIF.
/// </summary>
public static class ImageFile
{
    /// <summary>The kinds that are read here.</summary>
    public static IReadOnlyList<ImageFormat> Formats { get; } = Array.AsReadOnly([ImageFormat.Png, ImageFormat.Pnm]);

    /// <summary>Reads a PNG, PPM or PGM file, whatever its extension.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels it may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">It is none of these, is damaged, or has more pixels than the limit.</exception>
    /// <exception cref="IOException">It cannot be read, or is a folder.</exception>
    public static Image Read(string path, int maxPixels = Image.MaxPixels) => ReadWith(path, file => Decode(file, maxPixels));

    /// <summary>Reads the bytes of a PNG, PPM or PGM file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="maxPixels">The most pixels they may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">They are none of these, are damaged, or claim more pixels than the limit.</exception>
    public static Image Decode(byte[] file, int maxPixels = Image.MaxPixels)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Formats.FirstOrDefault(format => format.Matches(file)) is { } format
            ? format.Decode(file, maxPixels)
            : throw new InvalidDataException(
                $"expected a PNG, PPM or PGM file, got {Describe(file)}; convert it to PNG, or read it with Spn.Photos.Photograph.");
    }

    /// <summary>
    /// Writes an image as its extension says: <c>.png</c>, <c>.ppm</c> (colour), <c>.pgm</c> (grey) or <c>.pnm</c> (either).
    /// </summary>
    /// <exception cref="ArgumentException">The extension is another one, or the kind cannot hold the image.</exception>
    public static void Write(string path, Image image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        AtomicFile.WriteBytes(path, Writable(path).Encode!(Path.GetExtension(path).ToLowerInvariant(), image));
    }

    /// <summary>The kind that <see cref="Write(string, Image)"/> writes under a file's name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static ImageFormat Writable(string path)
    {
        var written = Formats.Where(format => format.Encode is not null).ToArray();
        var extensions = written.SelectMany(format => format.Extensions).ToArray();
        return Array.Find(written, format => format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"expected a file name that ends in {string.Join(", ", extensions[..^1])} or {extensions[^1]}, got "
                + $"'{Path.GetFileName(path)}'; change its extension.", nameof(path));
    }

    /// <summary>Writes a map 1×C×H×W of sRGB intensities in [0, 1] with 8 bits.</summary>
    /// <exception cref="ArgumentException">The map is not an image, or the extension is not known.</exception>
    public static void Write(string path, FeatureMap map) => Write(path, Image.FromFeatureMap(map));

    /// <summary>Reads a file, naming it in the error when its content is not what it should be.</summary>
    internal static Image ReadWith(string path, Func<byte[], Image> decode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ReadBytes(path, "an image file");
        try
        {
            return decode(bytes);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>The bytes of a file; a folder is said to be one. A pipe or a device is empty: to open it could wait for ever.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is expected there, as in <c>an image file</c>.</param>
    internal static byte[] ReadBytes(string path, string what) => Directory.Exists(path)
        ? throw new IOException($"{path}: expected {what}, got a folder; name one file in it.")
        : !File.Exists(path)
        ? throw new FileNotFoundException($"expected {what} at {Path.GetFullPath(path)}, found none; correct the path.", path)
        : new FileInfo(path) is { Exists: true, Length: 0 } ? [] : File.ReadAllBytes(path);

    /// <summary>What a file is by its first bytes, as messages say it.</summary>
    internal static string Describe(ReadOnlySpan<byte> file) => file switch
    {
        [] => "an empty file (or a pipe or device)",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG file",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF file",
        [(byte)'B', (byte)'M', ..] => "a BMP file",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF file",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a WebP file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', ..] => "a HEIC file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', ..] => "an AVIF file",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a .npy file",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF file",
        _ => "something else",
    };
}
