namespace Spn.Segmentation;

/// <summary>
/// Refines a coarse segmentation along the edges of its image, without training: probabilities are upsampled bilinearly, weighted by
/// how sure they are, propagated in four directions (Eqs. 9, 10) with weights made from the image, and the node-wise max decides.
/// </summary>
public static class Refinement
{
    /// <summary>The propagation weights that a refinement takes from an image.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="options">The connection and its widths; all defaults when null.</param>
    /// <exception cref="ArgumentException">The image or an option is out of its range.</exception>
    public static PropagationWeights Weights(FeatureMap image, RefinementOptions? options = null)
    {
        var settings = (options ?? RefinementOptions.Default).Check();
        return settings.Connection switch
        {
            Connection.OneWay => HandWeights.DomainTransform(image, settings.DomainTransform),
            Connection.ThreeWay => HandWeights.ColourDistance(image, settings.ColourDistance),
            _ =>
                throw new ArgumentOutOfRangeException(nameof(options), $"expected OneWay or ThreeWay, got K = {(int)settings.Connection}."),
        };
    }

    /// <summary>Refines class probabilities.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">
    /// 1×K×h×w, in [0, 1], h ≤ H and w ≤ W: a probability for each class; zeros in all of them say that nothing is known.
    /// </param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">Is told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>1×K×H×W, summing to one over the classes; zero in all of them where no evidence arrives.</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range, or the memory is too little for this image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Probabilities(
        FeatureMap image, FeatureMap coarse, RefinementOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        new RefinementRun(image, CoarseClasses.Of(coarse), options, progress, cancellation).Probabilities();

    /// <summary>Refines a label map; of the classes only those in it take part. As many of them at a time as the memory allows.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">
    /// h×w labels, h ≤ H and w ≤ W. <see cref="LabelMap.Ignore"/> is no evidence: such places are filled from around.
    /// </param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">Is told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>H×W labels of the same classes; <see cref="LabelMap.Ignore"/> where no evidence arrives.</returns>
    /// <exception cref="ArgumentException">
    /// A shape is out of its range, every label is the ignore label, or the memory is too little for this image.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LabelMap Labels(
        FeatureMap image, LabelMap coarse, RefinementOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        new RefinementRun(image, CoarseClasses.Of(coarse), options, progress, cancellation).Labels();

    /// <summary>Refines class probabilities to labels, in memory that does not grow with the number of classes.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">1×K×h×w, K ≤ 255, as for <see cref="Probabilities"/>.</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">Is told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>
    /// H×W labels, those of the largest of <see cref="Probabilities"/>; <see cref="LabelMap.Ignore"/> where no evidence arrives.
    /// </returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range, or the memory is too little for this image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LabelMap Labels(
        FeatureMap image, FeatureMap coarse, RefinementOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        new RefinementRun(image, CoarseClasses.Of(coarse), options, progress, cancellation).Labels();

    /// <summary>Refines a soft mask of one object.</summary>
    /// <param name="image">1×C×H×W, sRGB or grey in [0, 1].</param>
    /// <param name="coarse">1×1×h×w, the probability of the object in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">Is told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>1×1×H×W, the refined probability.</returns>
    /// <exception cref="ArgumentException">A shape or a value is out of its range, or the memory is too little for this image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Mask(
        FeatureMap image, FeatureMap coarse, RefinementOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var both = new RefinementRun(image, CoarseClasses.OfMask(coarse), options, progress, cancellation).Probabilities();
        return new FeatureMap(both.Shape with { Channels = 1 }, both.Plane(0, 1).ToArray());
    }

    /// <summary>
    /// What there is to beat: the coarse labels upsampled bilinearly as class probabilities, the likeliest class winning.
    /// </summary>
    /// <inheritdoc cref="Labels(FeatureMap, LabelMap, RefinementOptions, IProgress{double}, CancellationToken)"/>
    public static LabelMap UpsampledLabels(FeatureMap image, LabelMap coarse, RefinementOptions? options = null) =>
        Upsampled(image, CoarseClasses.Of(coarse), options);

    /// <summary>What there is to beat: class probabilities upsampled bilinearly, the likeliest class winning.</summary>
    /// <inheritdoc cref="Labels(FeatureMap, FeatureMap, RefinementOptions, IProgress{double}, CancellationToken)"/>
    public static LabelMap UpsampledLabels(FeatureMap image, FeatureMap coarse, RefinementOptions? options = null) =>
        Upsampled(image, CoarseClasses.Of(coarse), options);

    /// <summary>What there is to beat: the coarse mask upsampled bilinearly.</summary>
    /// <inheritdoc cref="Mask"/>
    public static FeatureMap UpsampledMask(FeatureMap image, FeatureMap coarse, RefinementOptions? options = null)
    {
        var settings = (options ?? RefinementOptions.Default).Check();
        var evidence = RefinementRun.Evidence(image, CoarseClasses.OfMask(coarse), settings);
        return evidence.Upsampled(1, new RowWork(settings.Propagation.Threads));
    }

    private static LabelMap Upsampled(FeatureMap image, CoarseClasses coarse, RefinementOptions? options)
    {
        var settings = (options ?? RefinementOptions.Default).Check();
        return RefinementRun.Evidence(image, coarse, settings).Likeliest(new RowWork(settings.Propagation.Threads));
    }
}
