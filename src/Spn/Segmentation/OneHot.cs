namespace Spn.Segmentation;

/// <summary>Between class indices and one plane for each class.</summary>
public static class OneHot
{
    /// <summary>One plane for each class: 1 where a pixel has that class, else 0; an ignored pixel is 0 in all.</summary>
    /// <param name="labels">H×W labels, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="classes">C, 1 to 255.</param>
    /// <returns>1×C×H×W.</returns>
    /// <exception cref="ArgumentException">A label is neither below C nor the ignore label.</exception>
    public static FeatureMap Encode(LabelMap labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (classes is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classes), $"expected 1 to 255 classes, got {classes}.");
        if (labels.ClassCount > classes)
            throw new ArgumentException($"expected labels below {classes} or {LabelMap.Ignore} (ignore), got {labels.ClassCount - 1}; give more classes, or mark it with LabelMap.WithIgnored.", nameof(labels));
        var map = new FeatureMap(new MapShape(1, classes, labels.Height, labels.Width));
        for (var i = 0; i < labels.Labels.Length; i++)
            if (labels.Labels[i] != LabelMap.Ignore)
                map.Values[labels.Labels[i] * labels.Labels.Length + i] = 1f;
        return map;
    }

    /// <summary>
    /// The class with the largest value at each pixel; of equal values the smallest class wins. NaN never wins; where all are NaN the pixel
    /// is ignored.
    /// </summary>
    /// <param name="scores">N×C×H×W with C at most 255: probabilities, logits or one-hot planes.</param>
    /// <param name="batch">The batch item, 0 to N − 1.</param>
    /// <exception cref="ArgumentException">There are more than 255 channels, or no such batch item.</exception>
    public static LabelMap ArgMax(FeatureMap scores, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Channels > 255)
            throw new ArgumentException($"expected at most 255 classes, got {scores.Channels}; label maps hold no more.", nameof(scores));
        Expect.Index(batch, scores.Batch);
        var labels = new byte[scores.Shape.PlaneSize];
        Array.Fill(labels, LabelMap.Ignore);
        var best = new float[labels.Length];
        for (var c = 0; c < scores.Channels; c++)
        {
            var plane = scores.Plane(batch, c);
            for (var i = 0; i < plane.Length; i++)
                if (labels[i] == LabelMap.Ignore ? !float.IsNaN(plane[i]) : plane[i] > best[i])
                    (labels[i], best[i]) = ((byte)c, plane[i]);
        }

        return new LabelMap(scores.Height, scores.Width, labels);
    }
}
