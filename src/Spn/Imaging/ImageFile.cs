namespace Spn.Imaging;

/// <summary>Image files of any kind that is known here: told apart by their first bytes when read, by their extension when written.</summary>
public static class ImageFile
{
    /// <summary>Reads a PNG, PPM or PGM file, whatever its extension.</summary>
    /// <exception cref="InvalidDataException">It is none of these, is damaged, or has more than <see cref="Image.MaxPixels"/> pixels.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Image Read(string path) => ReadWith(path, Decode);

    /// <summary>Reads the bytes of a PNG, PPM or PGM file.</summary>
    /// <exception cref="InvalidDataException">They are none of these, are damaged, or claim more than <see cref="Image.MaxPixels"/> pixels.</exception>
    public static Image Decode(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.AsSpan().StartsWith(PngFormat.PngFile.Signature))
            return Png.Decode(file);
        if (file.Length >= 2 && file[0] == 'P' && file[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6')
            return Pnm.Decode(file);
        throw new InvalidDataException($"expected a PNG, PPM or PGM file, got {Describe(file)}; convert it to PNG.");
    }

    /// <summary>Writes an image as its extension says: <c>.png</c>, <c>.ppm</c> (colour), <c>.pgm</c> (grey) or <c>.pnm</c> (either).</summary>
    /// <exception cref="ArgumentException">The extension is another one, or the kind cannot hold the image.</exception>
    public static void Write(string path, Image image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".png":
                Png.Write(path, image);
                break;
            case ".pgm" when image.IsIndexed || image.Channels != 1:
                throw new ArgumentException($"expected a grey image for .pgm, got {image}; write it as .ppm or .png.", nameof(image));
            case ".ppm" when !image.IsIndexed && image.Channels != 3:
                throw new ArgumentException($"expected a colour image without alpha for .ppm, got {image}; write it as .pgm or .png.", nameof(image));
            case ".ppm" or ".pgm" or ".pnm":
                Pnm.Write(path, image);
                break;
            default:
                throw new ArgumentException($"expected a file name that ends in .png, .ppm, .pgm or .pnm, got '{Path.GetFileName(path)}'; change its extension.", nameof(path));
        }
    }

    /// <summary>Writes a map 1×C×H×W of sRGB intensities in [0, 1] with 8 bits.</summary>
    /// <exception cref="ArgumentException">The map is not an image, or the extension is not known.</exception>
    public static void Write(string path, FeatureMap map) => Write(path, Image.FromFeatureMap(map));

    /// <summary>Reads a file, naming it in the error when its content is not what it should be.</summary>
    internal static Image ReadWith(string path, Func<byte[], Image> decode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = File.ReadAllBytes(path);
        try
        {
            return decode(bytes);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static string Describe(ReadOnlySpan<byte> file) => file switch
    {
        [] => "an empty file",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG file",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF file",
        [(byte)'B', (byte)'M', ..] => "a BMP file",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF file",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a WebP file",
        _ => "something else",
    };
}
