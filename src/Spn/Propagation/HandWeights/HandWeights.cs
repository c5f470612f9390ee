using Spn.Imaging;

namespace Spn;

/// <summary>
/// Edge-aware weights made by hand from an image, where no guidance network has learned any: evidence spreads within what looks
/// alike and stops at edges. All are at least 0 with Σp ≤ 1 (Theorem 3), are zero where a neighbour does not exist, and are shared
/// by all channels of the map (C = 1).
/// </summary>
public static class HandWeights
{
    /// <summary>
    /// One-way weights by the domain transform, as Chen et al. ([4] of the paper) use it: <c>p = exp(−√2 d / σ_s)</c> with
    /// <c>d = 1 + σ_s / σ_r · Σ_c |I_c − I'_c|</c> between a pixel and the one before it in the scan. Then Eq. (9) is the recursive edge-aware filter.
    /// </summary>
    /// <param name="image">N×C×H×W, in [0, 1] when C is 1 or 3, any finite features otherwise.</param>
    /// <param name="options">σ_s and σ_r; all defaults when null.</param>
    /// <returns>N×4×1×1×H×W.</returns>
    /// <exception cref="ArgumentException">The image is not finite or out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PropagationWeights DomainTransform(FeatureMap image, DomainTransformOptions? options = null)
    {
        var settings = (options ?? DomainTransformOptions.Default).Check();
        return Fill(Connection.OneWay, Checked(image), pixels => (pixel, neighbours, weights) =>
            weights[0] = Math.Exp(-Math.Sqrt(2) * (1 / settings.SigmaSpace + pixels.AbsoluteDistance(pixel, neighbours[0]) / settings.SigmaRange)));
    }

    /// <summary>
    /// Three-way weights by colour distance: with similarities <c>g_k = exp(−d_k / (σ d̄))</c>, d_k the distance to neighbour k and d̄ the
    /// mean distance of adjacent pixels, <c>p_k = strength · max(g) · g_k / Σg</c>. So a pixel takes over as much as its most similar
    /// neighbour deserves, shared out among its neighbours by similarity.
    /// </summary>
    /// <param name="image">
    /// N×C×H×W: colours (C = 3, sRGB in [0, 1], compared in L*a*b*), grey (C = 1, in [0, 1]) or any finite features, compared as they are.
    /// </param>
    /// <param name="options">σ, strength, smoothing; all defaults when null.</param>
    /// <returns>N×4×3×1×H×W.</returns>
    /// <exception cref="ArgumentException">The image is not finite or out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PropagationWeights ColourDistance(FeatureMap image, ColourDistanceOptions? options = null)
    {
        var settings = (options ?? ColourDistanceOptions.Default).Check();
        var compared = Checked(image).Channels == 3 ? ColourSpace.SrgbToLab(image) : image;
        return Fill(Connection.ThreeWay, GaussianBlur.Apply(compared, settings.Smoothing), pixels =>
        {
            var scale = settings.Sigma * pixels.MeanAdjacentDistance();
            return (pixel, neighbours, weights) =>
            {
                double sum = 0, most = 0;
                for (var k = 0; k < weights.Length; k++)
                {
                    if (neighbours[k] < 0)
                        continue;
                    var distance = pixels.Distance(pixel, neighbours[k]);
                    weights[k] = distance == 0 ? 1 : Math.Exp(-distance / scale);
                    (sum, most) = (sum + weights[k], Math.Max(most, weights[k]));
                }

                for (var k = 0; k < weights.Length && sum > 0; k++)
                    weights[k] *= settings.Strength * most / sum;
            };
        });
    }

    /// <summary>The weights of one pixel from the offsets of its neighbours in the plane, −1 where there is none; they come in as zeros.</summary>
    private delegate void PixelRule(int pixel, ReadOnlySpan<int> neighbours, Span<double> weights);

    private static PropagationWeights Fill(Connection connection, FeatureMap features, Func<PixelDistances, PixelRule> ruleOf)
    {
        var weights = new PropagationWeights(connection, features.Shape with { Channels = 1 });
        for (var n = 0; n < features.Batch; n++)
        {
            var (batch, rule) = (n, ruleOf(new PixelDistances(features, n)));
            foreach (var direction in Directions.All)
            {
                var lines = ScanLines.Of(direction, features.Height, features.Width);
                Parallel.For(1, lines.Count, line => FillLine(weights, batch, direction, lines, line, rule));
            }
        }

        return weights;
    }

    private static void FillLine(PropagationWeights weights, int batch, Direction direction, ScanLines lines, int line, PixelRule rule)
    {
        Span<int> neighbours = stackalloc int[weights.Neighbours];
        Span<double> p = stackalloc double[weights.Neighbours];
        for (var across = 0; across < lines.Length; across++)
        {
            p.Clear();
            for (var k = 0; k < p.Length; k++)
            {
                var neighbour = ScanLines.Neighbour(across, k, p.Length);
                neighbours[k] = lines.Has(neighbour) ? lines.Offset(line - 1, neighbour) : -1;
            }

            var pixel = lines.Offset(line, across);
            rule(pixel, neighbours, p);
            for (var k = 0; k < p.Length; k++)
                weights.Plane(batch, direction, k, 0)[pixel] = (float)p[k];
        }
    }

    private static FeatureMap Checked(FeatureMap image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var colours = image.Channels is 1 or 3;
        foreach (var value in image.Values)
            if (!float.IsFinite(value) || (colours && value is < 0 or > 1))
                throw new ArgumentException(FormattableString.Invariant(
                    $"expected an image of {(colours ? "intensities from 0 to 1" : "finite features")}, got {value}; {(colours ? "divide bytes by 255" : "replace it first")}."), nameof(image));
        return image;
    }
}
