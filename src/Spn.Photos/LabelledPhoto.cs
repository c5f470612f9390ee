using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Photos;

/// <summary>A photograph of your own with its label map, as the lessons take it.</summary>
public static class LabelledPhoto
{
    /// <summary>The least longest side that a photograph may be made.</summary>
    public const int LeastSide = 32;

    /// <summary>Reads both files, and makes them no larger than <paramref name="maxSide"/> so that a lesson stays quick.</summary>
    /// <param name="photo">A JPEG, PNG, WebP, BMP, GIF or PNM file. A relative path counts from the current folder; in a
    /// notebook that is its own.</param>
    /// <param name="labels">A label map of the same size: a palette or grey image, a coloured one with a palette, or an array.</param>
    /// <param name="ignore">The label that means "not labelled"; 255: that of the palette's data set.</param>
    /// <param name="palette">
    /// Names and colours of the classes, one of <see cref="DataSet.All"/>; the file's own colours when empty. A label beyond its classes is
    /// refused.
    /// </param>
    /// <param name="maxSide">The photograph is averaged down, and its labels sampled, until neither side is longer. At least 32.</param>
    /// <exception cref="InvalidDataException">A file is malformed, the labels are no classes, or the two differ in size.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Scene Load(string photo, string labels, int ignore = LabelMap.Ignore, string palette = "", int maxSide = 480)
    {
        if (string.IsNullOrEmpty(photo) || string.IsNullOrEmpty(labels))
            throw new ArgumentException(
                $"expected a photograph and its label map, got photo '{photo}' and labels '{labels}'; give both paths.",
                string.IsNullOrEmpty(photo) ? nameof(photo) : nameof(labels));
        if (ignore is < 0 or > 255)
            throw new ArgumentOutOfRangeException(nameof(ignore), $"expected a label from 0 to 255, got {ignore}.");
        if (maxSide < LeastSide)
            throw new ArgumentOutOfRangeException(nameof(maxSide), $"expected at least {LeastSide} pixels, got {maxSide}.");
        var set = string.IsNullOrEmpty(palette) ? null : DataSet.Named(palette);
        var ignored = ignore == LabelMap.Ignore ? set?.IgnoredLabel : (byte)ignore;
        var picture = Photograph.Read(photo).Over(new Rgb(255, 255, 255));
        var labelled = MapFile.LabelsOf(labels, new() { Palette = set?.Palette, Ignored = ignored }, Image.MaxPixels);
        if (labelled.IsOpen)
            throw new InvalidDataException($"{labels}: expected labels, got 0 and 255 alone, as a mask has them; save the object as 1.");
        var classes = labelled.Labels;
        if (classes.Height != picture.Height || classes.Width != picture.Width)
            throw new InvalidDataException(
                $"expected labels of {picture.Height}×{picture.Width} like the photograph, got {classes.Height}×{classes.Width} in "
                + $"{Path.GetFileName(labels)}; give the label map of this photograph.");
        if (Math.Max(picture.Height, picture.Width) is var side && side > maxSide)
        {
            var height = (int)Math.Max(1, (long)picture.Height * maxSide / side);
            var width = (int)Math.Max(1, (long)picture.Width * maxSide / side);
            (picture, classes) = (Resize.Area(picture, height, width), Resize.Nearest(classes, height, width));
        }

        return new Scene
        {
            Photo = picture.Channels == 3 ? picture : ToColour(picture),
            Labels = classes,
            Palette = set?.Palette ?? PaletteOf(labelled.ColourTable, classes),
        };
    }

    private static FeatureMap ToColour(FeatureMap grey) =>
        FeatureMap.Generate(grey.Shape with { Channels = 3 }, (n, _, row, column) => grey[n, 0, row, column]);

    /// <summary>The file's own colours where it is indexed, those of PASCAL VOC otherwise; classes are named by number.</summary>
    private static Palette PaletteOf(IReadOnlyList<Rgb> table, LabelMap classes)
    {
        var count = Math.Max(1, classes.ClassCount);
        Rgb Colour(int label) => label < table.Count ? table[label] : Palette.VocColour((byte)label);
        return new Palette(
            [.. Enumerable.Range(0, count).Select(label => FormattableString.Invariant($"class {label}"))],
            [.. Enumerable.Range(0, count).Select(Colour)], new Rgb(255, 255, 255));
    }
}
