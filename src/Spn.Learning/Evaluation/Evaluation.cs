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
    /// <exception cref="ArgumentException">
    /// There is no image, there are not as many coarse maps, or an option is outside its range.
    /// </exception>
    public static EvaluationScore Coarse(
        IReadOnlyList<LabelledImage> images, CoarseMaps coarse, EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        return Count(images, coarse, coarse.Upsampled, options ?? new() { Name = "coarse" }, cancellation);
    }

    /// <summary>What a model makes of each image.</summary>
    /// <param name="model">A baseline, or a refiner together with <paramref name="coarse"/>.</param>
    /// <param name="images">At least one image.</param>
    /// <param name="coarse">Their coarse maps; null for a baseline.</param>
    /// <param name="options">Class names, the width of the trimap; all defaults when null.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="ArgumentException">
    /// There is no image, there are not as many coarse maps, or an option is outside its range.
    /// </exception>
    public static EvaluationScore Model(
        ISegmenter model, IReadOnlyList<LabelledImage> images, CoarseMaps? coarse,
        EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Count(images, coarse, i => model.Predict(images[i].ToFeatureMap(), coarse?.Upsampled(i)), options ?? new(), cancellation);
    }

    private static EvaluationScore Count(
        IReadOnlyList<LabelledImage> images, CoarseMaps? coarse, Func<int, FeatureMap> predict,
        EvaluationOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(images);
        SettingsCheck.Check(options);
        if (images.Count == 0)
            throw new ArgumentException("expected at least one image, got none; add images to score on.", nameof(images));
        if (coarse is not null && coarse.Count != images.Count)
            throw new ArgumentException(
                $"expected {images.Count} coarse maps, one an image, got {coarse.Count}; make them from the same list.", nameof(coarse));
        if (coarse is null && options.CoarseBlock > 0)
            throw new ArgumentException("expected coarse maps to count their errors, got none; leave 'coarseBlock' at 0.", nameof(options));
        EvaluationSum? sum = null;
        PlacedAccuracy? places = null;
        for (var i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var probabilities = predict(i);
            var (truth, predicted) = (images[i].Labels, OneHot.ArgMax(probabilities));
            (sum ??= new EvaluationSum(probabilities.Channels, options.TrimapWidth)).Add(truth, predicted);
            if (options.CoarseBlock == 0)
                continue;
            var here = PlacedAccuracy.Of(truth, OneHot.ArgMax(coarse!.Upsampled(i)), predicted, options.CoarseBlock);
            places = places?.Add(here) ?? here;
        }

        return sum!.Score(options.Name, options.ClassNames) with { Places = places };
    }
}
