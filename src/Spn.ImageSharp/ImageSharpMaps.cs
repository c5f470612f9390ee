using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Spn.Imaging;
using Image = Spn.Imaging.Image;

namespace Spn.ImageSharp;

/// <summary>
/// ImageSharp's images to ours and back. Colours are gamma-encoded sRGB on both sides; nothing is resized, no profile is applied.
/// </summary>
public static class ImageSharpMaps
{
    /// <summary>A colour picture as intensities.</summary>
    /// <returns>1×3×H×W in [0, 1], a sample of 255 is 1.</returns>
    public static FeatureMap ToFeatureMap(this Image<Rgb24> image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var map = new FeatureMap(new MapShape(1, 3, image.Height, image.Width));
        image.ProcessPixelRows(rows =>
        {
            Span<float> red = map.Plane(0, 0), green = map.Plane(0, 1), blue = map.Plane(0, 2);
            for (int row = 0, at = 0; row < rows.Height; row++)
                foreach (var pixel in rows.GetRowSpan(row))
                    (red[at], green[at], blue[at++]) = (pixel.R / 255f, pixel.G / 255f, pixel.B / 255f);
        });
        return map;
    }

    /// <summary>A grey picture as intensities: a soft mask.</summary>
    /// <returns>1×1×H×W in [0, 1], a sample of 255 is 1.</returns>
    public static FeatureMap ToFeatureMap(this Image<L8> image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new FeatureMap(
            new MapShape(1, 1, image.Height, image.Width), Array.ConvertAll(Samples(image), sample => sample / 255f));
    }

    /// <summary>A grey picture whose samples are class indices.</summary>
    /// <returns>H×W labels; 255 is <see cref="LabelMap.Ignore"/>.</returns>
    public static LabelMap ToLabelMap(this Image<L8> image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new LabelMap(image.Height, image.Width, Samples(image));
    }

    /// <summary>A coloured label map: a colour is the class that has exactly this colour in the palette.</summary>
    /// <param name="image">H×W pixels.</param>
    /// <param name="palette">The colours of the classes.</param>
    /// <exception cref="InvalidDataException">Colours are not of the palette; they are listed with their count and first place.</exception>
    public static LabelMap ToLabelMap(this Image<Rgb24> image, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(palette);
        var samples = new ushort[3 * image.Height * image.Width];
        image.ProcessPixelRows(rows =>
        {
            for (int row = 0, at = 0; row < rows.Height; row++)
                foreach (var pixel in rows.GetRowSpan(row))
                    (samples[at++], samples[at++], samples[at++]) = (pixel.R, pixel.G, pixel.B);
        });
        return LabelImage.Read(new Image(image.Height, image.Width, 3, samples), new LabelOptions { Palette = palette });
    }

    /// <summary>Intensities as a colour picture: <c>round(v · 255)</c>, values outside [0, 1] clamped; a grey map three times.</summary>
    /// <param name="map">1×3×H×W or 1×1×H×W.</param>
    /// <exception cref="ArgumentException">The map has another shape, or a value is NaN.</exception>
    public static Image<Rgb24> ToRgb24(this FeatureMap map)
    {
        var image = Whole(map, 1, 3);
        var step = image.Channels == 3 ? 1 : 0;
        return Make(image, (samples, at) => new Rgb24(
            (byte)samples[at], (byte)samples[at + step], (byte)samples[at + 2 * step]));
    }

    /// <summary>Intensities as a grey picture: <c>round(v · 255)</c>, values outside [0, 1] clamped.</summary>
    /// <param name="map">1×1×H×W.</param>
    /// <exception cref="ArgumentException">The map has another shape, or a value is NaN.</exception>
    public static Image<L8> ToL8(this FeatureMap map) => Make(Whole(map, 1), (samples, at) => new L8((byte)samples[at]));

    /// <summary>Labels as a grey picture: the samples are the labels.</summary>
    /// <param name="labels">H×W labels.</param>
    public static Image<L8> ToL8(this LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var image = new Image<L8>(labels.Width, labels.Height);
        image.ProcessPixelRows(rows =>
        {
            for (int row = 0, at = 0; row < rows.Height; row++)
                foreach (ref var pixel in rows.GetRowSpan(row))
                    pixel = new L8(labels.Labels[at++]);
        });
        return image;
    }

    /// <summary>
    /// Writes labels as a palette PNG whose indices are the labels. ImageSharp's own palette encoder chooses and renumbers colours, which
    /// label maps do not survive.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="labels">A grey picture whose samples are class indices.</param>
    /// <param name="palette">Colours; PASCAL VOC's when null.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveLabels(this Image<L8> labels, string path, Palette? palette = null) =>
        Png.Write(path, labels.ToLabelMap(), palette);

    private static byte[] Samples(Image<L8> image)
    {
        var samples = new byte[image.Height * image.Width];
        image.ProcessPixelRows(rows =>
        {
            for (int row = 0, at = 0; row < rows.Height; row++)
                foreach (var pixel in rows.GetRowSpan(row))
                    samples[at++] = pixel.PackedValue;
        });
        return samples;
    }

    private static Image Whole(FeatureMap map, params int[] channels)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Batch == 1 && channels.Contains(map.Channels) ? Image.FromFeatureMap(map) : throw new ArgumentException(
            $"expected a map 1×{string.Join("×H×W or 1×", channels.Distinct().Order())}×H×W, got {map.Shape}; choose one batch item and "
            + "its channels.", nameof(map));
    }

    private static Image<TPixel> Make<TPixel>(Image from, Func<ushort[], int, TPixel> pixelAt)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var image = new Image<TPixel>(from.Width, from.Height);
        image.ProcessPixelRows(rows =>
        {
            for (int row = 0, at = 0; row < rows.Height; row++)
                foreach (ref var pixel in rows.GetRowSpan(row))
                {
                    pixel = pixelAt(from.Samples, at);
                    at += from.Channels;
                }
        });
        return image;
    }
}
