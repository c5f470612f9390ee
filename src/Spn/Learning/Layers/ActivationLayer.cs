namespace Spn.Learning;

/// <summary>An activation on its own, N×C×H×W to N×C×H×W; convolutions have one built in.</summary>
/// <param name="name">Unique in the network.</param>
/// <param name="activation">ReLU or ELU.</param>
public sealed class ActivationLayer(string name, Activation activation) : Layer(name)
{
    /// <summary>What is applied.</summary>
    public Activation Activation { get; } = activation;

    /// <inheritdoc/>
    public override string Kind => Activation == Activation.None ? "identity" : Activations.Describe(Activation);

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs) => Single(inputs);

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        inputs[0].Values.CopyTo(output.Values, 0);
        Activations.Apply(Activation, output, threads);
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is not { } gradInput)
            return;
        Activations.Backward(Activation, output, gradOutput, threads);
        gradOutput.Values.CopyTo(gradInput.Values, 0);
    }
}
