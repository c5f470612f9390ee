namespace Spn.Tasks;

/// <summary>
/// Edge-aware smoothing by propagation: the photograph is its own x, scanned in the four directions one after another, with weights that
/// stop at its own edges. Its counterpart without propagation is <see cref="Segmentation.GuidedFilter.Smooth"/>.
/// </summary>
public static class Smoothing
{
    /// <summary>Smooths a photograph.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">The share of the rounds that are made, 0 to 1.</param>
    /// <param name="cancellation">Stops the work between scans.</param>
    /// <returns>Of the photograph's shape, within the range of its values.</returns>
    /// <remarks>
    /// One-way it is the recursive filter of Gastal and Oliveira (2011, doi:10.1145/1964921.1964964): round i of n has
    /// <c>σ_i = σ_s √3 · 2^(n−i) / √(4^n − 1)</c>, so that together they smooth by σ_s. Weights are made once a round, of the
    /// photograph and not of what has become of it.
    /// </remarks>
    /// <exception cref="ArgumentException">The photograph or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Propagate(
        FeatureMap photo, SmoothingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        _ = Segmentation.UpsamplingInput.CheckPhoto(photo);
        var settings = (options ?? SmoothingOptions.Default).Check();
        var propagation = new PropagationOptions { Threads = settings.Threads };
        var (smooth, next) = (photo.Copy(), new FeatureMap(photo.Shape));
        PropagationWeights? weights = null;
        for (var round = 1; round <= settings.Rounds; round++)
        {
            weights = settings.Connection == Connection.OneWay ? OneWay(photo, settings, round)
                : weights ?? HandWeights.ColourDistance(photo, settings.ColourDistance);
            foreach (var direction in Directions.All)
            {
                cancellation.ThrowIfCancellationRequested();
                Propagation.ScanInto(smooth, weights, direction, next, propagation);
                (smooth, next) = (next, smooth);
            }

            progress?.Report((double)round / settings.Rounds);
        }

        return smooth;
    }

    /// <summary>
    /// The weights of a round: <c>exp(−√2 (1 + σ_s / σ_r · Σ|ΔI|) / σ_i)</c>, which is a domain transform with a σ_r of its own.
    /// </summary>
    private static PropagationWeights OneWay(FeatureMap photo, SmoothingOptions options, int round)
    {
        var transform = options.DomainTransform;
        var share = Math.Sqrt(3) * Math.Pow(2, options.Rounds - round) / Math.Sqrt(Math.Pow(4, options.Rounds) - 1);
        return HandWeights.DomainTransform(
            photo, new DomainTransformOptions { SigmaSpace = transform.SigmaSpace * share, SigmaRange = transform.SigmaRange * share });
    }
}
