using System.Runtime.Intrinsics;

namespace Spn.Learning;

/// <summary>
/// Convolution with bias on N×C×H×W maps in float32: weights O×I×k×k with k 1 or 3, stride 1 or 2, padding k/2, and its two gradients.
/// The result does not depend on the number of threads.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>y[o] = bias[o] + Σ over i and taps of weights[o, i] · x[i]; y is overwritten.</summary>
    /// <param name="x">N×I×H×W.</param>
    /// <param name="weights">O×I×k×k.</param>
    /// <param name="bias">O values.</param>
    /// <param name="y">N×O×⌈H/s⌉×⌈W/s⌉.</param>
    /// <param name="stride">s, 1 or 2.</param>
    /// <param name="threads">At most this many threads; 0 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static void Forward(FeatureMap x, float[] weights, float[] bias, FeatureMap y, int stride, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var shape = ConvolutionShape.Of(x, weights, y, stride);
        ArgumentNullException.ThrowIfNull(bias);
        Expect.Length(bias.Length, shape.Outputs, "a bias per output channel", nameof(bias));
        fixed (float* source = x.Values, pinnedWeights = weights, pinnedBias = bias, target = y.Values)
            Run(Gather.Forward(shape), source, pinnedWeights, pinnedBias, target, Threads(shape, threads));
    }

    /// <summary>The gradient at the input: gradX[i] = Σ over o and taps of weights[o, i] · gradY[o]; gradX is overwritten.</summary>
    /// <param name="gradY">N×O×⌈H/s⌉×⌈W/s⌉.</param>
    /// <param name="weights">O×I×k×k.</param>
    /// <param name="gradX">N×I×H×W.</param>
    /// <param name="stride">s, 1 or 2.</param>
    /// <param name="threads">At most this many threads; 0 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static void BackwardInput(FeatureMap gradY, float[] weights, FeatureMap gradX, int stride, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var shape = ConvolutionShape.Of(gradX, weights, gradY, stride);
        fixed (float* source = gradY.Values, pinnedWeights = weights, target = gradX.Values)
            Run(Gather.BackwardInput(shape), source, pinnedWeights, null, target, Threads(shape, threads));
    }

    /// <summary>
    /// The gradients at the weights and the bias, summed over the batch and all pixels, are <b>added</b> to
    /// <paramref name="gradWeights"/> and <paramref name="gradBias"/>.
    /// </summary>
    /// <param name="x">N×I×H×W.</param>
    /// <param name="gradY">N×O×⌈H/s⌉×⌈W/s⌉.</param>
    /// <param name="gradWeights">O×I×k×k.</param>
    /// <param name="gradBias">O values.</param>
    /// <param name="stride">s, 1 or 2.</param>
    /// <param name="threads">At most this many threads; 0 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static void BackwardWeights(FeatureMap x, FeatureMap gradY, float[] gradWeights, float[] gradBias, int stride, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var shape = ConvolutionShape.Of(x, gradWeights, gradY, stride);
        ArgumentNullException.ThrowIfNull(gradBias);
        Expect.Length(gradBias.Length, shape.Outputs, "a bias gradient per output channel", nameof(gradBias));
        fixed (float* source = x.Values, gradient = gradY.Values, toWeights = gradWeights, toBias = gradBias)
        {
            threads = Threads(shape, threads);
            if (Vector512.IsHardwareAccelerated)
                WeightGradientTeam<Simd512, Vector512<float>, Eight>.Run(shape, source, gradient, toWeights, toBias, threads);
            else if (Vector256.IsHardwareAccelerated)
                WeightGradientTeam<Simd256, Vector256<float>, Four>.Run(shape, source, gradient, toWeights, toBias, threads);
            else if (Vector128.IsHardwareAccelerated)
                WeightGradientTeam<Simd128, Vector128<float>, Four>.Run(shape, source, gradient, toWeights, toBias, threads);
            else
                WeightGradientTeam<SimdScalar, float, Four>.Run(shape, source, gradient, toWeights, toBias, threads);
        }
    }

    private static void Run(in Gather gather, float* source, float* weights, float* bias, float* target, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
            GatherTeam<Simd512, Vector512<float>, Eight>.Run(gather, source, weights, bias, target, threads);
        else if (Vector256.IsHardwareAccelerated)
            GatherTeam<Simd256, Vector256<float>, Four>.Run(gather, source, weights, bias, target, threads);
        else if (Vector128.IsHardwareAccelerated)
            GatherTeam<Simd128, Vector128<float>, Four>.Run(gather, source, weights, bias, target, threads);
        else
            GatherTeam<SimdScalar, float, Four>.Run(gather, source, weights, bias, target, threads);
    }

    /// <summary>Threads for a call: as asked, all cores for 0, one where a second would cost more than it gives.</summary>
    private static int Threads(in ConvolutionShape shape, int asked) =>
        shape.MultiplyAdds < 1 << 18 ? 1 : asked == 0 ? Environment.ProcessorCount : asked;
}
