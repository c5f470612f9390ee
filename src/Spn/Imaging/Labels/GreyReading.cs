using System.Numerics;

namespace Spn.Imaging;

/// <summary>What a grey file can be read as when nobody said it.</summary>
internal enum GreyReading
{
    /// <summary>Class indices: few distinct small values.</summary>
    Labels,

    /// <summary>The probability of one object: black and white, or levels over the whole range.</summary>
    Mask,

    /// <summary>Both are possible: somebody must say it.</summary>
    Either,
}

/// <summary>Tells greys that are class indices from greys that are a soft mask.</summary>
internal static class GreyImage
{
    /// <summary>Below this a mask would never reach a quarter: nobody saves such a mask.</summary>
    private const int Small = 64;

    /// <summary>More distinct values are no classes, unless somebody said that there are so many.</summary>
    private const int MostClasses = 32;

    /// <summary>More distinct values are no instances.</summary>
    private const int MostInstances = 256;

    /// <summary>So many levels over the whole range are a soft mask.</summary>
    private const int ManyLevels = 9;

    /// <summary>
    /// Indices: at most 32 distinct values below 64, or values below the number of classes where that is known, what is ignored left out;
    /// or at most 256 ids of 16 bits. A mask: black and white alone, or at least nine levels with some in every quarter of the range;
    /// where something was said that only labels have, these can be either.
    /// </summary>
    /// <param name="grey">A grey image, or an RGB image whose channels are equal.</param>
    /// <param name="known">What was said of its labels.</param>
    public static GreyReading Read(Image grey, LabelOptions known)
    {
        var (max, classes, said) = (grey.MaxValue, known.Limit, known.SayLabels);
        var values = Values(grey);
        // What is said to be ignored, other than white, says nothing of the rest.
        var rest = values.Where(value => value == max || value != known.Ignored).ToHashSet();
        if (rest.All(value => value == 0 || value == max))
            return !rest.Contains(max) ? GreyReading.Labels
                : !said ? GreyReading.Mask
                : max < Small || max == known.Ignored ? GreyReading.Labels : GreyReading.Either;
        var inner = values.Where(value => value != LabelMap.Ignore && value != known.Ignored).ToArray();
        var largest = inner.DefaultIfEmpty().Max();
        var spread = values.Select(value => 4 * value / (max + 1)).Distinct().Count() == 4;
        if (largest < classes || largest < Small && inner.Length <= MostClasses && (said || !spread || max >= Small))
            return GreyReading.Labels;
        if (largest > LabelMap.Ignore && !spread && values.Count <= MostInstances)
            return GreyReading.Labels;
        return spread && values.Count >= ManyLevels && max >= Small && !said ? GreyReading.Mask : GreyReading.Either;
    }

    /// <summary>
    /// Whether the samples of a grey file, or the numbers of an array, are 0 and 255 alone and nobody said what 255 is: an object on its
    /// background, or one class with pixels that are not labelled. What is said to be ignored is left out.
    /// </summary>
    public static bool IsBlackAndWhite<T>(ReadOnlySpan<T> samples, LabelOptions known) where T : INumber<T>
    {
        if (known.Ignored == LabelMap.Ignore || known.Encoding != LabelEncoding.Index)
            return false;
        var (zero, white) = (T.Zero, T.CreateChecked(LabelMap.Ignore));
        var ignored = known.Ignored is { } named ? T.CreateChecked(named) : white;
        return !samples.ContainsAnyExcept(zero, white, ignored) && samples.Contains(zero) && samples.Contains(white);
    }

    private static HashSet<int> Values(Image grey)
    {
        var occurs = new bool[grey.MaxValue + 1];
        for (var i = 0; i < grey.Samples.Length; i += grey.Channels)
            occurs[grey.Samples[i]] = true;
        return [.. Enumerable.Range(0, occurs.Length).Where(value => occurs[value])];
    }
}
