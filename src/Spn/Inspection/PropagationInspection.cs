namespace Spn.Inspection;

/// <summary>
/// A propagation looked at from inside: what each direction does with which weights. Numbers alone; pictures are made of them.
/// </summary>
public sealed record PropagationInspection
{
    /// <summary>The input x, 1×C×H×W.</summary>
    public required FeatureMap Input { get; init; }

    /// <summary>The raw weights, before they are normalised: 1×4×K×C×H×W, C = 1 where all channels share them.</summary>
    public required PropagationWeights Weights { get; init; }

    /// <summary>How the weights were normalised.</summary>
    public required Normalisation Normalisation { get; init; }

    /// <summary>Lines of a chunk; 0 for whole scans.</summary>
    public required int Chunk { get; init; }

    /// <summary>The node-wise maximum, 1×C×H×W.</summary>
    public required FeatureMap Output { get; init; }

    /// <summary>The direction that won at each element.</summary>
    public required DirectionMap Winner { get; init; }

    /// <summary>The four directions, in the order of <see cref="Direction"/>.</summary>
    public required IReadOnlyList<DirectionInspection> Directions { get; init; }

    /// <summary>The share of pixels whose sum is 1 or more, at the limit where weights are clipped, over all directions.</summary>
    public double LimitShare => Mean(direction => direction.LimitShare);

    /// <summary>The share of weights below zero over all directions.</summary>
    public double NegativeShare => Mean(direction => direction.NegativeShare);

    /// <summary>
    /// Whether sums are held against the limit of one: where raw weights are cut back to it, or pass it. Other normalisations divide.
    /// </summary>
    internal bool HasLimit => Normalisation is Normalisation.Clip or Normalisation.Raw;

    /// <summary>Whether x enters by λ instead of by 1 − Σq.</summary>
    internal bool IsInputGated => Weights.InputGate is not null;

    /// <summary>What the sums are called: Σ|p| of the raw weights, or Σ|q| of those that are used.</summary>
    internal string Sum => HasLimit ? "Σ|p|" : "Σ|q|";

    /// <summary>The mean over the directions in which pixels have neighbours; NaN where there is none.</summary>
    internal double Mean(Func<DirectionInspection, double> measure) =>
        Directions.Where(direction => direction.HasNeighbours).Select(measure).DefaultIfEmpty(double.NaN).Average();

    /// <summary>
    /// The share of elements at which two or more directions hold the maximum together, 0 to 1: none of them wins there, though
    /// <see cref="Winner"/> names the earliest.
    /// </summary>
    public required double TieShare { get; init; }

    /// <summary>Mean |output − x| of each channel: where the propagation does most.</summary>
    public required IReadOnlyList<double> Changes { get; init; }

    /// <summary>Looks at one batch item of a propagation.</summary>
    /// <param name="result">What <see cref="Propagation.Forward"/> gave.</param>
    /// <param name="batch">The batch item.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch item.</exception>
    public static PropagationInspection Of(PropagationResult result, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        Expect.Index(batch, result.Input.Batch);
        var shape = result.Input.Shape with { Batch = 1 };
        var (weights, input) = (BatchItem.Of(result.Weights, batch), BatchItem.Of(result.Input, batch));
        var output = BatchItem.Of(result.Output, batch);
        var winner = new DirectionMap(shape, result.Winner.Values.AsSpan(batch * (int)shape.Count, (int)shape.Count).ToArray());
        var hidden = Spn.Directions.All.Select(direction => Propagation.Scan(input, weights, direction, result.Options)).ToArray();
        var wins = WinsAlone(hidden, winner);
        var directions = new DirectionInspection[4];
        Parallel.For(0, 4, d => directions[d] = Of(
            weights, (Direction)d, result.Options, hidden[d], wins[d] / (double)shape.Count));
        return new PropagationInspection
        {
            Input = input,
            Weights = weights,
            Normalisation = result.Options.Normalisation,
            Chunk = result.Options.Chunk,
            Output = output,
            Winner = winner,
            TieShare = (shape.Count - wins.Sum()) / (double)shape.Count,
            Directions = directions,
            Changes = [.. Enumerable.Range(0, shape.Channels).Select(channel => Change(input.Plane(0, channel), output.Plane(0, channel)))],
        };
    }

