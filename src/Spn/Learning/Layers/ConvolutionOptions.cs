namespace Spn.Learning;

/// <summary>The form of a convolution.</summary>
public sealed record ConvolutionOptions
{
    /// <summary>3×3, stride 1, ReLU.</summary>
    public static ConvolutionOptions Default { get; } = new();

    /// <summary>k: 1 or 3.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>s: 1 or 2.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>What follows.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What the random initial weights are multiplied by; 0 starts at zero.</summary>
    public double InitialGain { get; init; } = 1;

    /// <summary>The same with another kernel size.</summary>
    public ConvolutionOptions WithKernel(int kernel) => this with { Kernel = kernel };

    /// <summary>The same with another stride.</summary>
    public ConvolutionOptions WithStride(int stride) => this with { Stride = stride };

    /// <summary>The same with another activation.</summary>
    public ConvolutionOptions WithActivation(Activation activation) => this with { Activation = activation };

    /// <summary>The same with other initial weights.</summary>
    public ConvolutionOptions WithInitialGain(double initialGain) => this with { InitialGain = initialGain };

    internal ConvolutionOptions Check()
    {
        if (Kernel is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(Kernel), $"expected a kernel of 1 or 3, got {Kernel}.");
        if (Stride is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(Stride), $"expected a stride of 1 or 2, got {Stride}.");
        if (!double.IsFinite(InitialGain))
            throw new ArgumentOutOfRangeException(nameof(InitialGain), FormattableString.Invariant($"expected a finite gain, got {InitialGain}."));
        _ = Activations.Describe(Activation);
        return this;
    }
}
