using System.Globalization;
using System.Text;

namespace Spn.Imaging;

/// <summary>
/// Netpbm's PGM and PPM files: P2 and P5 (grey), P3 and P6 (RGB), comments, largest samples up to 65535. Written in the binary forms.
/// Samples above 255 take two bytes, the high one first. Only the first image of a file is read.
/// </summary>
internal static class Pnm
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="maxPixels">The most pixels they may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">They are not a PGM or PPM file, are damaged, or claim more pixels than the limit.</exception>
    public static Image Decode(byte[] file, int maxPixels = Image.MaxPixels)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length < 2 || file[0] != 'P' || file[1] is not ((byte)'2' or (byte)'3' or (byte)'5' or (byte)'6'))
            throw new InvalidDataException("expected a PGM or PPM file, got something else (no P2, P3, P5 or P6 at its start).");
        var channels = file[1] is (byte)'2' or (byte)'5' ? 1 : 3;
        var reader = new PnmReader(file, 2);
        int width = reader.Number("a width"), height = reader.Number("a height"), maxValue = reader.Number("a largest sample");
        Image.CheckClaim("a PGM or PPM file", height, width, maxPixels);
        if (maxValue is 0 or > 65535)
            throw new InvalidDataException($"expected a largest sample from 1 to 65535, got {maxValue}; the file is damaged.");
        var count = (long)width * height * channels;
        var samples = file[1] >= '5' ? reader.Binary(count, maxValue) : reader.Text(count, maxValue);
        return new Image(height, width, channels, samples, maxValue);
    }

    /// <summary>The bytes of a file: P5 for a grey image, P6 for RGB and palette images.</summary>
    /// <exception cref="ArgumentException">The image has an alpha channel.</exception>
    public static byte[] Encode(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.HasAlpha)
            throw new ArgumentException(
                $"expected an image without alpha for PGM or PPM, got {image}; composite it with Image.Over, or write PNG.", nameof(image));
        var plain = image.IsIndexed ? Image.FromFeatureMap(image.ToFeatureMap()) : image;
        var size = plain.MaxValue > 255 ? 2 : 1;
        var header = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture, $"P{(plain.Channels == 1 ? 5 : 6)}\n{plain.Width} {plain.Height}\n{plain.MaxValue}\n"));
        var file = new byte[header.Length + plain.Samples.Length * size];
        header.CopyTo(file, 0);
        var at = header.Length;
        foreach (var sample in plain.Samples)
        {
            if (size == 2)
                file[at++] = (byte)(sample >> 8);
            file[at++] = (byte)sample;
        }

        return file;
    }

    /// <summary>The bytes of a file whose ending says what it holds: <c>.pgm</c> grey, <c>.ppm</c> colour, <c>.pnm</c> either.</summary>
    internal static byte[] Encode(string extension, Image image) => extension switch
    {
        ".pgm" when image.IsIndexed || image.Channels != 1 => throw new ArgumentException(
            $"expected a grey image for .pgm, got {image}; write it as .ppm or .png.", nameof(image)),
        ".ppm" when !image.IsIndexed && image.Channels != 3 => throw new ArgumentException(
            $"expected a colour image without alpha for .ppm, got {image}; write it as .pgm or .png.", nameof(image)),
        _ => Encode(image),
    };

    /// <summary>Writes a file.</summary>
    /// <exception cref="ArgumentException">The image has an alpha channel.</exception>
    public static void Write(string path, Image image) => AtomicFile.WriteBytes(path, Encode(image));
}
