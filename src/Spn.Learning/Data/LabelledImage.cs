using Spn.Imaging;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>An image with the class of each pixel, held as bytes: four of them a pixel, so that a data set stays in memory.</summary>
public sealed class LabelledImage
{
    /// <summary>An image over <paramref name="pixels"/> and <paramref name="labels"/>, which are kept, not copied.</summary>
    /// <param name="name">What messages call it, for example its file name.</param>
    /// <param name="pixels">3×H×W samples, 0 to 255, sRGB, width fastest.</param>
    /// <param name="labels">H×W classes; <see cref="LabelMap.Ignore"/> takes part in no loss and no score.</param>
    /// <exception cref="ArgumentException">The number of samples is not 3·H·W.</exception>
    public LabelledImage(string name, byte[] pixels, LabelMap labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        Expect.Length(pixels.Length, 3L * labels.Height * labels.Width, $"an image of 3×{labels.Height}×{labels.Width}", nameof(pixels));
        (Name, Pixels, Labels) = (name, pixels, labels);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>3×H×W samples, 0 to 255, sRGB, width fastest.</summary>
    public byte[] Pixels { get; }

    /// <summary>H×W classes.</summary>
    public LabelMap Labels { get; }

    /// <summary>Rows.</summary>
    public int Height => Labels.Height;

    /// <summary>Columns.</summary>
    public int Width => Labels.Width;

    /// <summary>The image as the networks take it.</summary>
    /// <returns>1×3×H×W, sRGB in [0, 1].</returns>
    public FeatureMap ToFeatureMap() => new(new MapShape(1, 3, Height, Width), Array.ConvertAll(Pixels, value => value / 255f));

    /// <summary>A rendered scene.</summary>
    public static LabelledImage FromScene(Scene scene, string name = "scene")
    {
        ArgumentNullException.ThrowIfNull(scene);
        return FromMaps(name, scene.Photo, scene.Labels);
    }

    /// <summary>A picture with its labels, rounded to bytes.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="photo">1×3×H×W or 1×1×H×W (grey), in [0, 1]; values beyond are cut.</param>
    /// <param name="labels">H×W classes.</param>
    /// <exception cref="ArgumentException">The two differ in size, or the picture has other channels.</exception>
    public static LabelledImage FromMaps(string name, FeatureMap photo, LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(labels);
        if (photo.Batch != 1 || photo.Channels is not (1 or 3))
            throw new ArgumentException($"expected a picture 1×3×H×W or 1×1×H×W, got {photo.Shape}; give one image.", nameof(photo));
        if (photo.Height != labels.Height || photo.Width != labels.Width)
            throw new ArgumentException(
                $"expected labels of {photo.Height}×{photo.Width} like the picture, got {labels.Height}×{labels.Width}; give the label "
                + "map of this picture.", nameof(labels));
        var plane = photo.Shape.PlaneSize;
        var pixels = new byte[3 * plane];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(Math.Clamp(photo.Values[photo.Channels == 3 ? i : i % plane], 0f, 1f) * 255 + 0.5f);
        return new LabelledImage(name, pixels, labels);
    }

    /// <summary>Reads an image file and its label file.</summary>
    /// <param name="photo">A file of one of <see cref="Photograph.Formats"/>.</param>
    /// <param name="labels">A label map of the same size: a palette or grey image, a coloured one with a palette, or an array.</param>
    /// <param name="ignore">A label besides 255 that stands for "not labelled": 11 for CamVid; null when there is none.</param>
    /// <param name="palette">The colours that stand for classes in a coloured label map.</param>
    /// <param name="maxPixels">The most pixels that either may claim.</param>
    /// <exception cref="InvalidDataException">A file is malformed, or the two differ in size.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledImage Load(
        string photo, string labels, byte? ignore = null, Palette? palette = null, int maxPixels = Image.MaxPixels)
    {
        var picture = Photograph.Read(photo, maxPixels).ToFeatureMap();
        var classes = MapFile.ReadLabels(labels, new LabelOptions { Ignored = ignore, Palette = palette }, maxPixels).Labels;
        if (picture.Height != classes.Height || picture.Width != classes.Width)
            throw new InvalidDataException(
                $"{labels}: expected labels of {picture.Height}×{picture.Width} like the photograph, got "
                + $"{classes.Height}×{classes.Width}; give the label map of this photograph.");
        return FromMaps(Path.GetFileName(photo), picture, classes);
    }

    /// <summary>The name and the size.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}, {Height}×{Width}, {Labels.ClassCount} classes");
}
