namespace Spn;

/// <summary>
/// The linear propagation op: Eq. (9) with one-way and Eq. (10) with three-way weights. In one direction
/// <c>h_t = (1 − Σ_k p_k) x_t + Σ_k p_k h_{t−1,k}</c>, where k runs over the neighbours that exist and the first line is copied,
/// <c>h_1 = x_1</c>. Forward is four scans and their node-wise maximum.
/// </summary>
/// <remarks>
/// Shapes: x is N×C×H×W, weights are N×4×K×C×H×W, or N×4×K×1×H×W when all channels share them. Weights are taken as raw and are
/// normalised first (<see cref="PropagationOptions.Normalisation"/>); with an input gate λ ⊙ x takes the place of (1 − Σp) x.
/// Values are not searched for NaN or infinity: they spread along the scan as arithmetic has it, and the maximum keeps them (see
/// <see cref="Forward"/>). What stands at absent neighbours is never read.
/// </remarks>
public static partial class Propagation
{
    /// <summary>One scan: the hidden map H of a direction, N×C×H×W.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="direction">The direction to scan in; only its weights are read.</param>
    /// <param name="options">Null is <see cref="PropagationOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or an option is out of its range.</exception>
    /// <exception cref="CudaException">The backend is Cuda, and there is no device or too little memory on it.</exception>
    public static FeatureMap Scan(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions? options = null)
    {
        options = Check(x, weights, options);
        Check(direction);
        var hidden = new FeatureMap(x.Shape);
        Run(x, weights, direction, options, hidden);
        return hidden;
    }

    /// <summary>
    /// The backward of <see cref="Scan"/>: with g the gradient that reaches h, accumulated from the last line to the first,
    /// <c>∂x = (1 − Σp) g</c>, <c>∂p_k = g (h_{t−1,k} − x_t)</c>, and g passes on to the previous line as <c>w_tᵀ g</c>.
    /// </summary>
    /// <param name="x">N×C×H×W, as in the forward.</param>
    /// <param name="weights">As in the forward.</param>
    /// <param name="direction">As in the forward.</param>
    /// <param name="gradHidden">The gradient of the loss with respect to H, N×C×H×W.</param>
    /// <param name="options">As in the forward.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or an option is out of its range.</exception>
    /// <exception cref="CudaException">The backend is Cuda, and there is no device or too little memory on it.</exception>
    public static PropagationGradient ScanBackward(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions? options = null)
    {
        options = Check(x, weights, options);
        Check(direction);
        ArgumentNullException.ThrowIfNull(gradHidden);
        Expect.SameShape(x.Shape, gradHidden.Shape, nameof(gradHidden));
        var gradient = Zeros(x, weights);
        RunBackward(x, weights, direction, gradHidden, options, gradient);
        return gradient;
    }

    /// <summary>Four scans and their node-wise maximum, N×C×H×W, with the direction that won at each element.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="options">Null is <see cref="PropagationOptions.Default"/>.</param>
    /// <remarks>
    /// On a tie the earlier direction wins, in the order of <see cref="Direction"/>. NaN counts as larger than any number, and the
    /// earliest NaN wins, so that no NaN is lost in the maximum.
    /// </remarks>
    /// <exception cref="ArgumentException">Shapes do not match, or an option is out of its range.</exception>
    /// <exception cref="CudaException">The backend is Cuda, and there is no device or too little memory on it.</exception>
    public static PropagationResult Forward(FeatureMap x, PropagationWeights weights, PropagationOptions? options = null)
    {
        options = Check(x, weights, options);
        var winner = new DirectionMap(x.Shape, new byte[x.Values.Length]);
        var result = new PropagationResult(x, weights, options, new FeatureMap(x.Shape), winner);
        Run(result);
        return result;
    }

    /// <summary>
    /// The backward of <see cref="Forward"/>: at each element the gradient goes to the hidden map of the direction that won, and to it
    /// alone.
    /// </summary>
    /// <param name="result">What the forward gave.</param>
    /// <param name="gradOutput">The gradient of the loss with respect to the output, N×C×H×W.</param>
    /// <exception cref="ArgumentException">Shapes do not match.</exception>
    public static PropagationGradient Backward(PropagationResult result, FeatureMap gradOutput)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(gradOutput);
        CheckResult(result);
        Expect.SameShape(result.Input.Shape, gradOutput.Shape, nameof(gradOutput));
        var gradient = Zeros(result.Input, result.Weights);
        RunBackward(result, gradOutput, gradient);
        return gradient;
    }

    private static PropagationGradient Zeros(FeatureMap x, PropagationWeights weights) =>
        new(new FeatureMap(x.Shape), weights.Blank());

    private static PropagationOptions Check(FeatureMap x, PropagationWeights weights, PropagationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        ExpectWeights.Fit(weights.Shape, x.Shape, nameof(weights));
        ExpectWeights.FitInputGate(weights.InputGate?.Shape, x.Shape, nameof(weights));
        return Check(weights, options);
    }

    private static PropagationOptions Check(PropagationWeights weights, PropagationOptions? options)
    {
        options ??= PropagationOptions.Default;
        options.Normalisation.Takes(weights.IsGated, nameof(weights));
        Normalisations.CheckChunk(options.Chunk, nameof(options));
        if (!Enum.IsDefined(options.Backend))
            throw new ArgumentOutOfRangeException(
                nameof(options), $"expected the backend Cpu, Reference or Cuda, got {(int)options.Backend}.");
        if (options.Threads < 0)
            throw new ArgumentOutOfRangeException(nameof(options), $"expected 0 (all cores) or more threads, got {options.Threads}.");
        return options;
    }

    private static void Check(Direction direction) => Expect.Index((int)direction, 4, nameof(direction));
}
