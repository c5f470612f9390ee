namespace Spn.Learning;

/// <summary>
/// Convolution with bias on N×C×H×W maps in float32: weights O×I×k×k with k 1 or 3, stride 1 or 2, padding k/2, and its two gradients.
/// The result does not depend on the number of threads.
/// </summary>
internal static class Convolution
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
        for (var n = 0; n < shape.Batch; n++)
            for (var o = 0; o < shape.Outputs; o++)
            {
                var plane = y.Plane(n, o);
                plane.Fill(bias[o]);
                for (var i = 0; i < shape.Inputs; i++)
                    PlainTaps.Forward(shape, x.Plane(n, i), weights.AsSpan((o * shape.Inputs + i) * shape.Taps, shape.Taps), plane);
            }
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
        Array.Clear(gradX.Values);
        for (var n = 0; n < shape.Batch; n++)
            for (var i = 0; i < shape.Inputs; i++)
                for (var o = 0; o < shape.Outputs; o++)
                    PlainTaps.BackwardInput(shape, gradY.Plane(n, o), weights.AsSpan((o * shape.Inputs + i) * shape.Taps, shape.Taps), gradX.Plane(n, i));
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
        for (var n = 0; n < shape.Batch; n++)
            for (var o = 0; o < shape.Outputs; o++)
            {
                var plane = gradY.Plane(n, o);
                for (var i = 0; i < shape.Inputs; i++)
                    PlainTaps.BackwardWeights(shape, x.Plane(n, i), plane, gradWeights.AsSpan((o * shape.Inputs + i) * shape.Taps, shape.Taps));
                gradBias[o] += System.Numerics.Tensors.TensorPrimitives.Sum<float>(plane);
            }
    }
}
