using Spn.Imaging;

namespace Spn.Segmentation;

/// <summary>A picture with the exact class of each of its pixels.</summary>
public sealed record Scene
{
    /// <summary>The picture, 1×3×H×W sRGB in [0, 1], in steps of 1/255 so that a PNG file holds it exactly.</summary>
    public required FeatureMap Photo { get; init; }

    /// <summary>H×W classes. A pixel belongs to the foremost object that covers its centre.</summary>
    public required LabelMap Labels { get; init; }

    /// <summary>Names and colours of the classes.</summary>
    public required Palette Palette { get; init; }

    /// <summary>What a segmenter of lower resolution would make of it: the majority label of each block (<see cref="Resize.Majority"/>).</summary>
    /// <param name="block">The side of a block in pixels, at least one.</param>
    /// <returns>⌈H / block⌉ × ⌈W / block⌉ labels.</returns>
    public LabelMap Coarse(int block = 8) => Resize.Majority(Labels, block);

    /// <summary>The coarse labels at the size of the picture again: the blocky mask that a refinement starts from.</summary>
    /// <param name="block">The side of a block in pixels, at least one.</param>
    /// <returns>H×W labels.</returns>
    public LabelMap Blocky(int block = 8)
    {
        var coarse = Coarse(block);
        return LabelMap.Generate(Labels.Height, Labels.Width, (row, column) => coarse[row / block, column / block]);
    }

    /// <summary>A photograph of your own with its label map, made no larger than <paramref name="maxSide"/> so that a lesson stays quick.</summary>
    /// <param name="photo">A PNG, PPM or PGM file. A relative path counts from the current folder; in a notebook that is the notebook's own.</param>
    /// <param name="labels">A palette or grey file of the same size, one number a class.</param>
    /// <param name="ignore">The label that stands for "not labelled": 255, or 11 for CamVid.</param>
    /// <param name="maxSide">The photograph is averaged down, and its labels sampled, until neither side is longer. At least 32.</param>
    /// <exception cref="InvalidDataException">A file is malformed, the labels have colours without a palette, or the two differ in size.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Scene Load(string photo, string labels, int ignore = LabelMap.Ignore, int maxSide = 480)
    {
        if (string.IsNullOrEmpty(photo) || string.IsNullOrEmpty(labels))
            throw new ArgumentException($"expected a photograph and its label map, got photo '{photo}' and labels '{labels}'; give both paths.", string.IsNullOrEmpty(photo) ? nameof(photo) : nameof(labels));
        if (ignore is < 0 or > 255)
            throw new ArgumentOutOfRangeException(nameof(ignore), $"expected a label from 0 to 255, got {ignore}.");
        if (maxSide < SceneGenerator.MinSize)
            throw new ArgumentOutOfRangeException(nameof(maxSide), $"expected at least {SceneGenerator.MinSize} pixels, got {maxSide}.");
        var picture = ImageFile.Read(photo).Over(new Rgb(255, 255, 255));
        var labelled = ImageFile.Read(labels);
        if (labelled.Height != picture.Height || labelled.Width != picture.Width)
            throw new InvalidDataException($"expected labels of {picture.Height}×{picture.Width} like the photograph, got {labelled.Height}×{labelled.Width} in {Path.GetFileName(labels)}; give the label map of this photograph.");
        var classes = labelled.ToLabelMap().WithIgnored((byte)ignore);
        if (Math.Max(picture.Height, picture.Width) is var side && side > maxSide)
        {
            var (height, width) = ((int)Math.Max(1, (long)picture.Height * maxSide / side), (int)Math.Max(1, (long)picture.Width * maxSide / side));
            (picture, classes) = (Resize.Area(picture, height, width), Resize.Nearest(classes, height, width));
        }

        return new Scene { Photo = picture.Channels == 3 ? picture : ToColour(picture), Labels = classes, Palette = PaletteOf(labelled, classes) };
    }

    private static FeatureMap ToColour(FeatureMap grey) =>
        FeatureMap.Generate(grey.Shape with { Channels = 3 }, (n, _, row, column) => grey[n, 0, row, column]);

    /// <summary>The file's own colours where it is indexed, those of PASCAL VOC otherwise; classes are named by number.</summary>
    private static Palette PaletteOf(Image labelled, LabelMap classes)
    {
        var count = Math.Max(1, classes.ClassCount);
        Rgb Colour(int label) => label < labelled.ColourTable.Count ? labelled.ColourTable[label] : Palette.VocColour((byte)label);
        return new Palette([.. Enumerable.Range(0, count).Select(label => FormattableString.Invariant($"class {label}"))], [.. Enumerable.Range(0, count).Select(Colour)], new Rgb(255, 255, 255));
    }

    /// <summary>The size and the classes that occur.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Scene {Labels.Height}×{Labels.Width} with {string.Join(", ", Labels.Labels.Distinct().Order().Select(Palette.NameOf))}");
}
