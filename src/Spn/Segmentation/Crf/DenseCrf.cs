namespace Spn.Segmentation;

/// <summary>
/// The fully connected CRF of Krähenbühl and Koltun (NIPS 2011), by which DeepLab and others sharpened their maps: every pixel is tied to
/// every other one by a Gaussian of their distance and a bilateral Gaussian of distance and colour, with Potts compatibility, inferred by
/// mean field. Both kernels are normalised symmetrically, D^(−½) K D^(−½) with D = K·1, as in the authors' code.
/// </summary>
public static class DenseCrf
{
    /// <summary>Pixels at which <see cref="InferByPairs"/> stops: their pairs are 268 million.</summary>
    public const int MostPixelsByPairs = 1 << 14;

    /// <summary>
    /// The marginals after <see cref="DenseCrfOptions.Iterations"/> steps of mean field. The bilateral kernel is filtered on the
    /// permutohedral lattice (Adams, Baek, Davis 2010), which is an approximation; the position kernel is exact but for its tails beyond
    /// five σ.
    /// </summary>
    /// <param name="probabilities">1×C×H×W in [0, 1]; a pixel that is zero in all classes is unknown, and all are equally likely.</param>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="cancellation">Stops the work between passes.</param>
    /// <returns>1×C×H×W, summing to one over the classes.</returns>
    /// <exception cref="ArgumentException">A shape, a value or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Infer(
        FeatureMap probabilities, FeatureMap photo, DenseCrfOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? DenseCrfOptions.Default).Check();
        Check(probabilities, photo);
        using var run = new MeanField(probabilities, photo, settings, new RowWork(settings.Threads, cancellation));
        for (var i = 0; i < settings.Iterations; i++)
            run.Step();
        return run.Marginals();
    }

    /// <summary>
    /// The same with exact kernels, all pairs of pixels one by one in double: what <see cref="Infer"/> approximates, for small pictures.
    /// </summary>
    /// <inheritdoc cref="Infer"/>
    public static FeatureMap InferByPairs(
        FeatureMap probabilities, FeatureMap photo, DenseCrfOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? DenseCrfOptions.Default).Check();
        Check(probabilities, photo);
        if (photo.Shape.PlaneSize > MostPixelsByPairs)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected at most {MostPixelsByPairs} pixels to take in pairs, got {photo.Height}×{photo.Width}; use Infer."),
                nameof(photo));
        return MeanFieldByPairs.Infer(probabilities, photo, settings, cancellation);
    }

    private static void Check(FeatureMap probabilities, FeatureMap photo)
    {
        UpsamplingInput.CheckPhoto(photo);
        UpsamplingInput.CheckProbabilities(probabilities, nameof(probabilities));
        if (probabilities.Height != photo.Height || probabilities.Width != photo.Width)
            throw new ArgumentException(
                $"expected probabilities of the photograph's size, {photo.Height}×{photo.Width}, got {probabilities.Height}×"
                + $"{probabilities.Width}; upsample them first (Resize.Bilinear).", nameof(probabilities));
    }
}
