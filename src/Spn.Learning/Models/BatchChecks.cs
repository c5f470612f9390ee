namespace Spn.Learning;

/// <summary>Checks of what a model is given.</summary>
internal static class BatchChecks
{
    /// <summary>An image of three channels; its shape.</summary>
    public static MapShape Image(FeatureMap image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels != 3)
            throw new ArgumentException($"expected an image N×3×H×W, got {image.Shape}; repeat a grey channel three times.", nameof(image));
        return image.Shape;
    }

    /// <summary>Coarse probabilities of the image's size.</summary>
    public static FeatureMap Coarse(FeatureMap? coarse, MapShape image, int classes)
    {
        if (coarse is null)
            throw new ArgumentNullException(
                nameof(coarse), "expected coarse class probabilities to refine, got none; give those of a baseline.");
        if (coarse.Shape == image with { Channels = coarse.Channels } && coarse.Channels != classes)
            throw new ArgumentException(
                $"expected coarse probabilities of the model's {classes} classes, got {coarse.Channels}; make the model for this data "
                + "(TrainingConfig.CreateModel), or give it maps of its classes.", nameof(coarse));
        if (coarse.Shape != image with { Channels = classes })
            throw new ArgumentException(
                $"expected coarse probabilities of {image with { Channels = classes }}, got {coarse.Shape}; resize them to the image.",
                nameof(coarse));
        return coarse;
    }

    /// <summary>N label maps of the extent of <paramref name="image"/>, of labels below the number of classes.</summary>
    public static void Labels(IReadOnlyList<LabelMap> labels, MapShape image, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != image.Batch)
            throw new ArgumentException($"expected {image.Batch} label map(s), one for each image, got {labels.Count}.", nameof(labels));
        foreach (var map in labels)
        {
            if (map.Height != image.Height || map.Width != image.Width)
                throw new ArgumentException(
                    $"expected labels of {image.Height}×{image.Width}, the size of the image, got {map.Height}×{map.Width}.",
                    nameof(labels));
            foreach (var label in map.Labels)
                if (label >= classes && label != LabelMap.Ignore)
                    throw new ArgumentException(
                        $"expected labels from 0 to {classes - 1}, or {LabelMap.Ignore} to ignore a pixel, got {label}; "
                        + "train with more classes or ignore it.", nameof(labels));
        }
    }
}
