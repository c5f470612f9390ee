namespace Spn;

/// <summary>The weights q that are used, as padded planes, with those of absent neighbours zero; and the way back from ∂q to ∂p.</summary>
internal sealed class IteratedUsed
{
    private readonly IteratedWeights _raw;
    private readonly IteratedNormalisation _normalisation;
    private readonly IteratedPadding _padding;
    private readonly int _batch;

    public IteratedUsed(
        IteratedWeights raw, IteratedNormalisation normalisation, IteratedPadding padding, int batch, IteratedSteps steps)
    {
        (_raw, _normalisation, _padding, _batch) = (raw, normalisation, padding, batch);
        Values = padding.Blank(raw.Shape.Channels * IteratedWeights.Neighbours);
        steps.Rows(Fill);
    }

    /// <summary>Channel after channel, eight padded planes each.</summary>
    public float[] Values { get; }

    /// <summary>Where the planes of a channel of the map begin.</summary>
    public int Offset(int channel) => (_raw.Shape.Channels == 1 ? 0 : channel) * IteratedWeights.Neighbours * _padding.Size;

    /// <summary>
    /// From ∂q to ∂p: with s = Σ|p|, ∂p_k = (∂q_k − sign(p_k) Σ_j ∂q_j q_j) / s, or that of |p| times the sign; zero where s is.
    /// </summary>
    /// <param name="gradient">∂q as <see cref="Values"/> stand; what stands at absent neighbours is not read.</param>
    /// <param name="target">Of the raw weights' shape.</param>
    /// <param name="row">The row of the map.</param>
    public void Back(float[] gradient, IteratedWeights target, int row)
    {
        var (width, size) = (_padding.Width, _padding.Size);
        for (var c = 0; c < _raw.Shape.Channels; c++)
            for (var column = 0; column < width; column++)
            {
                var (at, pixel) = (Offset(c) + _padding.At(row) + column, row * width + column);
                var (sum, dot) = (0.0, 0f);
                for (var k = 0; k < IteratedWeights.Neighbours; k++)
                    if (Has(k, row, column))
                    {
                        sum += MathF.Abs(_raw.Plane(_batch, k, c)[pixel]);
                        dot += gradient[at + k * size] * Values[at + k * size];
                    }

                for (var k = 0; k < IteratedWeights.Neighbours; k++)
                    if (Has(k, row, column))
                    {
                        var (p, own) = (_raw.Plane(_batch, k, c)[pixel], gradient[at + k * size]);
                        var sign = p > 0 ? 1f : p < 0 ? -1f : 0f;
                        target.Plane(_batch, k, c)[pixel] = _normalisation switch
                        {
                            IteratedNormalisation.Raw => own,
                            _ when sum == 0 => 0,
                            IteratedNormalisation.AbsoluteSum => (float)((own - sign * dot) / sum),
                            _ => (float)(sign * (own - dot) / sum),
                        };
                    }
            }
    }

    private void Fill(int row)
    {
        var (width, size) = (_padding.Width, _padding.Size);
        for (var c = 0; c < _raw.Shape.Channels; c++)
        {
            var start = Offset(c) + _padding.At(row);
            for (var k = 0; k < IteratedWeights.Neighbours; k++)
            {
                var plane = _raw.Plane(_batch, k, c).Slice(row * width, width);
                for (var column = 0; column < width; column++)
                    if (Has(k, row, column))
                        Values[start + k * size + column] =
                            _normalisation == IteratedNormalisation.Absolute ? MathF.Abs(plane[column]) : plane[column];
            }

            if (_normalisation != IteratedNormalisation.Raw)
                for (var column = 0; column < width; column++)
                {
                    // Of eight large weights the sum would not fit into a float.
                    var sum = 0.0;
                    for (var k = 0; k < IteratedWeights.Neighbours; k++)
                        sum += MathF.Abs(Values[start + k * size + column]);
                    for (var k = 0; k < IteratedWeights.Neighbours && sum > 0; k++)
                        Values[start + k * size + column] = (float)(Values[start + k * size + column] / sum);
                }
        }
    }

    private bool Has(int neighbour, int row, int column) =>
        IteratedWeights.Exists(IteratedWeights.Offsets[neighbour], row, column, _padding.Height, _padding.Width);
}
