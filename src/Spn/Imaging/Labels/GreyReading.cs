namespace Spn.Imaging;

/// <summary>What a grey file can be read as when nobody said it.</summary>
public enum GreyReading
{
    /// <summary>Class indices: few distinct small values.</summary>
    Labels,

    /// <summary>The probability of one object: black and white, or levels over the whole range.</summary>
    Mask,

    /// <summary>Both are possible: somebody must say it.</summary>
    Either,
}

/// <summary>Tells greys that are class indices from greys that are a soft mask.</summary>
public static class GreyImage
{
    /// <summary>Below this a mask would never reach a quarter: nobody saves such a mask.</summary>
    private const int Small = 64;

    /// <summary>So many levels over the whole range are no classes.</summary>
    private const int ManyLevels = 9;

    /// <summary>
    /// Indices where all values but 255 are below 64, or below <paramref name="classes"/> where those are more, or where they are few
    /// ids of 16 bits. A mask where the values are
    /// black and white alone, or at least nine levels with some in every quarter of the range.
    /// </summary>
    /// <param name="grey">A grey image, or an RGB image whose channels are equal.</param>
    /// <param name="classes">The number of classes; 0 where nobody knows.</param>
    public static GreyReading Read(Image grey, int classes = 0)
    {
        ArgumentNullException.ThrowIfNull(grey);
        var values = new HashSet<ushort>();
        for (var i = 0; i < grey.Samples.Length; i += grey.Channels)
            values.Add(grey.Samples[i]);
        if (values.All(value => value == 0 || value == grey.MaxValue))
            return values.Contains((ushort)grey.MaxValue) ? GreyReading.Mask : GreyReading.Labels;
        var inner = values.Where(value => value != LabelMap.Ignore).ToArray();
        var largest = inner.Length == 0 ? 0 : inner.Max();
        var spread = values.Select(value => 4 * value / (grey.MaxValue + 1)).Distinct().Count() == 4;
        if (largest < Math.Max(classes, Small) && !(spread && grey.MaxValue < Small))
            return GreyReading.Labels;
        if (largest > 255 && !spread)
            return GreyReading.Labels;
        return spread && values.Count >= ManyLevels && grey.MaxValue >= Small ? GreyReading.Mask : GreyReading.Either;
    }
}
