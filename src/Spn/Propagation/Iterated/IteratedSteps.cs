using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>
/// One batch item, ready for its steps: the weights that are used, x and the hints as padded planes. A step works on rows, each pixel of
/// which is the same few operations wherever the rows are cut: threads change no bit, and neither does the width of a vector.
/// </summary>
internal sealed unsafe class IteratedSteps
{
    private const int RowsOfBand = 16;

    private readonly bool _fromStart;
    private readonly RowWork _work;

    public IteratedSteps(FeatureMap x, IteratedWeights weights, IteratedOptions options, IteratedHints? hints, int batch)
    {
        (Padding, Channels, Batch) = (new IteratedPadding(x.Height, x.Width), x.Channels, batch);
        (_fromStart, _work) = (options.Centre == IteratedCentre.Start, new RowWork(options.Threads));
        Used = new IteratedUsed(weights, options.Normalisation, Padding, batch, this);
        Start = Padding.Put(x, batch);
        if (hints is not null)
            (Hints, Mask) = (Padding.Put(hints.Values, batch), Padding.Put(hints.Mask, batch));
    }

    public IteratedPadding Padding { get; }

    public int Channels { get; }

    public int Batch { get; }

    public bool FromStart => _fromStart;

    /// <summary>The weights that are used.</summary>
    public IteratedUsed Used { get; }

    /// <summary>h_0 = x.</summary>
    public float[] Start { get; }

    /// <summary>The hints' values, of all channels or of one for all.</summary>
    public float[]? Hints { get; }

    /// <summary>Where there are hints.</summary>
    public float[]? Mask { get; }

    public float[] Blank() => Padding.Blank(Channels);

    /// <summary>Runs a piece of work on each row, bands of them at a time.</summary>
    public void Rows(Action<int> row)
    {
        var height = Padding.Height;
        _work.For((height + RowsOfBand - 1) / RowsOfBand, band =>
        {
            for (var r = band * RowsOfBand; r < Math.Min(height, (band + 1) * RowsOfBand); r++)
                row(r);
        });
    }

    /// <summary>One step, from h into next, which is another.</summary>
    public void Step(float[] h, float[] next) => Rows(row =>
    {
        for (var c = 0; c < Channels; c++)
            Row(h, next, c, row);
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(float[] source, float[] target, int channel, int row)
    {
        var (stride, size) = ((nint)Padding.Stride, (nint)Padding.Size);
        var at = channel * (nint)Padding.Size + Padding.At(row);
        var hinted = Hints is null ? 0 : Hints.Length > Padding.Size ? at : Padding.At(row);
        fixed (float* weights = Used.Values, from = source, start = Start, to = target, mask = Mask, hints = Hints)
        {
            float* q = weights + Used.Offset(channel) + Padding.At(row), h = from + at, x = start + at;
            for (var i = 0; i < Padding.Written; i += Vector<float>.Count, q += Vector<float>.Count, h += Vector<float>.Count)
            {
                var centre = Vector.Load(_fromStart ? x + i : h);
                var sum = centre;
                sum += Vector.Load(q) * (Vector.Load(h - stride - 1) - centre);
                sum += Vector.Load(q + size) * (Vector.Load(h - stride) - centre);
                sum += Vector.Load(q + 2 * size) * (Vector.Load(h - stride + 1) - centre);
                sum += Vector.Load(q + 3 * size) * (Vector.Load(h - 1) - centre);
                sum += Vector.Load(q + 4 * size) * (Vector.Load(h + 1) - centre);
                sum += Vector.Load(q + 5 * size) * (Vector.Load(h + stride - 1) - centre);
                sum += Vector.Load(q + 6 * size) * (Vector.Load(h + stride) - centre);
                sum += Vector.Load(q + 7 * size) * (Vector.Load(h + stride + 1) - centre);
                if (mask is not null)
                    sum = Vector.ConditionalSelect(
                        Vector.Equals(Vector.Load(mask + Padding.At(row) + i), Vector<float>.Zero), sum, Vector.Load(hints + hinted + i));
                Vector.Store(sum, to + at + i);
            }
        }
    }
}
