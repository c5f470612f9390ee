namespace Spn;

/// <summary>
/// The weights p of Eqs. (9) and (10) for all four directions, N×4×K×C×H×W, float32, stored at the receiving pixel; width is the
/// fastest axis. Directions are in the order of <see cref="Direction"/>. Neighbours are ordered by their index across the scan
/// (row for horizontal scans, column for vertical ones): smaller, same, larger, in every direction. C is the channel count of the
/// map, or 1 for weights shared by all its channels. <see cref="Gated"/> weights have K + 1 maps a direction instead of K.
/// </summary>
/// <remarks>
/// A neighbour outside the map, and every neighbour of the first line of a scan, does not exist: what stands at its place is never
/// read, takes no part in 1 − Σp or Σ|p|, and its gradient is zero.
/// </remarks>
public sealed partial class PropagationWeights
{
    /// <summary>Weights of zero: propagation is then the identity.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    public PropagationWeights(Connection connection, MapShape shape)
        : this(connection, shape, new float[Count(connection, Expect.Shape(shape))]) { }

    /// <summary>Weights over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <param name="values">N·4·K·C·H·W values, width fastest.</param>
    /// <exception cref="ArgumentException">The shape is empty, or the number of values is wrong.</exception>
    public PropagationWeights(Connection connection, MapShape shape, float[] values)
        : this(connection, shape, values, gated: false, null) { }

    private PropagationWeights(Connection connection, MapShape shape, float[] values, bool gated, FeatureMap? inputGate)
    {
        ArgumentNullException.ThrowIfNull(values);
        Shape = Expect.Shape(shape);
        Expect.Length(
            values.Length, Count(connection, shape, gated), $"{connection} weights of shape {Describe(connection, shape, gated)}",
            nameof(values));
        (Connection, Values, IsGated, InputGate) = (connection, values, gated, inputGate);
    }

    /// <summary>One-way or three-way.</summary>
    public Connection Connection { get; }

    /// <summary>K: 1 or 3.</summary>
    public int Neighbours => (int)Connection;

    /// <summary>N×C×H×W: batch, channels (1 when shared) and extent.</summary>
    public MapShape Shape { get; }

    /// <summary>All values, N×4×K×C×H×W, or N×4×(K + 1)×C×H×W of gated weights, width fastest. Writing changes the weights.</summary>
    public float[] Values { get; }

    /// <summary>
    /// The weight at batch item, direction, neighbour (0 to K − 1; K for the g of a gate), channel, row and column of the receiving pixel.
    /// </summary>
    public float this[int batch, Direction direction, int neighbour, int channel, int row, int column]
    {
        get => Plane(batch, direction, neighbour, channel)[PixelOffset(row, column)];
        set => Plane(batch, direction, neighbour, channel)[PixelOffset(row, column)] = value;
    }

    /// <summary>The weights of one neighbour, or the g of a gate, in one direction, H×W values. Writing changes the weights.</summary>
    public Span<float> Plane(int batch, Direction direction, int neighbour, int channel) =>
        Values.AsSpan(PlaneOffset(batch, direction, neighbour, channel), Shape.PlaneSize);

    /// <summary>Where <see cref="Plane"/> starts in <see cref="Values"/>.</summary>
    internal int PlaneOffset(int batch, Direction direction, int neighbour, int channel) =>
        (((Expect.Index(batch, Shape.Batch) * 4 + Expect.Index((int)direction, 4)) * Maps + Expect.Index(neighbour, Maps)) * Shape.Channels
         + Expect.Index(channel, Shape.Channels)) * Shape.PlaneSize;

    /// <summary>
    /// Weights whose value at batch item, direction, neighbour, channel, row, column is given by <paramref name="value"/>.
    /// </summary>
    public static PropagationWeights Generate(Connection connection, MapShape shape, Func<int, Direction, int, int, int, int, float> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var weights = new PropagationWeights(connection, shape);
        var i = 0;
        for (var n = 0; n < shape.Batch; n++)
            foreach (var direction in Directions.All)
                for (var k = 0; k < weights.Neighbours; k++)
                    for (var c = 0; c < shape.Channels; c++)
                        for (var row = 0; row < shape.Height; row++)
                            for (var column = 0; column < shape.Width; column++)
                                weights.Values[i++] = value(n, direction, k, c, row, column);
        return weights;
    }

    /// <summary>The same weight for every neighbour, direction, channel and pixel.</summary>
    public static PropagationWeights Constant(Connection connection, MapShape shape, float value)
    {
        var weights = new PropagationWeights(connection, shape);
        Array.Fill(weights.Values, value);
        return weights;
    }

    /// <summary>Independent uniform weights in [−1, 1), unconstrained, the same for the same seed on every machine.</summary>
    public static PropagationWeights Random(Connection connection, MapShape shape, int seed)
    {
        var random = new Random(seed);
        return Generate(connection, shape, (_, _, _, _, _, _) => 2f * random.NextSingle() - 1f);
    }

    /// <summary>A deep copy.</summary>
    public PropagationWeights Copy() => new(Connection, Shape, (float[])Values.Clone(), IsGated, InputGate?.Copy());

    /// <summary>The connection and the shape N×4×K×C×H×W.</summary>
    public override string ToString() =>
        $"PropagationWeights {Connection} {Describe(Connection, Shape, IsGated)}"
        + (IsGated ? ", gated" : "") + (InputGate is null ? "" : ", with an input gate");

    private int PixelOffset(int row, int column) =>
        Expect.Index(row, Shape.Height) * Shape.Width + Expect.Index(column, Shape.Width);

    private static string Describe(Connection connection, MapShape shape, bool gated) =>
        FormattableString.Invariant($"{shape.Batch}×4×{(int)connection + (gated ? 1 : 0)}×{shape.Channels}×{shape.Height}×{shape.Width}");

    /// <summary>How many weights there are; throws when the connection is not one or there are too many for one array.</summary>
    internal static long Count(Connection connection, MapShape shape, bool gated = false)
    {
        if (connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(
                nameof(connection), $"expected OneWay (K = 1) or ThreeWay (K = 3), got K = {(int)connection}.");
        var count = shape.Count * 4 * ((int)connection + (gated ? 1 : 0));
        if (count > Array.MaxLength)
            throw new ArgumentException(
                $"expected at most {Array.MaxLength} weights, got {Describe(connection, shape, gated)} = {count}; "
                + "share weights among channels (C = 1), split the batch or tile the image.", nameof(shape));
        return count;
    }
}
