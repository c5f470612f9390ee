namespace Spn.Tool.Gpu;

/// <summary>One input, with NaN where a neighbour does not exist.</summary>
internal sealed class CudaCheckCase
{
    /// <summary>A random one.</summary>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="shape">N×C×H×W.</param>
    /// <param name="shared">Whether all channels have the same weights, and the same input gate.</param>
    /// <param name="normalisation">Of the weights.</param>
    /// <param name="chunk">Lines of a chunk; 0 for whole scans.</param>
    /// <param name="gated">Whether there is an input gate.</param>
    public CudaCheckCase(Connection connection, MapShape shape, bool shared, Normalisation normalisation, int chunk, bool gated)
    {
        (Normalisation, Chunk, Shared) = (normalisation, chunk, shared);
        var weightShape = shared ? shape with { Channels = 1 } : shape;
        X = FeatureMap.Random(shape, 1);
        Gradient = FeatureMap.Random(shape, 2);
        GradNormalised = PropagationWeights.Random(connection, weightShape, 3);
        Weights = Random(connection, weightShape, normalisation);
        if (normalisation == Normalisation.Raw)
            foreach (ref var weight in Weights.Values.AsSpan())
                weight *= 0.95f / (int)connection;
        foreach (var direction in Directions.All)
            for (var n = 0; n < shape.Batch; n++)
                for (var k = 0; k < Weights.Maps; k++)
                    for (var c = 0; c < weightShape.Channels; c++)
                        Poison(Weights.Plane(n, direction, k, c), direction, k);
        if (gated)
            Weights = Weights.WithInputGate(FeatureMap.Random(weightShape with { Channels = 4 * weightShape.Channels }, 5));
    }

    public Normalisation Normalisation { get; }

    public int Chunk { get; }

    public bool Shared { get; }

    public FeatureMap X { get; }

    public FeatureMap Gradient { get; }

    public PropagationWeights Weights { get; }

    public PropagationWeights GradNormalised { get; }

    public override string ToString() =>
        $"{Weights.Connection} {X.Shape}{(Shared ? " shared" : "")} {Normalisation.ToWords()}{(Chunk > 0 ? $" chunk {Chunk}" : "")}"
        + (Weights.InputGate is null ? "" : " input gate");

    private static PropagationWeights Random(Connection connection, MapShape shape, Normalisation normalisation)
    {
        var values = FeatureMap.Random(shape with { Channels = 4 * normalisation.Maps(connection) * shape.Channels }, 4).Values;
        return normalisation == Normalisation.Gate
            ? PropagationWeights.Gated(connection, shape, values)
            : new PropagationWeights(connection, shape, values);
    }

    private void Poison(Span<float> plane, Direction direction, int map)
    {
        var (height, width) = (X.Height, X.Width);
        var step = map < Weights.Neighbours ? map - Weights.Neighbours / 2 : 0; // the last map of gated weights is the pixel's own
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var (along, lines, at, length) = direction.IsHorizontal() ? (column, width, row, height) : (row, height, column, width);
                var line = direction.IsReversed() ? lines - 1 - along : along;
                if (line % (Chunk > 0 ? Chunk : lines) == 0 || at + step < 0 || at + step >= length)
                    plane[row * width + column] = float.NaN;
            }
    }
}
