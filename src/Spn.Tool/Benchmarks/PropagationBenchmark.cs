namespace Spn.Tool.Benchmarks;

/// <summary>One line of the report.</summary>
/// <param name="Shape">N×C×H×W.</param>
/// <param name="Connection">One-way or three-way.</param>
/// <param name="Work">What was timed.</param>
/// <param name="Bytes">The bytes it must move when every array is read or written once.</param>
/// <param name="Time">How long it took.</param>
internal sealed record PropagationFigure(MapShape Shape, Connection Connection, string Work, double Bytes, Timing Time)
{
    /// <summary>Bytes a second at the median.</summary>
    public double Rate => Bytes / Time.Median;
}

/// <summary>
/// Times the op on one shape and connection, with results in memory that is kept, so that nothing is allocated in between.
/// </summary>
internal static class PropagationBenchmark
{
    /// <summary>The work that the comparison with PyTorch looks for.</summary>
    public const string Four = "four + max", Both = "forward + backward";

    private static readonly PropagationOptions Raw = new() { Normalisation = Normalisation.Raw }, Constrained = new();

    public static IEnumerable<PropagationFigure> Run(MapShape shape, Connection connection, bool shared, int threads)
    {
        var weightShape = shared ? shape with { Channels = 1 } : shape;
        var (raw, constrained) = (Raw with { Threads = threads }, Constrained with { Threads = threads });
        var x = new FeatureMap(shape, Noise(shape.Count, 1f, 1));
        var weights = new PropagationWeights(connection, weightShape, Noise(4 * (int)connection * weightShape.Count, 0.6f, 2));
        var (values, p) = ((double)shape.Count, (double)weightShape.Count * (int)connection);
        PropagationFigure Figure(string work, double bytes, Timing time) =>
            new(shape, connection, shared ? work + ", shared" : work, bytes, time);

        var hidden = new FeatureMap(shape);
        foreach (var direction in Directions.All)
            yield return Figure(
                direction.ToWords(), 4 * (p + 2 * values), Timing.Of(() => Propagation.ScanInto(x, weights, direction, hidden, raw)));
        yield return Figure($"{Direction.LeftToRight.ToWords()}, constraint", 4 * (p + 2 * values),
            Timing.Of(() => Propagation.ScanInto(x, weights, Direction.LeftToRight, hidden, constrained)));

        var winner = new DirectionMap(shape, new byte[shape.Count]);
        var result = new PropagationResult(x, weights, raw, hidden, winner);
        var clipped = result with { Options = constrained };
        var fourBytes = 4 * (4 * p + 2 * values) + values;
        yield return Figure(Four, fourBytes, Timing.Of(() => Propagation.ForwardInto(result)));
        yield return Figure(Four + ", constraint", fourBytes, Timing.Of(() => Propagation.ForwardInto(clipped)));

        var reaching = new FeatureMap(shape, Noise(shape.Count, 1f, 3));
        var gradient = new PropagationGradient(new FeatureMap(shape), new PropagationWeights(connection, weightShape));
        // The backward reads x, the weights, the gradient and the winners, and writes the gradients of x and the weights.
        var bothBytes = fourBytes + 4 * (8 * p + 3 * values) + values;
        yield return Figure(Both, bothBytes, Timing.Of(() => ForwardAndBackward(result, reaching, gradient)));
        yield return Figure(Both + ", constraint", bothBytes, Timing.Of(() => ForwardAndBackward(clipped, reaching, gradient)));
        yield return Figure("constraint alone", 4 * 8 * p, Timing.Of(() => Propagation.NormaliseInto(weights, gradient.Weights)));
    }

    internal static void ForwardAndBackward(PropagationResult result, FeatureMap reaching, PropagationGradient gradient)
    {
        Propagation.ForwardInto(result);
        Propagation.BackwardInto(result, reaching, gradient);
    }

    /// <summary>Values spread over [−size, size), cheap to make by the hundred million.</summary>
    internal static float[] Noise(long count, float size, uint seed)
    {
        var values = GC.AllocateUninitializedArray<float>(checked((int)count));
        Parallel.For(0, 64, part =>
        {
            for (var i = count * part / 64; i < count * (part + 1) / 64; i++)
            {
                var hash = ((uint)i + 1) * 2654435761u ^ (seed * 0x9E3779B9u);
                hash = (hash ^ (hash >> 15)) * 0x85EBCA6Bu;
                hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
                values[i] = size * ((hash >> 8) * (2f / (1 << 24)) - 1f);
            }
        });
        return values;
    }
}
