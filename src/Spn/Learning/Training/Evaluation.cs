using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>Scores segmentations over a list of images: over all pixels, and over those near a boundary.</summary>
public static class Evaluation
{
    /// <summary>What there is to beat: the coarse maps upsampled bilinearly, the likeliest class winning.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="coarse">Their coarse maps.</param>
    /// <param name="options">Class names, the width of the trimap; all defaults when null.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static EvaluationScore Coarse(IReadOnlyList<LabelledImage> images, CoarseMaps coarse, EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        return Count(images, coarse, coarse.Upsampled, options ?? EvaluationOptions.Default.WithName("coarse"), cancellation);
    }

    /// <summary>What a model makes of each image.</summary>
    /// <param name="model">A baseline, or a refiner together with <paramref name="coarse"/>.</param>
    /// <param name="images">At least one image.</param>
    /// <param name="coarse">Their coarse maps; null for a baseline.</param>
    /// <param name="options">Class names, the width of the trimap; all defaults when null.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static EvaluationScore Model(
        ITrainable model, IReadOnlyList<LabelledImage> images, CoarseMaps? coarse, EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Count(images, coarse, i => model.Predict(images[i].ToFeatureMap(), coarse?.Upsampled(i)), options ?? EvaluationOptions.Default, cancellation);
    }

    private static EvaluationScore Count(
        IReadOnlyList<LabelledImage> images, CoarseMaps? coarse, Func<int, FeatureMap> predict, EvaluationOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(images);
        options.Check();
        if (images.Count == 0)
            throw new ArgumentException("expected at least one image, got none; add images to score on.", nameof(images));
        if (coarse is not null && coarse.Count != images.Count)
            throw new ArgumentException($"expected {images.Count} coarse maps, one an image, got {coarse.Count}; make them from the same list.", nameof(coarse));
        ConfusionMatrix? all = null, near = null;
        for (var i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var probabilities = predict(i);
            var classes = probabilities.Channels;
            var predicted = OneHot.ArgMax(options.OnlyCoarseClasses && coarse is not null ? Among(probabilities, coarse[i]) : probabilities);
            var truth = images[i].Labels;
            var (here, band) = (ConfusionMatrix.FromLabels(truth, predicted, classes), Trimap.Confusion(truth, predicted, classes, options.TrimapWidth));
            (all, near) = (all?.Add(here) ?? here, near?.Add(band) ?? band);
            options.Progress?.Report(i + 1);
        }

        return new EvaluationScore { Name = options.Name, Pixels = all!.Score(options.ClassNames), Trimap = near!.Score(options.ClassNames), TrimapWidth = options.TrimapWidth, Images = images.Count };
    }

    /// <summary>§5 of the paper, PASCAL VOC: a refined label is one of those that win somewhere in the coarse map.</summary>
    private static FeatureMap Among(FeatureMap probabilities, FeatureMap coarse)
    {
        var present = OneHot.ArgMax(coarse).Labels.Distinct().ToHashSet();
        var kept = probabilities.Copy();
        for (var c = 0; c < kept.Channels; c++)
            if (!present.Contains((byte)c))
                kept.Plane(0, c).Fill(float.NegativeInfinity);
        return kept;
    }
}
