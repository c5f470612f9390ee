namespace Spn;

/// <summary>
/// <see cref="PropagationWeights"/> in double precision, N×4×K×C×H×W, with the same layout and conventions: what
/// <see cref="Reference"/> computes with, and the gradients that it gives.
/// </summary>
internal sealed class ReferenceWeights
{
    /// <summary>Weights of zero.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <param name="gated">Whether there are K + 1 maps a direction.</param>
    public ReferenceWeights(Connection connection, MapShape shape, bool gated = false)
        : this(connection, shape, new double[PropagationWeights.Count(connection, Expect.Shape(shape), gated)], gated) { }

    /// <summary>Weights over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <param name="values">N·4·K·C·H·W values, width fastest.</param>
    /// <param name="gated">Whether there are K + 1 maps a direction.</param>
    public ReferenceWeights(Connection connection, MapShape shape, double[] values, bool gated = false)
    {
        Shape = Expect.Shape(shape);
        var count = PropagationWeights.Count(connection, shape, gated);
        Expect.Length(values.Length, count, $"{connection} weights over a map of shape {shape}", nameof(values));
        (Connection, Values, IsGated) = (connection, values, gated);
    }

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>K: 1 or 3.</summary>
    public int Neighbours => (int)Connection;

    /// <summary>Whether there are K + 1 maps a direction.</summary>
    public bool IsGated { get; }

    /// <summary>K, or K + 1 of gated weights.</summary>
    public int Maps => Neighbours + (IsGated ? 1 : 0);

    /// <summary>λ, N×(4·C)×H×W with C that of the map or 1; null where x enters by 1 − Σq.</summary>
    public ReferenceMap? InputGate { get; init; }

    /// <summary>N×C×H×W: batch, channels (1 when shared) and extent.</summary>
    public MapShape Shape { get; }

    /// <summary>All values, N×4×K×C×H×W, width fastest. Writing changes the weights.</summary>
    public double[] Values { get; }

    /// <summary>The weight at batch item, direction, neighbour (0 to K − 1), channel, row and column of the receiving pixel.</summary>
    public double this[int batch, Direction direction, int neighbour, int channel, int row, int column] =>
        Values[PlaneOffset(batch, direction, neighbour, channel)
            + Expect.Index(row, Shape.Height) * Shape.Width + Expect.Index(column, Shape.Width)];

    /// <summary>The same weights in double precision, copied.</summary>
    public static ReferenceWeights From(PropagationWeights weights) =>
        new(weights.Connection, weights.Shape, Array.ConvertAll(weights.Values, value => (double)value), weights.IsGated)
        {
            InputGate = weights.InputGate is null ? null : ReferenceMap.From(weights.InputGate),
        };

    /// <summary>The weights rounded to float32, copied.</summary>
    public PropagationWeights ToPropagationWeights()
    {
        var values = Array.ConvertAll(Values, value => (float)value);
        var weights = IsGated ? PropagationWeights.Gated(Connection, Shape, values) : new(Connection, Shape, values);
        return weights.WithInputGate(InputGate?.ToFeatureMap());
    }

    /// <summary>The connection and the shape N×C×H×W.</summary>
    public override string ToString() => $"ReferenceWeights {Connection} {Shape}";

    /// <summary>
    /// Where the weights of one neighbour start in <see cref="Values"/>. Those of the next neighbour are <see cref="NeighbourStride"/>
    /// further on.
    /// </summary>
    internal int PlaneOffset(int batch, Direction direction, int neighbour, int channel) =>
        (((Expect.Index(batch, Shape.Batch) * 4 + Expect.Index((int)direction, 4)) * Maps + Expect.Index(neighbour, Maps)) * Shape.Channels
         + Expect.Index(channel, Shape.Channels)) * Shape.PlaneSize;

    /// <summary>From a weight to that of the next neighbour of the same pixel.</summary>
    internal int NeighbourStride => Shape.Channels * Shape.PlaneSize;

    /// <summary>Where the plane of the input gate for a channel of the map starts.</summary>
    internal int InputGateOffset(int batch, Direction direction, int channel) =>
        InputGate!.PlaneOffset(batch, (int)direction * (InputGate.Shape.Channels / 4) + (InputGate.Shape.Channels == 4 ? 0 : channel));
}
