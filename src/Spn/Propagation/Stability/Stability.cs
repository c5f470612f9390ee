namespace Spn;

/// <summary>
/// The stability constraint of Theorem 3: at each pixel, over the neighbours that exist, s = Σ|p|; where s &gt; 1, p becomes p / s.
/// And what it does and does not give.
/// </summary>
/// <remarks>
/// <para>
/// With Σ|p| ≤ 1 each row of w_t has absolute sum at most one: ‖w_t‖∞ ≤ 1. The ∞-norm of a product is at most the product of the
/// ∞-norms, so ‖w_t … w_s‖∞ ≤ 1 for any number of steps: a change of one line changes every later line by at most as much, in the
/// max-norm. The spectral radius, which no norm is below, is at most one as well. The same bound holds backwards for the 1-norm of the
/// gradient.
/// </para>
/// <para>
/// The largest <em>singular value</em>, which the paper's wording of Eq. (11) names, is not bounded by one: w = [[1, 0], [1, 0]]
/// satisfies Σ|p| ≤ 1 and has √2. With at most three neighbours √3 bounds it.
/// </para>
/// <para>
/// The hidden map itself: where weights are also nonnegative, h is an average, and stays within the range of x (the maximum
/// principle). Negative weights allow |1 − Σp| up to 2, so each line can add up to 2 max|x|: |h_t| ≤ (2t − 1) max|x|, which
/// p = −1 reaches on x = 1, −1, 1, …. Growth is at most linear, never exponential.
/// </para>
/// </remarks>
public static class Stability
{
    /// <summary>
    /// The longest line, in pixels, for which <see cref="Report"/> computes a spectral radius that needs the general eigenvalue
    /// algorithm, whose time grows with the cube of the length: 64, the extent at which the paper propagates. Weights of one sign need no
    /// such algorithm and have their radius at any length.
    /// </summary>
    public const int SpectralRadiusLimit = 64;

    /// <summary>
    /// The constrained weights: <see cref="Propagation.Normalise"/> with its defaults. What stands at absent neighbours is not read and
    /// comes out as zero. The backward is <see cref="Propagation.NormaliseBackward"/>: where s ≤ 1 the gradient passes unchanged; where
    /// s &gt; 1, with q = p / s, <c>∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s</c>.
    /// </summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W.</param>
    public static PropagationWeights Constrain(PropagationWeights weights) => Propagation.Normalise(weights);

    /// <summary>
    /// Σ|p| of every pixel, and the norms of every w_t and of their running product, for one plane of weights in one direction.
    /// </summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the weights; 0 when they are shared.</param>
    /// <param name="normalisation">How the weights become those of the steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The direction, the batch item or the channel does not exist.</exception>
    /// <exception cref="ArgumentException">
    /// A weight of an existing neighbour is NaN or infinite, or the normalisation takes other weights.
    /// </exception>
    public static StabilityReport Report(
        PropagationWeights weights, Direction direction, int batch = 0, int channel = 0, Normalisation normalisation = Normalisation.Clip)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Expect.Index((int)direction, 4, nameof(direction));
        Expect.Index(batch, weights.Shape.Batch);
        Expect.Index(channel, weights.Shape.Channels);
        return StabilityAnalysis.Of(weights, direction, batch, channel, normalisation);
    }
}
