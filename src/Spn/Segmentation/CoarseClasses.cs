namespace Spn.Segmentation;

/// <summary>A coarse map as one plane for each class, of which only the rows that are asked for are ever made.</summary>
internal sealed class CoarseClasses
{
    private readonly FeatureMap? _probabilities;
    private readonly LabelMap? _labels;
    private readonly bool _mask;

    private CoarseClasses(FeatureMap probabilities, bool mask)
    {
        (_probabilities, _mask) = (probabilities, mask);
        (Height, Width, Count) = (probabilities.Height, probabilities.Width, mask ? 2 : probabilities.Channels);
        Classes = Count <= LabelMap.Ignore ? [.. Enumerable.Range(0, Count).Select(c => (byte)c)] : [];
    }

    private CoarseClasses(LabelMap labels, byte[] classes) =>
        (_labels, Classes, Height, Width, Count) = (labels, classes, labels.Height, labels.Width, classes.Length);

    public int Height { get; }

    public int Width { get; }

    /// <summary>K, the number of classes.</summary>
    public int Count { get; }

    /// <summary>The label of each class; empty where there are more of them than labels.</summary>
    public byte[] Classes { get; } = [];

    /// <summary>Class probabilities, checked.</summary>
    public static CoarseClasses Of(FeatureMap probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities, "coarse");
        if (probabilities.Batch != 1)
            throw new ArgumentException(
                $"expected one coarse map, 1×K×h×w, got {probabilities.Shape}; refine batch items one by one.", "coarse");
        return new CoarseClasses(Checked(probabilities), mask: false);
    }

    /// <summary>A soft mask as two classes, background and object.</summary>
    public static CoarseClasses OfMask(FeatureMap mask)
    {
        ArgumentNullException.ThrowIfNull(mask, "coarse");
        if (mask.Batch != 1 || mask.Channels != 1)
            throw new ArgumentException(
                $"expected a soft mask 1×1×h×w, got {mask.Shape}; give one channel, or refine class probabilities.", "coarse");
        return new CoarseClasses(Checked(mask), mask: true);
    }

    /// <summary>The labels that occur, the smaller first.</summary>
    public static CoarseClasses Of(LabelMap coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        byte[] classes = [.. coarse.LabelsBySize().Order()];
        return classes.Length > 0 ? new CoarseClasses(coarse, classes) : throw new ArgumentException(
            "expected a coarse map with at least one label, got the ignore label everywhere.", nameof(coarse));
    }

    /// <summary>All rows of all classes, 1×K×h×w.</summary>
    public FeatureMap ToProbabilities()
    {
        var map = new FeatureMap(new MapShape(1, Count, Height, Width));
        for (var c = 0; c < Count; c++)
            for (var row = 0; row < Height; row++)
                Row(c, row, 0, map.Plane(0, c).Slice(row * Width, Width));
        return map;
    }

    /// <summary>Columns from <paramref name="from"/> on of a row of one class.</summary>
    public void Row(int index, int row, int from, Span<float> target)
    {
        if (_labels is not null)
        {
            var label = Classes[index];
            var labels = _labels.Labels.AsSpan(row * Width + from, target.Length);
            for (var i = 0; i < target.Length; i++)
                target[i] = labels[i] == label ? 1f : 0f;
            return;
        }

        var source = _probabilities!.Plane(0, _mask ? 0 : index).Slice(row * Width + from, target.Length);
        if (_mask && index == 0)
            for (var i = 0; i < target.Length; i++)
                target[i] = 1 - source[i];
        else
            source.CopyTo(target);
    }

    private static FeatureMap Checked(FeatureMap coarse)
    {
        foreach (var value in coarse.Values)
            if (!(value >= 0 && value <= 1))
                throw new ArgumentException(
                    FormattableString.Invariant($"expected probabilities from 0 to 1, got {value}; apply a softmax to scores first."),
                    nameof(coarse));
        return coarse;
    }
}
