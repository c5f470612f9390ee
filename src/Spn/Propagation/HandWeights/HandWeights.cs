using System.Buffers;
using System.Numerics.Tensors;

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
    /// <c>d = 1 + σ_s / σ_r · Σ_c |I_c − I'_c|</c> between a pixel and the one before it in the scan. Then Eq. (9) is the recursive
    /// edge-aware filter.
    /// </summary>
    /// <param name="image">N×C×H×W, in [0, 1] when C is 1 or 3, any finite features otherwise.</param>
    /// <param name="options">σ_s and σ_r; all defaults when null.</param>
    /// <returns>N×4×1×1×H×W.</returns>
    /// <exception cref="ArgumentException">The image is not finite or out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PropagationWeights DomainTransform(FeatureMap image, DomainTransformOptions? options = null)
    {
        var settings = (options ?? DomainTransformOptions.Default).Check();
        return Whole(Connection.OneWay, Checked(image), batch => HandWeightRows.DomainTransform(image, batch, settings, default));
    }

    /// <summary>
    /// Weights that know the answer: each pixel listens to all neighbours of its own label alike, Σp = 1, and to no other. No guidance
    /// network can draw better walls, so what a propagation cannot do with these it cannot do at all.
    /// </summary>
    /// <param name="labels">H×W labels; the ignore label counts as one of them.</param>
    /// <param name="connection">One neighbour or three.</param>
    /// <returns>1×4×K×1×H×W.</returns>
    public static PropagationWeights FromLabels(LabelMap labels, Connection connection = Connection.ThreeWay)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return LabelWeights.Of(labels, connection);
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
        return Whole(Connection.ThreeWay, Checked(image), batch => HandWeightRows.ColourDistance(image, batch, settings, default));
    }

    /// <summary>The weights of whole pictures, by rows in parallel.</summary>
    private static unsafe PropagationWeights Whole(Connection connection, FeatureMap image, Func<int, HandWeightRows> rowsOf)
    {
        var weights = new PropagationWeights(connection, image.Shape with { Channels = 1 });
        var (width, line) = (image.Width, image.Width + 4);
        for (var n = 0; n < image.Batch; n++)
        {
            var (batch, rows) = (n, rowsOf(n));
            default(RowWork).For(image.Height, row =>
            {
                var made = ArrayPool<float>.Shared.Rent(weights.Neighbours * line);
                fixed (float* target = made)
                    foreach (var direction in Directions.All)
                    {
                        rows.Fill(direction, row, 0, width, target, line);
                        for (var k = 0; k < weights.Neighbours; k++)
                            made.AsSpan(k * line, width).CopyTo(weights.Plane(batch, direction, k, 0).Slice(row * width, width));
                    }

                ArrayPool<float>.Shared.Return(made);
            });
        }

        return weights;
    }

    /// <summary>The image, once every value of it is finite and, where it is grey or colours, from 0 to 1.</summary>
    internal static FeatureMap Checked(FeatureMap image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var colours = image.Channels is 1 or 3;
        // NaN passes no comparison, and it is what a minimum of values with a NaN among them is.
        var (least, most) = (TensorPrimitives.Min<float>(image.Values), TensorPrimitives.Max<float>(image.Values));
        if (colours ? least >= 0 && most <= 1 : float.IsFinite(least) && float.IsFinite(most))
            return image;
        var bad = Array.Find(image.Values, value => !float.IsFinite(value) || (colours && value is < 0 or > 1));
        var (expected, cure) = colours ? ("intensities from 0 to 1", "divide bytes by 255") : ("finite features", "replace it first");
        throw new ArgumentException(
            FormattableString.Invariant($"expected an image of {expected}, got {bad}; {cure}."), nameof(image));
    }
}
