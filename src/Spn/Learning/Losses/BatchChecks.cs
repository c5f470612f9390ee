namespace Spn.Learning;

/// <summary>Checks of what a training step is given.</summary>
internal static class BatchChecks
{
    /// <summary>N label maps of the extent of <paramref name="shape"/>, of labels below the number of classes.</summary>
    public static void Labels(IReadOnlyList<LabelMap> labels, MapShape shape, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != shape.Batch)
            throw new ArgumentException($"expected {shape.Batch} label map(s), one for each image, got {labels.Count}.", nameof(labels));
        foreach (var map in labels)
        {
            if (map.Height != shape.Height || map.Width != shape.Width)
                throw new ArgumentException($"expected labels of {shape.Height}×{shape.Width}, the size of the image, got {map.Height}×{map.Width}.", nameof(labels));
            foreach (var label in map.Labels)
                if (label >= classes && label != LabelMap.Ignore)
                    throw new ArgumentException($"expected labels from 0 to {classes - 1}, or {LabelMap.Ignore} to ignore a pixel, got {label}; train with more classes or ignore it.", nameof(labels));
        }
    }

    /// <summary>An image of three channels.</summary>
    public static void Image(FeatureMap image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels != 3)
            throw new ArgumentException($"expected an image N×3×H×W, got {image.Shape}; repeat a grey channel three times.", nameof(image));
    }

    /// <summary>Coarse probabilities of the image's size.</summary>
    public static FeatureMap Coarse(FeatureMap? coarse, MapShape image, int classes)
    {
        if (coarse is null)
            throw new ArgumentNullException(nameof(coarse), "expected coarse class probabilities to refine, got none; give those of a baseline.");
        if (coarse.Shape != image with { Channels = classes })
            throw new ArgumentException($"expected coarse probabilities of {image with { Channels = classes }}, got {coarse.Shape}; resize them to the image.", nameof(coarse));
        return coarse;
    }
}
