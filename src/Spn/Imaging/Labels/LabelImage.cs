namespace Spn.Imaging;

/// <summary>
/// Label maps from images as data sets give them: palette indices, greys that are indices, RGB colours of a palette, ids of 16 bits.
/// Whatever is no class is named with its value and its first place.
/// </summary>
public static class LabelImage
{
    /// <summary>The class of each pixel. Alpha is left out.</summary>
    /// <param name="image">A palette, grey or RGB image.</param>
    /// <param name="options">What is known about it; all defaults when null.</param>
    /// <returns>H×W classes, and <see cref="LabelMap.Ignore"/> where nothing is known.</returns>
    /// <exception cref="InvalidDataException">A value or a colour is no class.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static LabelMap Read(Image image, LabelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var known = (options ?? LabelOptions.Default).Check();
        var coloured = !image.IsIndexed && image.Channels > 2;
        var labels = known.Encoding switch
        {
            LabelEncoding.Ade20k => coloured ? FromAde20k(image) : throw Needs("an RGB file", image),
            LabelEncoding.Cityscapes => coloured || image.IsIndexed ? throw Needs("a grey file", image) : FromCityscapes(image),
            _ when !coloured => FromIndices(image),
            _ when known.Palette is { } palette => ColourLabels.Read(image, palette, known),
            _ when IsGrey(image) => FromIndices(image),
            _ => throw new InvalidDataException(
                $"expected a palette or grey image of indices as a label map, got {image}; name the palette that its colours are of "
                + $"by LabelOptions.Palette ({DataSet.Names}), or save the labels as indices."),
        };
        return Checked(labels, known);
    }

    /// <summary>Checks labels that are already there: those beyond the classes are said, the ignored one is taken out.</summary>
    /// <param name="labels">H×W labels.</param>
    /// <param name="options">What is known about them.</param>
    /// <exception cref="InvalidDataException">A label is no class.</exception>
    internal static LabelMap Checked(LabelMap labels, LabelOptions options)
    {
        var kept = options.Ignored is { } ignored ? labels.WithIgnored(ignored) : labels;
        if (options.Limit is > 0 and var classes)
            for (var i = 0; i < kept.Labels.Length; i++)
                if (kept.Labels[i] >= classes && kept.Labels[i] != LabelMap.Ignore)
                    throw new InvalidDataException(
                        $"expected labels below {classes}, the number of classes, or {LabelMap.Ignore} (ignore), got "
                        + $"{kept.Labels[i]} at {Place(i, kept.Width)}; name the label that means 'not labelled' (LabelOptions.Ignored), "
                        + "or the palette of this data set (LabelOptions.Palette).");
        return kept;
    }

    /// <summary>Whether an RGB image has equal channels everywhere: a grey file that was saved in colour.</summary>
    internal static bool IsGrey(Image image)
    {
        if (image.IsIndexed || image.Channels < 3)
            return !image.IsIndexed;
        for (var i = 0; i < image.Samples.Length; i += image.Channels)
            if (image.Samples[i] != image.Samples[i + 1] || image.Samples[i] != image.Samples[i + 2])
                return false;
        return true;
    }

    /// <summary>The place of a pixel as messages say it.</summary>
    internal static string Place(int index, int width) => FormattableString.Invariant($"row {index / width}, column {index % width}");

    /// <summary>A value that is no label, and what data sets have such values.</summary>
    internal static InvalidDataException OutOfRange(double value, string place) => new(FormattableString.Invariant(
        $"expected labels from 0 to 255, got {value} at {place}; Cityscapes' instance ids (id · 1000 + instance) are read by ")
        + "LabelOptions.Encoding = Cityscapes, ADE20K's R / 10 · 256 + G from its RGB files by LabelOptions.Encoding = Ade20k; other ids "
        + "need a table of your own.");

    private static LabelMap FromIndices(Image image)
    {
        var labels = new byte[image.Height * image.Width];
        var table = image.ColourTable.Count;
        for (var i = 0; i < labels.Length; i++)
        {
            var value = image.Samples[i * image.Channels];
            if (value > 255)
                throw OutOfRange(value, Place(i, image.Width));
            if (table > 0 && value >= table && value != LabelMap.Ignore)
                throw new InvalidDataException(
                    $"expected indices below {table}, the colours of the file's palette, got {value} at {Place(i, image.Width)}; the "
                    + "file is damaged, or its palette was cut: save it with all its colours.");
            labels[i] = (byte)value;
        }

        return new LabelMap(image.Height, image.Width, labels);
    }

    private static LabelMap FromCityscapes(Image image)
    {
        var labels = new byte[image.Height * image.Width];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = LabelIds.Cityscapes(image.Samples[i * image.Channels], i, image.Width);
        return new LabelMap(image.Height, image.Width, labels);
    }

    private static LabelMap FromAde20k(Image image)
    {
        var labels = new byte[image.Height * image.Width];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = LabelIds.Ade20k(
                image.Samples[i * image.Channels], image.Samples[i * image.Channels + 1], i, image.Width);
        return new LabelMap(image.Height, image.Width, labels);
    }

    private static InvalidDataException Needs(string what, Image image) => new(
        $"expected {what} for this encoding of labels, got {image}; leave the encoding out (LabelOptions.Encoding = Index), or give the "
        + "file it is for.");
}
