namespace Spn;

/// <content>The two gates that weights may have: of their own sum, and of the input.</content>
public sealed partial class PropagationWeights
{
    /// <summary>
    /// Weights for <see cref="Normalisation.Gate"/> over <paramref name="values"/>, which are kept, not copied: for each direction the maps
    /// a_1 … a_K, whose softmax over the existing neighbours is how the weights share, then g, whose tanh is their sum.
    /// </summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <param name="values">N·4·(K + 1)·C·H·W values, N×4×(K + 1)×C×H×W, width fastest.</param>
    /// <exception cref="ArgumentException">The shape is empty, or the number of values is wrong.</exception>
    public static PropagationWeights Gated(Connection connection, MapShape shape, float[] values) =>
        new(connection, shape, values, gated: true, null);

    /// <summary>Whether there are K + 1 maps a direction, for <see cref="Normalisation.Gate"/>.</summary>
    public bool IsGated { get; }

    /// <summary>Maps of a direction: K, or K + 1 of gated weights.</summary>
    public int Maps => Neighbours + (IsGated ? 1 : 0);

    /// <summary>
    /// λ, by which x is multiplied where it enters a scan: h = λ ⊙ x + Σ_k q_k h_k instead of (1 − Σq) x + Σ q h, also on first lines,
    /// where h = λ ⊙ x. N×(4·C)×H×W, direction d and channel c at d·C + c; C is that of the map, or 1. Null where there is none.
    /// </summary>
    public FeatureMap? InputGate { get; }

    /// <summary>The same weights, not copied, with another input gate, or none.</summary>
    /// <param name="gate">λ, N×(4·C)×H×W, of these weights' batch, height and width; kept, not copied. Null takes the gate away.</param>
    /// <exception cref="ArgumentException">The shape is another one.</exception>
    public PropagationWeights WithInputGate(FeatureMap? gate)
    {
        if (gate is not null
            && (!ExpectWeights.IsInputGate(gate.Channels, Shape.Channels) || gate.Shape with { Channels = Shape.Channels } != Shape))
            throw new ArgumentException(
                $"expected an input gate N×(4·C)×H×W over weights of shape {Shape}, C = 1 or that of the weights unless they are shared, "
                + $"got {gate.Shape}; give each direction its C channels, the directions one after the other.", nameof(gate));
        return new PropagationWeights(Connection, Shape, Values, IsGated, gate);
    }

    /// <summary>The weights for one channel of a map and one batch item alone, N = C = 1, with its input gate; copied.</summary>
    internal PropagationWeights Channel(int batch, int channel)
    {
        var shape = Shape with { Batch = 1, Channels = 1 };
        var values = new float[4 * Maps * shape.PlaneSize];
        for (var i = 0; i < 4 * Maps; i++)
            Plane(batch, (Direction)(i / Maps), i % Maps, Shape.Channels == 1 ? 0 : channel).CopyTo(values.AsSpan(i * shape.PlaneSize));
        FeatureMap? gate = null;
        if (InputGate is not null)
        {
            gate = new FeatureMap(shape with { Channels = 4 });
            foreach (var direction in Directions.All)
                InputGate.Values.AsSpan(InputGateOffset(batch, direction, channel), shape.PlaneSize).CopyTo(gate.Plane(0, (int)direction));
        }

        return new PropagationWeights(Connection, shape, values, IsGated, gate);
    }

    /// <summary>Weights of zero of the same connection, shape and gates.</summary>
    internal PropagationWeights Blank() =>
        new(Connection, Shape, new float[Values.Length], IsGated, InputGate is null ? null : new FeatureMap(InputGate.Shape));

    /// <summary>Weights of K maps over other values, with the same input gate.</summary>
    internal PropagationWeights Normalised(float[] values) => new(Connection, Shape, values, gated: false, InputGate);

    /// <summary>Where the plane of the input gate for a channel of the map starts.</summary>
    internal int InputGateOffset(int batch, Direction direction, int channel)
    {
        var channels = InputGate!.Channels / 4;
        return ((batch * 4 + (int)direction) * channels + (channels == 1 ? 0 : channel)) * Shape.PlaneSize;
    }
}
