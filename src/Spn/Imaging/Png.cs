using Spn.Imaging.PngFormat;

namespace Spn.Imaging;

/// <summary>
/// PNG files (ISO/IEC 15948). Reading takes every colour type, bit depth and interlacing, checks every CRC and the size claimed by
/// the header before it takes memory, and ignores colour profiles. Writing the same image twice gives the same bytes (another .NET version
/// may compress it to others).
/// </summary>
/// <remarks>
/// A transparent colour of a grey or RGB file (<c>tRNS</c>) becomes an alpha channel. Greys of 1, 2 and 4 bits keep their samples
/// (<see cref="Image.MaxValue"/> 1, 3, 15). Writing keeps 1, 2, 4, 8 and 16 bits; other largest samples are scaled to 8 or 16 bits.
/// </remarks>
public static class Png
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels it may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">It is not a PNG file, is damaged, or has more pixels than the limit.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Image Read(string path, int maxPixels = Image.MaxPixels) => ImageFile.ReadWith(path, file => Decode(file, maxPixels));

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="maxPixels">The most pixels they may claim, 1 to <see cref="Image.MostPixels"/>.</param>
    /// <exception cref="InvalidDataException">They are not a PNG file, are damaged, or claim more pixels than the limit.</exception>
    public static Image Decode(byte[] file, int maxPixels = Image.MaxPixels)
    {
        ArgumentNullException.ThrowIfNull(file);
        return PngDecoder.Decode(file, maxPixels);
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Encode(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PngEncoder.Encode(image);
    }

    /// <summary>Writes a file.</summary>
    public static void Write(string path, Image image) => AtomicFile.WriteBytes(path, Encode(image));

    /// <summary>Writes a map 1×C×H×W of sRGB intensities in [0, 1], C = 1 to 4, with 8 bits.</summary>
    /// <exception cref="ArgumentException">The map is not an image.</exception>
    public static void Write(string path, FeatureMap map) => Write(path, Image.FromFeatureMap(map));

    /// <summary>Writes a label map as palette indices of 8 bits, the way PASCAL VOC's annotations are.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="labels">H×W labels.</param>
    /// <param name="palette">Colours; <see cref="Palette.PascalVoc"/>'s when left out.</param>
    public static void Write(string path, LabelMap labels, Palette? palette = null) => Write(path, Image.FromLabelMap(labels, palette));
}
