namespace Spn.Learning;

/// <summary>
/// The spatial propagation of Eqs. (9) and (10): four scans of the first input with the weights of the second one, and their node-wise
/// maximum. With the stability constraint of Theorem 3 the weights may be raw, of any size.
/// </summary>
/// <remarks>The inputs are x, N×C×H×W, and the weights p, N×(4·K·C)×H×W, or N×(4·K)×H×W to share them among channels.</remarks>
public sealed class PropagationLayer : Layer
{
    private readonly PropagationOptions _options;
    private FeatureMap? _scratchInput;
    private PropagationWeights? _scratchWeights;

    /// <summary>A propagation.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="options">The backend and the constraint; null is <see cref="PropagationOptions.Default"/>.</param>
    public PropagationLayer(string name, Connection connection, PropagationOptions? options = null) : base(name)
    {
        if (connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(nameof(connection), $"expected OneWay (K = 1) or ThreeWay (K = 3), got K = {(int)connection}.");
        (Connection, _options) = (connection, options ?? PropagationOptions.Default);
    }

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>What the last forward computed, over the maps of the network: the next forward changes it. Null before the first one.</summary>
    internal PropagationResult? Last { get; private set; }

    /// <inheritdoc/>
    public override string Kind => (Connection == Connection.ThreeWay ? "SPN three-way" : "SPN one-way") + (_options.Stabilize ? ", constrained" : "");

    /// <inheritdoc/>
    public override MapShape OutputShape(IReadOnlyList<MapShape> inputs)
    {
        MapShape x = Expected(inputs, 2)[0], p = inputs[1];
        var shared = 4 * (int)Connection;
        if (p with { Channels = x.Channels } != x || (p.Channels != shared && p.Channels != (long)shared * x.Channels))
            throw Wrong($"weights of {shared * (long)x.Channels} or {shared} channels for a map of {x}", $"{p}");
        return x;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<MapShape> inputs) => 4L * (int)Connection * inputs[0].Count;

    /// <inheritdoc/>
    public override void Forward(IReadOnlyList<FeatureMap> inputs, FeatureMap output, int threads = 0)
    {
        if (Last is not { } last || last.Input != inputs[0] || last.Weights.Values != inputs[1].Values || last.Output != output || last.Options.Threads != threads)
            Last = new PropagationResult(
                inputs[0], AsWeights(inputs[1], inputs[0].Channels), _options.WithThreads(threads), output,
                Last?.Winner is { } winner && winner.Shape == output.Shape ? winner : new DirectionMap(output.Shape, new byte[output.Values.Length]));
        Propagation.ForwardInto(Last);
    }

    /// <inheritdoc/>
    public override void Backward(
        IReadOnlyList<FeatureMap> inputs, FeatureMap output, FeatureMap gradOutput, IReadOnlyList<FeatureMap?> gradInputs, int threads = 0)
    {
        var result = Last ?? throw new InvalidOperationException($"layer '{Name}': expected a forward pass before the backward pass.");
        if (gradInputs[0] is null && gradInputs[1] is null)
            return;
        // The op computes both gradients; one that nobody asked for goes into a map of the layer's own.
        var input = gradInputs[0] ?? (_scratchInput = Fits(_scratchInput, inputs[0].Shape));
        var weights = gradInputs[1] is { } p ? AsWeights(p, inputs[0].Channels)
            : _scratchWeights?.Shape == result.Weights.Shape ? _scratchWeights
            : _scratchWeights = new PropagationWeights(Connection, result.Weights.Shape);
        Propagation.BackwardInto(result, gradOutput, new PropagationGradient(input, weights));
    }

    private static FeatureMap Fits(FeatureMap? map, MapShape shape) => map?.Shape == shape ? map : new FeatureMap(shape);

    /// <summary>Channels of a network are in the order of weights already: direction, neighbour, channel.</summary>
    private PropagationWeights AsWeights(FeatureMap map, int channels) =>
        new(Connection, map.Shape with { Channels = map.Channels == 4 * (int)Connection ? 1 : channels }, map.Values);
}
