namespace Spn;

/// <summary>
/// The operator of a convolutional spatial propagation network (Cheng, Wang and Yang, ECCV 2018, DOI 10.1007/978-3-030-01270-0_7): every
/// pixel takes from its eight neighbours at once, n times. With h_0 = x and q from the raw weights,
/// <c>h_{t+1} = (1 − Σ_k q_k) c_t + Σ_k q_k h_{t,k}</c>, where c_t is h_t (<see cref="IteratedCentre.Current"/>) or x
/// (<see cref="IteratedCentre.Start"/>), and k runs over the neighbours that exist. After each step hint pixels are set to their value.
/// </summary>
/// <remarks>
/// A constant map stays exactly as it is. Values are not searched for NaN; an infinite value gives NaN around it. Weights are taken as raw.
/// The backward computes the steps again from every ⌈√n⌉-th one: it holds about 2√n maps.
/// </remarks>
public static class IteratedPropagation
{
    /// <summary>n steps.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×8×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="options">Null is <see cref="IteratedOptions.Default"/>.</param>
    /// <param name="hints">Pixels that are set again after each step; none when null.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or an option is out of its range.</exception>
    public static IteratedResult Forward(
        FeatureMap x, IteratedWeights weights, IteratedOptions? options = null, IteratedHints? hints = null)
    {
        var settings = Check(x, weights, options, hints);
        var output = new FeatureMap(x.Shape);
        for (var n = 0; n < x.Batch; n++)
        {
            var steps = new IteratedSteps(x, weights, settings, hints, n);
            var (h, next) = (steps.Start, steps.Blank());
            for (var t = 0; t < settings.Steps; t++)
            {
                steps.Step(h, next);
                (h, next) = (next, t == 0 ? steps.Blank() : h);
            }

            steps.Padding.Take(h, output, n);
        }

        return new IteratedResult(x, weights, settings, hints, output);
    }

    /// <summary>
    /// The backward of <see cref="Forward"/>. With g the gradient that reaches h_{t+1}, zero at hint pixels, whose share goes to the hints:
    /// <c>∂q_k += g (h_{t,k} − c_t)</c>, (1 − Σq) g goes to c_t, and Σ_k q_k g from each receiving neighbour to h_t.
    /// </summary>
    /// <param name="result">What the forward gave.</param>
    /// <param name="gradOutput">The gradient of the loss with respect to the output, N×C×H×W.</param>
    /// <exception cref="ArgumentException">Shapes do not match.</exception>
    public static IteratedGradient Backward(IteratedResult result, FeatureMap gradOutput)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(gradOutput);
        var (x, weights, hints) = (result.Input, result.Weights, result.Hints);
        var settings = Check(x, weights, result.Options, hints);
        Expect.SameShape(x.Shape, gradOutput.Shape, nameof(gradOutput));
        var gradient = new IteratedGradient(
            new FeatureMap(x.Shape), new IteratedWeights(weights.Shape), hints is null ? null : new FeatureMap(hints.Values.Shape));
        for (var n = 0; n < x.Batch; n++)
            new IteratedBackward(new IteratedSteps(x, weights, settings, hints, n), settings.Steps).Run(gradOutput, gradient, n);
        return gradient;
    }

    /// <summary>The weights q that are used, from raw ones, of one item and channel: 1×8×H×W in the order of the neighbours.</summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="options">Null is <see cref="IteratedOptions.Default"/>; only the normalisation counts.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch item or channel, or an option is out of its range.</exception>
    public static FeatureMap Used(IteratedWeights weights, IteratedOptions? options = null, int batch = 0, int channel = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var shape = weights.Shape;
        var alone = new IteratedWeights(new MapShape(1, 1, shape.Height, shape.Width));
        for (var k = 0; k < IteratedWeights.Neighbours; k++)
            weights.Plane(batch, k, channel).CopyTo(alone.Plane(0, k, 0));
        var steps = new IteratedSteps(
            new FeatureMap(alone.Shape), alone, (options ?? IteratedOptions.Default).Check(), hints: null, batch: 0);
        var used = new FeatureMap(alone.Shape with { Channels = IteratedWeights.Neighbours });
        steps.Padding.Take(steps.Used.Values, used, 0);
        return used;
    }

    private static IteratedOptions Check(FeatureMap x, IteratedWeights weights, IteratedOptions? options, IteratedHints? hints)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        if (hints is not null && hints.Values.Shape != x.Shape && hints.Values.Shape != x.Shape with { Channels = 1 })
            throw new ArgumentException(
                $"expected hints of shape {x.Shape} or {x.Shape with { Channels = 1 }} like the map, got {hints.Values.Shape}; "
                + "give those of this map.", nameof(hints));
        return (options ?? IteratedOptions.Default).Check();
    }
}
