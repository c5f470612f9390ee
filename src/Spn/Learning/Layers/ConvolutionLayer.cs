namespace Spn.Learning;

/// <summary>
/// A convolution with bias and an activation, N×I×H×W to N×O×⌈H/s⌉×⌈W/s⌉: kernel k×k, stride s, k/2 zeros around the map. As in every
/// deep-learning library it is a cross-correlation: <c>y[o, r, c] = b[o] + Σ w[o, i, a, b] x[i, s·r + a − k/2, s·c + b − k/2]</c>.
/// </summary>
public sealed class ConvolutionLayer : Layer
{
    private readonly int _inputs, _outputs, _kernel, _stride;
    private readonly Activation _activation;
    private readonly Parameter[] _parameters;

    /// <summary>A convolution whose weights are drawn from a normal distribution of variance 2 / (I·k²) (He et al. 2015); the bias is zero.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="inputs">I, channels of the input.</param>
    /// <param name="outputs">O, channels of the output.</param>
    /// <param name="options">The kernel, stride, activation and initialisation; null is 3×3, stride 1, ReLU.</param>
    /// <param name="seed">Of the random weights.</param>
    public ConvolutionLayer(string name, int inputs, int outputs, ConvolutionOptions? options = null, int seed = 0) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var o = (options ?? ConvolutionOptions.Default).Check();
        (_inputs, _outputs, _kernel, _stride, _activation) = (inputs, outputs, o.Kernel, o.Stride, o.Activation);
        Weights = new Parameter($"{name}.weight", [outputs, inputs, _kernel, _kernel]);
        Bias = new Parameter($"{name}.bias", [outputs]) { DecayFactor = 0 };
        _parameters = [Weights, Bias];
        NormalNumbers.Fill(Weights.Values, o.InitialGain * Math.Sqrt(2.0 / (inputs * _kernel * _kernel)), seed);
    }

    /// <summary>O×I×k×k.</summary>
    public Parameter Weights { get; }

    /// <summary>O. Not decayed unless its factor is changed.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public override string Kind =>
        $"conv {_kernel}×{_kernel}{(_stride == 1 ? "" : $" /{_stride}")}{(_activation == Activation.None ? "" : ", " + Activations.Describe(_activation))}";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var input = Single(inputs);
        return input.Channels == _inputs
            ? new MapShape(input.Batch, _outputs, (input.Height + _stride - 1) / _stride, (input.Width + _stride - 1) / _stride)
            : throw Wrong($"{_inputs} channels", $"{input}");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<MapShape> inputs) => OutputShape(inputs).Count * _inputs * _kernel * _kernel;

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        Convolution.Forward(inputs[0], Weights.Values, Bias.Values, output, _stride, threads);
        Activations.Apply(_activation, output, threads);
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        Activations.Backward(_activation, output, gradOutput, threads);
        Convolution.BackwardWeights(inputs[0], gradOutput, Weights.Gradient, Bias.Gradient, _stride, threads);
        if (gradInputs[0] is { } gradInput)
            Convolution.BackwardInput(gradOutput, Weights.Values, gradInput, _stride, threads);
    }
}
