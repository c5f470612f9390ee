namespace Spn;

/// <summary>
/// Rows and columns of the operator of n steps, matrix-free and in double: for <see cref="IteratedCentre.Current"/> those of A^n, where
/// A holds q and the centre weights; for <see cref="IteratedCentre.Start"/> those of K^n + Σ_{s&lt;n} K^s Λ, where K holds q alone and Λ
/// the centre weights. Work is that of n steps on the (2n + 1)² pixels around.
/// </summary>
public static class IteratedAffinity
{
    /// <summary>A row, by the adjoint: how much each pixel of x, and each hint, contributes to a pixel of h_n.</summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="pixel">The receiving pixel.</param>
    /// <param name="options">As in the forward.</param>
    /// <param name="hints">As in the forward; only where they are is read.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the map; shared weights give all of them the same row.</param>
    /// <exception cref="ArgumentException">Shapes do not match, an option is out of its range, or there is no such pixel.</exception>
    public static IteratedSlice Row(
        IteratedWeights weights, Pixel pixel, IteratedOptions? options = null, IteratedHints? hints = null, int batch = 0, int channel = 0)
    {
        var window = Window(weights, pixel, options, hints, batch, channel);
        var (sent, next) = (new double[window.Count], new double[window.Count]);
        var (values, given) = (new double[window.Count], new double[window.Count]);
        sent[window.Centre] = 1;
        for (var t = 0; t < window.Steps; t++)
        {
            Array.Clear(next);
            for (var i = 0; i < sent.Length; i++)
                if (sent[i] == 0)
                    continue;
                else if (window.Hinted(i))
                    given[i] += sent[i];
                else
                {
                    (window.FromStart ? values : next)[i] += window.CentreWeight(i) * sent[i];
                    for (var k = 0; k < IteratedWeights.Neighbours; k++)
                        if (window.Weight(i, k) is not 0 and var q)
                            next[window.Neighbour(i, k)] += q * sent[i];
                }

            (sent, next) = (next, sent);
        }

        for (var i = 0; i < sent.Length; i++)
            values[i] += sent[i];
        return window.Slice(AffinitySliceKind.Row, values, given);
    }

    /// <summary>A column, by an impulse: how much a pixel of x, and the hint there, contributes to each pixel of h_n.</summary>
    /// <inheritdoc cref="Row"/>
    /// <param name="weights">Raw weights.</param>
    /// <param name="pixel">The pixel whose evidence is followed.</param>
    /// <param name="options">As in the forward.</param>
    /// <param name="hints">As in the forward.</param>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel of the map.</param>
    public static IteratedSlice Column(
        IteratedWeights weights, Pixel pixel, IteratedOptions? options = null, IteratedHints? hints = null, int batch = 0, int channel = 0)
    {
        var window = Window(weights, pixel, options, hints, batch, channel);
        var given = window.Hinted(window.Centre) ? Follow(window, ofHint: true) : new double[window.Count];
        return window.Slice(AffinitySliceKind.Column, Follow(window, ofHint: false), given);
    }

    private static double[] Follow(IteratedWindow window, bool ofHint)
    {
        var (hidden, next) = (new double[window.Count], new double[window.Count]);
        hidden[window.Centre] = ofHint ? 0 : 1;
        for (var t = 0; t < window.Steps; t++)
        {
            for (var i = 0; i < hidden.Length; i++)
            {
                var start = i == window.Centre && !ofHint ? 1.0 : 0;
                var sum = window.CentreWeight(i) * (window.FromStart ? start : hidden[i]);
                for (var k = 0; k < IteratedWeights.Neighbours; k++)
                    if (window.Weight(i, k) is not 0 and var q && window.Neighbour(i, k) is >= 0 and var from)
                        sum += q * hidden[from];
                next[i] = !window.Hinted(i) ? sum : ofHint && i == window.Centre ? 1 : 0;
            }

            (hidden, next) = (next, hidden);
        }

        return hidden;
    }

    private static IteratedWindow Window(
        IteratedWeights weights, Pixel pixel, IteratedOptions? options, IteratedHints? hints, int batch, int channel)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var shape = weights.Shape;
        if ((uint)pixel.Row >= (uint)shape.Height || (uint)pixel.Column >= (uint)shape.Width)
            throw new ArgumentOutOfRangeException(nameof(pixel), FormattableString.Invariant(
                $"expected a pixel from (0, 0) to ({shape.Height - 1}, {shape.Width - 1}), got {pixel}; the row comes first."));
        if (hints is not null)
            Expect.SameShape(shape with { Channels = 1 }, hints.Mask.Shape, nameof(hints));
        var plane = shape.Channels == 1 ? 0 : Expect.Index(channel, shape.Channels);
        return new IteratedWindow(
            weights, pixel, (options ?? IteratedOptions.Default).Check(), hints, Expect.Index(batch, shape.Batch), plane);
    }
}
