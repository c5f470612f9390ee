namespace Spn;

/// <content>
/// The same calls into memory that the caller keeps: with the Cpu backend a steady loop over the same objects allocates nothing after
/// its first steps. Everything that is written must not share memory with anything that is read.
/// </content>
public static partial class Propagation
{
    /// <summary><see cref="Scan"/> into a map.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="direction">The direction to scan in; only its weights are read.</param>
    /// <param name="hidden">Where the hidden map goes, N×C×H×W.</param>
    /// <param name="options">Null is <see cref="PropagationOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">
    /// Shapes do not match, an option is out of its range, or the result would overwrite the input.
    /// </exception>
    public static void ScanInto(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap hidden, PropagationOptions? options = null)
    {
        options = Check(x, weights, options);
        Check(direction);
        ArgumentNullException.ThrowIfNull(hidden);
        Expect.SameShape(x.Shape, hidden.Shape, nameof(hidden));
        ExpectApart(hidden.Values, x.Values, nameof(hidden));
        ExpectApart(hidden.Values, weights.Values, nameof(hidden));
        ExpectApart(hidden.Values, weights.InputGate?.Values, nameof(hidden));
        Run(x, weights, direction, options, hidden);
    }

    /// <summary><see cref="ScanBackward"/> into a gradient. Of its weights only those of the direction are written.</summary>
    /// <param name="x">N×C×H×W, as in the forward.</param>
    /// <param name="weights">As in the forward.</param>
    /// <param name="direction">As in the forward.</param>
    /// <param name="gradHidden">The gradient of the loss with respect to H, N×C×H×W.</param>
    /// <param name="gradient">Where the gradients go, of the shapes of <paramref name="x"/> and <paramref name="weights"/>.</param>
    /// <param name="options">As in the forward.</param>
    /// <exception cref="ArgumentException">
    /// Shapes do not match, an option is out of its range, or the result would overwrite the input.
    /// </exception>
    public static void ScanBackwardInto(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationGradient gradient,
        PropagationOptions? options = null)
    {
        options = Check(x, weights, options);
        Check(direction);
        ArgumentNullException.ThrowIfNull(gradHidden);
        ArgumentNullException.ThrowIfNull(gradient);
        Expect.SameShape(x.Shape, gradHidden.Shape, nameof(gradHidden));
        CheckGradient(x, weights, gradHidden, gradient.Input, gradient.Weights, nameof(gradient));
        RunBackward(x, weights, direction, gradHidden, options, gradient);
    }

    /// <summary>
    /// <see cref="Forward"/> into the output and the winners of a result, from its input, weights and options: an earlier result whose
    /// input has changed since, or one put together from empty maps.
    /// </summary>
    /// <param name="result">What to compute from, and where to.</param>
    /// <exception cref="ArgumentException">
    /// Shapes do not match, an option is out of its range, or the output would overwrite the input.
    /// </exception>
    public static void ForwardInto(PropagationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        CheckResult(result);
        ExpectApart(result.Output.Values, result.Input.Values, nameof(result));
        ExpectApart(result.Output.Values, result.Weights.Values, nameof(result));
        ExpectApart(result.Output.Values, result.Weights.InputGate?.Values, nameof(result));
        Run(result);
    }

    /// <summary><see cref="Backward"/> into a gradient.</summary>
    /// <param name="result">What the forward gave.</param>
    /// <param name="gradOutput">The gradient of the loss with respect to the output, N×C×H×W.</param>
    /// <param name="gradient">Where the gradients go, of the shapes of the input and the weights.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or a gradient would overwrite what it is computed from.</exception>
    public static void BackwardInto(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(gradOutput);
        ArgumentNullException.ThrowIfNull(gradient);
        CheckResult(result);
        Expect.SameShape(result.Input.Shape, gradOutput.Shape, nameof(gradOutput));
        CheckGradient(result.Input, result.Weights, gradOutput, gradient.Input, gradient.Weights, nameof(gradient));
        RunBackward(result, gradOutput, gradient);
    }

    private static void CheckResult(PropagationResult result)
    {
        Check(result.Input, result.Weights, result.Options);
        ArgumentNullException.ThrowIfNull(result.Output);
        ArgumentNullException.ThrowIfNull(result.Winner);
        Expect.SameShape(result.Input.Shape, result.Output.Shape, nameof(result));
        Expect.SameShape(result.Input.Shape, result.Winner.Shape, nameof(result));
    }

    private static void CheckGradient(
        FeatureMap x, PropagationWeights weights, FeatureMap reaching, FeatureMap gradX, PropagationWeights gradWeights, string name)
    {
        ArgumentNullException.ThrowIfNull(gradX, name);
        ArgumentNullException.ThrowIfNull(gradWeights, name);
        Expect.SameShape(x.Shape, gradX.Shape, name);
        ExpectWeights.Alike(weights, gradWeights, name);
        foreach (var written in (ReadOnlySpan<float[]?>)[gradX.Values, gradWeights.Values, gradWeights.InputGate?.Values])
            foreach (var read in (ReadOnlySpan<float[]?>)[x.Values, weights.Values, reaching.Values, weights.InputGate?.Values])
                ExpectApart(written, read, name);
        ExpectApart(gradWeights.InputGate?.Values, gradX.Values, name);
        ExpectApart(gradWeights.InputGate?.Values, gradWeights.Values, name);
        ExpectApart(gradX.Values, gradWeights.Values, name);
    }

    private static void ExpectApart(float[]? written, float[]? read, string name)
    {
        if (written is not null && ReferenceEquals(written, read))
            throw new ArgumentException(
                "expected a result with an array of its own, got one that is also an input; give another array.", name);
    }
}
