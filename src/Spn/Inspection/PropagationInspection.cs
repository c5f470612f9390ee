namespace Spn.Inspection;

/// <summary>A propagation looked at from inside: what each direction does with which weights. Numbers alone; pictures are made of them.</summary>
public sealed record PropagationInspection
{
    /// <summary>The input x, 1×C×H×W.</summary>
    public required FeatureMap Input { get; init; }

    /// <summary>The raw weights, before the constraint: 1×4×K×C×H×W, C = 1 where all channels share them.</summary>
    public required PropagationWeights Weights { get; init; }

    /// <summary>Whether the weights went through the stability constraint.</summary>
    public required bool Stabilized { get; init; }

    /// <summary>The node-wise maximum, 1×C×H×W.</summary>
    public required FeatureMap Output { get; init; }

    /// <summary>The direction that won at each element.</summary>
    public required DirectionMap Winner { get; init; }

    /// <summary>The four directions, in the order of <see cref="Direction"/>.</summary>
    public required IReadOnlyList<DirectionInspection> Directions { get; init; }

    /// <summary>The share of pixels at the limit over all directions.</summary>
    public double LimitShare => Directions.Average(direction => direction.LimitShare);

    /// <summary>The share of weights below zero over all directions.</summary>
    public double NegativeShare => Directions.Average(direction => direction.NegativeShare);

    /// <summary>Mean |output − x| of each channel: where the propagation does most.</summary>
    public IReadOnlyList<double> Changes => [.. Enumerable.Range(0, Input.Channels).Select(channel =>
    {
        Span<float> x = Input.Plane(0, channel), h = Output.Plane(0, channel);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += Math.Abs((double)h[i] - x[i]);
        return sum / x.Length;
    })];

    /// <summary>Looks at one batch item of a propagation.</summary>
    /// <param name="result">What <see cref="Propagation.Forward"/> gave.</param>
    /// <param name="batch">The batch item.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch item.</exception>
    public static PropagationInspection Of(PropagationResult result, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        Expect.Index(batch, result.Input.Batch);
        var shape = result.Input.Shape with { Batch = 1 };
        var weights = Only(result.Weights, batch);
        var input = Only(result.Input, batch);
        var winner = new DirectionMap(shape, result.Winner.Values.AsSpan(batch * (int)shape.Count, (int)shape.Count).ToArray());
        var shares = winner.Shares();
        return new PropagationInspection
        {
            Input = input,
            Weights = weights,
            Stabilized = result.Options.Stabilize,
            Output = Only(result.Output, batch),
            Winner = winner,
            Directions = [.. Spn.Directions.All.Select(direction => Of(
                weights, direction, result.Options.Stabilize, Propagation.Scan(input, weights, direction, result.Options),
                shares[(int)direction]))],
        };
    }

    /// <summary>The weights of one channel alone, 1×4×K×1×H×W, as they are used: through the constraint where the propagation has it.</summary>
    /// <param name="channel">A channel of the input.</param>
    public PropagationWeights UsedWeights(int channel)
    {
        Expect.Index(channel, Input.Channels);
        var only = new PropagationWeights(Weights.Connection, Weights.Shape with { Channels = 1 });
        foreach (var direction in Spn.Directions.All)
            for (var k = 0; k < Weights.Neighbours; k++)
                Weights.Plane(0, direction, k, Weights.Shape.Channels == 1 ? 0 : channel).CopyTo(only.Plane(0, direction, k, 0));
        if (Stabilized)
            Stability.ConstrainInto(only, only);
        return only;
    }

    /// <summary>The four directions as a table; shares in per cent, Σ|p| before the constraint, lengths in pixels along the scan.</summary>
    public override string ToString() =>
        "direction             wins %  zero %  negative %  mean Σ|p|  largest Σ|p|  at the limit %  mean length  gradient reaches\n"
        + string.Join("\n", Directions.Select(one => FormattableString.Invariant(
            $"{one.Direction.ToArrow()} {one.Direction.ToWords(),-18}{100 * one.WinShare,8:0.0}{100 * one.ZeroShare,8:0.0}{100 * one.NegativeShare,12:0.0}")
            + FormattableString.Invariant($"{one.MeanAbsoluteSum,11:0.00}{one.MaxAbsoluteSum,14:0.00}{100 * one.LimitShare,16:0.0}")
            + FormattableString.Invariant($"{one.MeanLength,13:0.0}{one.GradientReach,18}")));

    private static DirectionInspection Of(
        PropagationWeights weights, Direction direction, bool stabilize, FeatureMap hidden, double winShare)
    {
        var channels = new ScanMeasures[weights.Shape.Channels];
        Parallel.For(0, channels.Length, c => channels[c] = new ScanMeasures(weights, direction, c, stabilize));
        var plane = new MapShape(1, 1, weights.Shape.Height, weights.Shape.Width);
        double Share(Func<ScanMeasures, long> part, Func<ScanMeasures, long> whole) =>
            channels.Sum(whole) is var all and > 0 ? channels.Sum(part) / (double)all : 0;
        var pixels = Math.Max(1, channels.Sum(c => c.Pixels));
        var length = Mean(plane, [.. channels.Select(c => c.Length)]);
        return new DirectionInspection
        {
            Direction = direction,
            Hidden = hidden,
            WinShare = winShare,
            ZeroShare = Share(c => c.Zeros, c => c.Weights),
            NegativeShare = Share(c => c.Negatives, c => c.Weights),
            NotFinite = channels.Sum(c => c.NotFinite),
            LimitShare = Share(c => c.AtLimit, c => c.Pixels),
            MeanAbsoluteSum = channels.Sum(c => c.Total) / pixels,
            MaxAbsoluteSum = channels.Max(c => c.Largest),
            Histogram = [.. Enumerable.Range(0, DirectionInspection.Bins).Select(bin => channels.Sum(c => c.Histogram[bin]) / (double)pixels)],
            AbsoluteSum = Mean(plane, [.. channels.Select(c => c.Sums)]),
            Length = length,
            MeanLength = length.Values.Average(value => (double)value),
            GradientNorms = [.. Enumerable.Range(0, channels[0].Gradients.Length).Select(n => channels.Average(c => c.Gradients[n]))],
        };
    }

    private static FeatureMap Mean(MapShape shape, IReadOnlyList<float[]> planes)
    {
        var mean = new FeatureMap(shape);
        for (var i = 0; i < mean.Values.Length; i++)
        {
            var sum = 0.0;
            foreach (var plane in planes)
                sum += plane[i];
            mean.Values[i] = (float)(sum / planes.Count);
        }

        return mean;
    }

    private static FeatureMap Only(FeatureMap map, int batch)
    {
        var shape = map.Shape with { Batch = 1 };
        return map.Batch == 1 ? map : new FeatureMap(shape, map.Values.AsSpan(batch * (int)shape.Count, (int)shape.Count).ToArray());
    }

    private static PropagationWeights Only(PropagationWeights weights, int batch)
    {
        var count = weights.Values.Length / weights.Shape.Batch;
        return weights.Shape.Batch == 1 ? weights
            : new PropagationWeights(weights.Connection, weights.Shape with { Batch = 1 }, weights.Values.AsSpan(batch * count, count).ToArray());
    }
}
