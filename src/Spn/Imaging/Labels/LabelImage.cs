namespace Spn.Imaging;

/// <summary>
/// Label maps from images as data sets give them: palette indices, greys that are indices, RGB colours of a palette, 16-bit ids.
/// Whatever is no class is named with its value and its first place.
/// </summary>
public static class LabelImage
{
    /// <summary>The class of each pixel. Alpha is left out.</summary>
    /// <param name="image">A palette, grey or RGB image.</param>
    /// <param name="options">What is known about it; all defaults when null.</param>
    /// <returns>H×W classes, and <see cref="LabelMap.Ignore"/> where nothing is known.</returns>
    /// <exception cref="InvalidDataException">A value or a colour is no class.</exception>
    public static LabelMap Read(Image image, LabelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var known = options ?? LabelOptions.Default;
        var coloured = !image.IsIndexed && image.Channels > 2;
        if (known.Encoding == LabelEncoding.Ade20k)
            return FromIds(image, known, coloured ? Ade20k : throw Needs("an RGB file", image), "ADE20K's R / 10 · 256 + G");
        if (known.Encoding == LabelEncoding.Cityscapes)
            return FromIds(image, known, coloured ? throw Needs("a grey file of 16 bits", image) : Cityscapes, "Cityscapes' ids / 1000");
        if (!coloured)
            return FromIds(image, known, (samples, at) => samples[at], "");
        if (known.Palette is { } palette)
            return Finish(ColourLabels.Read(image, palette, known), known);
        return IsGrey(image)
            ? FromIds(image, known, (samples, at) => samples[at], "")
            : throw new InvalidDataException(
                $"expected a palette or grey image of indices as a label map, got {image}; name the palette that its colours are of "
                + $"(--palette {DataSet.Names}), or save the labels as indices.");
    }

    /// <summary>Checks labels that are already there: those beyond the classes are said, the ignored one is taken out.</summary>
    /// <param name="labels">H×W labels.</param>
    /// <param name="options">What is known about them.</param>
    /// <exception cref="InvalidDataException">A label is no class.</exception>
    public static LabelMap Finish(LabelMap labels, LabelOptions options)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        var kept = options.Ignored is { } ignored ? labels.WithIgnored(ignored) : labels;
        if (options.Classes > 0)
            for (var i = 0; i < kept.Labels.Length; i++)
                if (kept.Labels[i] >= options.Classes && kept.Labels[i] != LabelMap.Ignore)
                    throw new InvalidDataException(
                        $"expected labels below {options.Classes}, the number of classes, or {LabelMap.Ignore} (ignore), got "
                        + $"{kept.Labels[i]} at {Place(i, kept.Width)}; name the label that means 'not labelled' (--ignore), or the "
                        + "palette of this data set.");
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
        $"expected labels from 0 to 255, got {value} at {place}; Cityscapes' instance ids (class · 1000 + instance) are read by ")
        + "--encoding cityscapes, ADE20K's R / 10 · 256 + G from its RGB files by --encoding ade20k; other ids need a table of your own.");

    private static LabelMap FromIds(Image image, LabelOptions options, Func<ushort[], int, int> id, string encoding)
    {
        var labels = new byte[image.Height * image.Width];
        var table = image.ColourTable.Count;
        for (var i = 0; i < labels.Length; i++)
        {
            var value = id(image.Samples, i * image.Channels);
            if (value > 255)
                throw encoding.Length == 0
                    ? OutOfRange(value, Place(i, image.Width))
                    : new InvalidDataException(
                        $"expected classes from 0 to 254 by {encoding}, got {value} at {Place(i, image.Width)}; map them to fewer first.");
            if (table > 0 && value >= table && value != LabelMap.Ignore)
                throw new InvalidDataException(
                    $"expected indices below {table}, the colours of the file's palette, got {value} at {Place(i, image.Width)}; the "
                    + "file is damaged, or its palette was cut: save it with all its colours.");
            labels[i] = (byte)value;
        }

        return Finish(new LabelMap(image.Height, image.Width, labels), options);
    }

    private static int Cityscapes(ushort[] samples, int at) => samples[at] >= 1000 ? samples[at] / 1000 : samples[at];

    private static int Ade20k(ushort[] samples, int at) => samples[at] / 10 * 256 + samples[at + 1];

    private static InvalidDataException Needs(string what, Image image) =>
        new($"expected {what} for this encoding, got {image}; leave --encoding out, or name the file it is for.");
}
