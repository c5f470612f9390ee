namespace Spn;

/// <summary>
/// The affinity that a set of propagation weights defines: H_v = G X_v (Eq. 3), dense for small maps, or one row or column of it at
/// any size without building it.
/// </summary>
public static class Affinity
{
    /// <summary>The most pixels for which <see cref="Dense"/> builds G: 4096, a map of 64×64, 128 MiB.</summary>
    public const int MaxDensePixels = 4096;

    /// <summary>G of one direction, N×N with N = H·W, in double.</summary>
    /// <param name="weights">Raw weights, one-way or three-way.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="options">Batch item, channel, normalisation, chunk; all defaults when null.</param>
    /// <exception cref="ArgumentException">The map has more than <see cref="MaxDensePixels"/> pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weights have no such batch item or channel.</exception>
    public static AffinityMatrix Dense(PropagationWeights weights, Direction direction, AffinityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        var pixels = (long)height * width;
        if (pixels > MaxDensePixels)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected at most {MaxDensePixels} pixels for a dense G, got {height}×{width} = {pixels}, whose G would take ")
                + $"{Memory(pixels)}; read one row or column of it with Affinity.Row or Affinity.Column, or crop the map.",
                nameof(weights));
        return new AffinityMatrix(StepsOf(weights, direction, options), direction, height, width);
    }

    /// <summary>
    /// The transformation matrix w_t of one step of the scan (Eq. 1): n×n, diagonal for one-way, tridiagonal for three-way.
    /// </summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="line">t − 1: the line in scan order from 0. Line 0 has no step before it; its w is zero.</param>
    /// <param name="options">Batch item, channel, normalisation, chunk; all defaults when null.</param>
    /// <exception cref="ArgumentException">A line has more than <see cref="MaxDensePixels"/> pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line, batch item or channel.</exception>
    public static double[,] StepMatrix(PropagationWeights weights, Direction direction, int line, AffinityOptions? options = null)
    {
        var steps = StepsOf(weights, direction, options);
        Expect.Index(line, steps.Lines.Count);
        var n = steps.Lines.Length;
        if (n > MaxDensePixels)
            throw new ArgumentException(
                $"expected lines of at most {MaxDensePixels} pixels for a dense w_t, got {n}; crop the map.", nameof(weights));
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                matrix[i, j] = steps.Weight(line, i, j);
        return matrix;
    }

    /// <summary>
    /// A row of G: how much each pixel of X contributes to <paramref name="pixel"/> of H. Read by the adjoint, Gᵀe: back from the
    /// pixel to the start of the scan, λ_t s is the row on line t and w_tᵀ s goes on to the line before. O(H·W), no G is built.
    /// </summary>
    /// <param name="weights">Raw weights of a map of any size.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="pixel">The receiving pixel.</param>
    /// <param name="options">Batch item, channel, normalisation, chunk; all defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, batch item or channel.</exception>
    public static AffinitySlice Row(PropagationWeights weights, Direction direction, Pixel pixel, AffinityOptions? options = null)
    {
        var steps = StepsOf(weights, direction, options);
        var lines = steps.Lines;
        lines.Check(pixel, nameof(pixel));
        var (sent, next) = (new double[lines.Length], new double[lines.Length]);
        sent[lines.AcrossOf(pixel)] = 1;
        var values = Blank(weights);
        for (var line = lines.LineOf(pixel); line >= 0; line--)
        {
            for (var across = 0; across < sent.Length; across++)
                values.Values[lines.Offset(line, across)] = (float)(steps.Lambda(line, across) * sent[across]);
            steps.ApplyTransposed(line, sent, next);
            (sent, next) = (next, sent);
        }

        return new AffinitySlice { Kind = AffinitySliceKind.Row, Pixel = pixel, Direction = direction, Values = values };
    }

    /// <summary>
    /// A column of G: how much <paramref name="pixel"/> of X contributes to each pixel of H. Read by an impulse, G e: λ_t at the pixel,
    /// then w_t line after line to the end of the scan. O(H·W), no G is built.
    /// </summary>
    /// <param name="weights">Raw weights of a map of any size.</param>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="pixel">The pixel whose evidence is followed.</param>
    /// <param name="options">Batch item, channel, normalisation, chunk; all defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, batch item or channel.</exception>
    public static AffinitySlice Column(PropagationWeights weights, Direction direction, Pixel pixel, AffinityOptions? options = null)
    {
        var steps = StepsOf(weights, direction, options);
        var lines = steps.Lines;
        lines.Check(pixel, nameof(pixel));
        var (hidden, next) = (new double[lines.Length], new double[lines.Length]);
        var first = lines.LineOf(pixel);
        hidden[lines.AcrossOf(pixel)] = steps.Lambda(first, lines.AcrossOf(pixel));
        var values = Blank(weights);
        for (var line = first; line < lines.Count; line++)
        {
            if (line > first)
            {
                steps.Apply(line, hidden, next);
                (hidden, next) = (next, hidden);
            }

            for (var across = 0; across < hidden.Length; across++)
                values.Values[lines.Offset(line, across)] = (float)hidden[across];
        }

        return new AffinitySlice { Kind = AffinitySliceKind.Column, Pixel = pixel, Direction = direction, Values = values };
    }

    /// <summary>
    /// The row of what was really computed: after the node-wise max a pixel holds the value of the direction that won there, so its
    /// effective row is the row of that direction's G. Its product with the input is the output at the pixel.
    /// </summary>
    /// <param name="result">A forward pass; its options say how the weights are normalised.</param>
    /// <param name="pixel">The receiving pixel.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the map: another channel may have had another winner.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel, batch item or channel.</exception>
    public static AffinitySlice EffectiveRow(PropagationResult result, Pixel pixel, int batch = 0, int channel = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        var winner = result.Winner[batch, channel, pixel.Row, pixel.Column];
        return Row(result.Weights, winner, pixel, new AffinityOptions
        {
            Batch = batch, Channel = channel, Normalisation = result.Options.Normalisation, Chunk = result.Options.Chunk,
        });
    }

    /// <summary>
    /// The steps that the options choose. Shared weights, with a shared input gate or none, hold one affinity for every channel.
    /// </summary>
    private static ScanSteps StepsOf(PropagationWeights weights, Direction direction, AffinityOptions? options)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Expect.Index((int)direction, 4, nameof(direction));
        options ??= AffinityOptions.Default;
        var channels = Math.Max(weights.Shape.Channels, (weights.InputGate?.Channels ?? 4) / 4);
        var batch = Expect.Index(options.Batch, weights.Shape.Batch);
        var channel = Expect.Index(options.Channel, channels == 1 ? int.MaxValue : channels);
        return new ScanSteps(weights, direction, batch, channels == 1 ? 0 : channel, options.Normalisation, options.Chunk);
    }

    private static FeatureMap Blank(PropagationWeights weights) => new(new MapShape(1, 1, weights.Shape.Height, weights.Shape.Width));

    private static string Memory(long pixels)
    {
        var mebibytes = (double)pixels * pixels * sizeof(double) / (1 << 20);
        return mebibytes < 1024
            ? FormattableString.Invariant($"{mebibytes:f0} MiB")
            : FormattableString.Invariant($"{mebibytes / 1024:f1} GiB");
    }
}
