namespace Spn.Learning;

/// <summary>Maps of one extent one after the other, N×C₁×H×W, N×C₂×H×W, … to N×(C₁ + C₂ + …)×H×W: a skip connection.</summary>
/// <param name="name">Unique in the network.</param>
public sealed class ConcatLayer(string name) : Layer(name)
{
    /// <inheritdoc/>
    public override string Kind => "concat";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
            throw Wrong("at least one input", "none");
        foreach (var input in inputs)
            if (input with { Channels = 1 } != inputs[0] with { Channels = 1 })
                throw Wrong("maps of one batch and extent", string.Join(" and ", inputs));
        return inputs[0] with { Channels = checked(inputs.Sum(input => input.Channels)) };
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        for (int i = 0, channel = 0; i < inputs.Count; channel += inputs[i++].Channels)
            Copy(inputs[i], output, channel, threads, gather: true);
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        for (int i = 0, channel = 0; i < inputs.Count; channel += inputs[i++].Channels)
            if (gradInputs[i] is { } gradInput)
                Copy(gradInput, gradOutput, channel, threads, gather: false);
    }

    private static void Copy(FeatureMap part, FeatureMap whole, int channel, int threads, bool gather)
    {
        var length = part.Channels * part.Shape.PlaneSize;
        ItemTeam.Run(part.Batch, part.Shape.Count, threads, 0, (n, _) =>
        {
            var inPart = part.Values.AsSpan(n * length, length);
            var inWhole = whole.Values.AsSpan((n * whole.Channels + channel) * whole.Shape.PlaneSize, length);
            if (gather)
                inPart.CopyTo(inWhole);
            else
                inWhole.CopyTo(inPart);
        });
    }
}
