namespace Spn;

/// <summary>
/// The stability constraint of Theorem 3: at each pixel, over the neighbours that exist, s = Σ|p|; where s &gt; 1, p becomes p / s.
/// </summary>
public static class Stability
{
    /// <summary>The constrained weights. What stands at absent neighbours is not read and comes out as zero.</summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W.</param>
    public static PropagationWeights Constrain(PropagationWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return CpuPropagation.Constrain(weights);
    }

    /// <summary>
    /// The backward of <see cref="Constrain"/>. Where s ≤ 1 the gradient passes unchanged; where s &gt; 1, with q = p / s,
    /// <c>∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s</c>. At absent neighbours it is zero.
    /// </summary>
    /// <param name="weights">The raw weights, N×4×K×C×H×W.</param>
    /// <param name="gradConstrained">The gradient of the loss with respect to the constrained weights, of the same connection and shape.</param>
    /// <exception cref="ArgumentException">Connections or shapes differ.</exception>
    public static PropagationWeights ConstrainBackward(PropagationWeights weights, PropagationWeights gradConstrained)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(gradConstrained);
        ExpectWeights.Alike(weights.Connection, weights.Shape, gradConstrained.Connection, gradConstrained.Shape, nameof(gradConstrained));
        return CpuPropagation.ConstrainBackward(weights, gradConstrained);
    }
}
