namespace Spn;

/// <summary>Where a neighbour stands, seen from the pixel that receives.</summary>
/// <param name="Row">−1, 0 or 1.</param>
/// <param name="Column">−1, 0 or 1.</param>
public readonly record struct NeighbourOffset(int Row, int Column);

/// <summary>
/// The affinity of a convolutional spatial propagation network (CSPN; Cheng, Wang and Yang, ECCV 2018, DOI 10.1007/978-3-030-01270-0_7):
/// eight maps, N×8×C×H×W, float32, stored at the receiving pixel, width fastest, in the order of <see cref="Offsets"/>. C is the channel
/// count of the map, or 1 for weights that all its channels share.
/// </summary>
/// <remarks>A neighbour outside the map does not exist: what stands at its place is never read, and its gradient is zero.</remarks>
public sealed class IteratedWeights
{
    /// <summary>The eight neighbours of a pixel.</summary>
    public const int Neighbours = 8;

    /// <summary>Weights of zero: the operator is then the identity.</summary>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <exception cref="ArgumentException">The shape is empty or too large for one array.</exception>
    public IteratedWeights(MapShape shape) : this(shape, new float[Count(shape)]) { }

    /// <summary>Weights over <paramref name="values"/>, which are kept, not copied.</summary>
    /// <param name="shape">N×C×H×W; C is the channel count of the map, or 1 to share the weights among channels.</param>
    /// <param name="values">N·8·C·H·W values, width fastest.</param>
    /// <exception cref="ArgumentException">The shape is empty, or the number of values is wrong.</exception>
    public IteratedWeights(MapShape shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Expect.Length(values.Length, Count(shape), $"weights of eight neighbours of shape {shape}", nameof(values));
        (Shape, Values) = (shape, values);
    }

    /// <summary>Above left, above, above right, left, right, below left, below, below right.</summary>
    public static IReadOnlyList<NeighbourOffset> Offsets { get; } =
        [new(-1, -1), new(-1, 0), new(-1, 1), new(0, -1), new(0, 1), new(1, -1), new(1, 0), new(1, 1)];

    /// <summary>N×C×H×W: batch, channels (1 when shared) and extent.</summary>
    public MapShape Shape { get; }

    /// <summary>All values, N×8×C×H×W, width fastest. Writing changes the weights.</summary>
    public float[] Values { get; }

    /// <summary>The weights of one neighbour, H×W values. Writing changes the weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch item, neighbour or channel.</exception>
    public Span<float> Plane(int batch, int neighbour, int channel) => Values.AsSpan(
        ((Expect.Index(batch, Shape.Batch) * Neighbours + Expect.Index(neighbour, Neighbours)) * Shape.Channels
         + Expect.Index(channel, Shape.Channels)) * Shape.PlaneSize, Shape.PlaneSize);

    /// <summary>Independent uniform weights in [−1, 1), the same for the same seed on every machine.</summary>
    public static IteratedWeights Random(MapShape shape, int seed)
    {
        var random = new Random(seed);
        var weights = new IteratedWeights(shape);
        foreach (ref var value in weights.Values.AsSpan())
            value = 2f * random.NextSingle() - 1f;
        return weights;
    }

    /// <summary>A deep copy.</summary>
    public IteratedWeights Copy() => new(Shape, (float[])Values.Clone());

    /// <summary>The shape N×8×C×H×W.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"IteratedWeights {Shape.Batch}×8×{Shape.Channels}×{Shape.Height}×{Shape.Width}");

    /// <summary>Whether a pixel has a neighbour.</summary>
    internal static bool Exists(NeighbourOffset offset, int row, int column, int height, int width) =>
        (uint)(row + offset.Row) < (uint)height && (uint)(column + offset.Column) < (uint)width;

    private static long Count(MapShape shape)
    {
        var count = Expect.Shape(shape).Count * Neighbours;
        return count <= Array.MaxLength ? count : throw new ArgumentException(
            $"expected at most {Array.MaxLength} weights, got 8 × {shape} = {count}; share them among channels or tile the image.",
            nameof(shape));
    }
}