    /// <summary>
    /// The weights of one channel alone, 1×4×K×1×H×W, as they are used: normalised, and zero where a chunk begins.
    /// </summary>
    /// <param name="channel">A channel of the input.</param>
    public PropagationWeights UsedWeights(int channel)
    {
        Expect.Index(channel, Input.Channels);
        return Propagation.Normalise(Weights.Channel(0, channel), new PropagationOptions { Normalisation = Normalisation, Chunk = Chunk });
    }

    /// <summary>
    /// The four directions as a table; shares in per cent, Σ|p| before the weights are clipped or Σ|q| of those that are used, lengths in
    /// pixels along the scan.
    /// </summary>
    public override string ToString() =>
        $"direction             wins %  zero %  negative %  mean {Sum}  largest {Sum}{(HasLimit ? "  at the limit %" : "")}"
        + "  mean length  gradient reaches\n"
        + string.Join("\n", Directions.Select(one => FormattableString.Invariant(
            $"{one.Direction.ToArrow()} {one.Direction.ToWords(),-18}{100 * one.WinShare,8:0.0}")
            + FormattableString.Invariant($"{100 * one.ZeroShare,8:0.0}{100 * one.NegativeShare,12:0.0}")
            + FormattableString.Invariant($"{one.MeanAbsoluteSum,11:0.00}{one.MaxAbsoluteSum,14:0.00}")
            + (HasLimit ? FormattableString.Invariant($"{100 * one.LimitShare,16:0.0}") : "")
            + FormattableString.Invariant($"{one.MeanLength,13:0.0}{one.GradientReach,18}")));

    private static DirectionInspection Of(
        PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden, double winShare)
    {
        var measures = new ScanMeasures(weights, direction, options.Normalisation, options.Chunk);
        var plane = new MapShape(1, 1, weights.Shape.Height, weights.Shape.Width);
        double pixels = measures.Pixels, existing = measures.Weights; // none: a share of it is NaN
        return new DirectionInspection
        {
            Direction = direction,
            Hidden = hidden,
            WinShare = winShare,
            ZeroShare = measures.Zeros / existing,
            NegativeShare = measures.Negatives / existing,
            NotFinite = measures.NotFinite,
            LimitShare = measures.AtLimit / pixels,
            MeanAbsoluteSum = measures.Total / pixels,
            MaxAbsoluteSum = measures.Largest,
            Histogram = Array.ConvertAll(measures.Histogram, count => count / Math.Max(1, pixels)),
            AbsoluteSum = new FeatureMap(plane, measures.Sums),
            Length = new FeatureMap(plane, measures.Lengths),
            MeanLength = measures.Lengths.Average(value => (double)value),
            GradientNorms = measures.Gradients,
        };
    }

    /// <summary>How often each direction holds the maximum and no other one does.</summary>
    private static long[] WinsAlone(IReadOnlyList<FeatureMap> hidden, DirectionMap winner)
    {
        var wins = new long[4];
        for (var i = 0; i < winner.Values.Length; i++)
        {
            var (won, holders) = (winner.Values[i], 0);
            foreach (var map in hidden)
                holders += map.Values[i].Equals(hidden[won].Values[i]) ? 1 : 0; // NaN equals NaN here
            wins[won] += holders == 1 ? 1 : 0;
        }

        return wins;
    }

    private static double Change(ReadOnlySpan<float> x, ReadOnlySpan<float> h)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += Math.Abs((double)h[i] - x[i]);
        return sum / x.Length;
    }
}
