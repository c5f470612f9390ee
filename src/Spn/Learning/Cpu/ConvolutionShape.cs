namespace Spn.Learning;

/// <summary>
/// One convolution: N×I×H×W → N×O×⌈H/s⌉×⌈W/s⌉ with weights O×I×k×k, k 1 or 3, stride s 1 or 2, padding k/2 of zeros.
/// Output pixel (y, x) sees input pixels (s·y + i − k/2, s·x + j − k/2), i and j from 0 to k − 1.
/// </summary>
internal readonly record struct ConvolutionShape(int Batch, int Inputs, int Outputs, int Height, int Width, int Kernel, int Stride)
{
    /// <summary>Rows and columns of zeros around the input.</summary>
    public int Padding => Kernel / 2;

    /// <summary>Rows of the output, ⌈H/s⌉.</summary>
    public int OutHeight => (Height - 1) / Stride + 1;

    /// <summary>Columns of the output, ⌈W/s⌉.</summary>
    public int OutWidth => (Width - 1) / Stride + 1;

    /// <summary>k², the weights between one input and one output channel.</summary>
    public int Taps => Kernel * Kernel;

    /// <summary>Weights, O·I·k².</summary>
    public int WeightCount => checked(Outputs * Inputs * Taps);

    /// <summary>Multiply-adds of one pass, those with the padding counted too.</summary>
    public long MultiplyAdds => (long)Batch * OutHeight * OutWidth * Outputs * Inputs * Taps;

    /// <summary>The shape that input, output, weights and stride give.</summary>
    /// <exception cref="ArgumentException">They do not fit together: the message says what was expected.</exception>
    public static ConvolutionShape Of(FeatureMap input, float[] weights, FeatureMap output, int stride)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(output);
        if (stride is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(stride), FormattableString.Invariant($"expected a stride of 1 or 2, got {stride}."));
        var pairs = (long)input.Channels * output.Channels;
        if (weights.Length != pairs && weights.Length != 9 * pairs)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected {pairs} (1×1) or {9 * pairs} (3×3) weights between {input.Channels} and {output.Channels} channels, got {weights.Length}; check the channels."), nameof(weights));
        var shape = new ConvolutionShape(input.Batch, input.Channels, output.Channels, input.Height, input.Width, weights.Length == pairs ? 1 : 3, stride);
        Expect.SameShape(new MapShape(shape.Batch, shape.Outputs, shape.OutHeight, shape.OutWidth), output.Shape, nameof(output));
        return shape;
    }
}
