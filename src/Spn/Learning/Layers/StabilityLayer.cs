namespace Spn.Learning;

/// <summary>
/// The stability constraint of Theorem 3 as a layer of its own: over the neighbours that exist, where s = Σ|p| &gt; 1, p becomes p / s;
/// N×(4·K·C)×H×W to the same. <see cref="PropagationLayer"/> has it built in; this one serves networks that use the constrained weights
/// elsewhere too, with <see cref="PropagationOptions.Stabilize"/> off in the propagation or, as constraining twice changes nothing, on.
/// </summary>
public sealed class StabilityLayer : Layer
{
    /// <summary>A constraint.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    public StabilityLayer(string name, Connection connection) : base(name) =>
        Connection = connection is Connection.OneWay or Connection.ThreeWay
            ? connection
            : throw new ArgumentOutOfRangeException(nameof(connection), $"expected OneWay (K = 1) or ThreeWay (K = 3), got K = {(int)connection}.");

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <inheritdoc/>
    public override string Kind => Connection == Connection.ThreeWay ? "constraint three-way" : "constraint one-way";

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        var p = Single(inputs);
        return p.Channels % (4 * (int)Connection) == 0 ? p : throw Wrong($"weights of a multiple of {4 * (int)Connection} channels", $"{p}");
    }

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0) =>
        Stability.ConstrainInto(AsWeights(inputs[0]), AsWeights(output));

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        if (gradInputs[0] is { } gradInput)
            Stability.ConstrainBackward(AsWeights(inputs[0]), AsWeights(gradOutput)).Values.CopyTo(gradInput.Values, 0);
    }

    /// <summary>Channels of a network are in the order of weights already: direction, neighbour, channel.</summary>
    private PropagationWeights AsWeights(FeatureMap map) => new(Connection, map.Shape with { Channels = map.Channels / (4 * (int)Connection) }, map.Values);
}
