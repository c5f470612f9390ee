namespace Spn.Imaging;

/// <summary>Coloured label maps: a colour is the class that has exactly this colour in the palette.</summary>
internal static class ColourLabels
{
    private const int MostListed = 5;

    public static LabelMap Read(Image image, Palette palette, LabelOptions options)
    {
        if (image.MaxValue != 255)
            throw new InvalidDataException($"expected a coloured label map of 8 bits, got {image}; save it with 8 bits.");
        var classes = Classes(palette);
        var labels = new byte[image.Height * image.Width];
        var unmatched = new Dictionary<int, Unmatched>();
        for (var i = 0; i < labels.Length; i++)
        {
            var at = i * image.Channels;
            var colour = image.Samples[at] << 16 | image.Samples[at + 1] << 8 | image.Samples[at + 2];
            if (classes.TryGetValue(colour, out var label))
                labels[i] = label;
            else if (!unmatched.TryGetValue(colour, out var seen))
                unmatched[colour] = new Unmatched(1, i);
            else
                unmatched[colour] = seen with { Count = seen.Count + 1 };
        }

        if (unmatched.Count == 0)
            return new LabelMap(image.Height, image.Width, labels);
        if (!IsOfIndices(image, palette, options))
            throw Refusal(unmatched, palette, image.Width);
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)image.Samples[i * image.Channels];
        return new LabelMap(image.Height, image.Width, labels);
    }

    /// <summary>Whether it is a grey file of class indices that was saved in colour; black and white alone is rather an object.</summary>
    private static bool IsOfIndices(Image image, Palette palette, LabelOptions options) => LabelImage.IsGrey(image)
        && image.Samples.All(sample => sample < palette.Count || sample == LabelMap.Ignore || sample == options.Ignored)
        && (options.Ignored == LabelMap.Ignore || image.Samples.Any(sample => sample is not (0 or LabelMap.Ignore)));

    /// <summary>The class of each colour; where two classes share one, the first. The colour of what is ignored comes last.</summary>
    private static Dictionary<int, byte> Classes(Palette palette)
    {
        var classes = new Dictionary<int, byte>();
        for (var label = 0; label < palette.Count; label++)
            classes.TryAdd(Packed(palette.Colours[label]), (byte)label);
        classes.TryAdd(Packed(palette.IgnoreColour), LabelMap.Ignore);
        return classes;
    }

    private static InvalidDataException Refusal(Dictionary<int, Unmatched> unmatched, Palette palette, int width)
    {
        var listed = unmatched.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Value.First).Take(MostListed).Select(pair =>
            FormattableString.Invariant($"#{pair.Key:X6} {pair.Value.Count} times, first at {LabelImage.Place(pair.Value.First, width)}"));
        var more = unmatched.Count > MostListed ? FormattableString.Invariant($"; and {unmatched.Count - MostListed} more") : "";
        return new InvalidDataException(
            $"expected the exact colours of the palette ({palette.Count} classes), got {unmatched.Count} other "
            + $"colour{(unmatched.Count == 1 ? "" : "s")}: {string.Join("; ", listed)}{more}; name the palette that the colours are of, "
            + "and save label maps without smoothing or lossy compression.");
    }

    private static int Packed(Rgb colour) => colour.R << 16 | colour.G << 8 | colour.B;

    private readonly record struct Unmatched(int Count, int First);
}
