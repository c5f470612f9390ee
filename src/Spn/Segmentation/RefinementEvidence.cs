using System.Buffers;
using System.Numerics.Tensors;
using Spn.Imaging;

namespace Spn.Segmentation;

/// <summary>
/// What a refinement propagates: each class upsampled bilinearly, times the confidence of the pixel. It is made for a rectangle of one
/// class at a time, where it is needed, and the same for a pixel in whatever rectangle it lies.
/// </summary>
internal sealed unsafe class RefinementEvidence
{
    /// <summary>Rows whose classes are upsampled together.</summary>
    private const int Band = 16;

    private readonly CoarseClasses _coarse;
    private readonly ResizeTaps _rows, _columns;
    private float[] _confidence = [];

    /// <summary>The evidence for an image of H×W, without confidence yet.</summary>
    /// <exception cref="ArgumentException">The coarse map is larger than the image, or does not fit the cell size.</exception>
    public RefinementEvidence(int height, int width, CoarseClasses coarse, int cell)
    {
        if (coarse.Height > height || coarse.Width > width)
            throw new ArgumentException(
                $"expected a coarse map no larger than the image, {height}×{width}, got {coarse.Height}×{coarse.Width}; shrink it or give "
                + "the photograph it belongs to.", nameof(coarse));
        if (cell > 0 && (coarse.Height != 1 + (height - 1) / cell || coarse.Width != 1 + (width - 1) / cell))
            throw new ArgumentException(
                $"expected a coarse map of {1 + (height - 1) / cell}×{1 + (width - 1) / cell} cells of {cell} pixels for an image of "
                + $"{height}×{width}, got {coarse.Height}×{coarse.Width}; leave the cell size out.", nameof(coarse));
        (_coarse, Height, Width) = (coarse, height, width);
        // Cells may reach beyond the image; one that is larger than the image is alone along that axis.
        _rows = ResizeTaps.Bilinear(coarse.Height, cell == 0 ? height : coarse.Height * Math.Min(cell, height), height);
        _columns = ResizeTaps.Bilinear(coarse.Width, cell == 0 ? width : coarse.Width * Math.Min(cell, width), width);
    }

    public int Height { get; }

    public int Width { get; }

    public CoarseClasses Coarse => _coarse;

    /// <summary>Weighs all evidence from now on by (max over classes)^<paramref name="exponent"/>; takes a plane of floats.</summary>
    public void WeighByConfidence(double exponent, RowWork work)
    {
        var confidence = new float[Height * Width];
        ForRows(work, (row, most, _) =>
        {
            var target = confidence.AsSpan(row * Width, Width);
            float last = -1, power = 0;
            for (var i = 0; i < target.Length; i++)
            {
                // Between cells of one class, which is most places, the likeliest class is certain.
                if (most[i] != last)
                    (last, power) = (most[i], most[i] == 1 ? 1 : (float)Math.Pow(most[i], exponent));
                target[i] = power;
            }
        });
        _confidence = confidence;
    }

    /// <summary>The likeliest class of each pixel before any refinement; of equally likely ones the first.</summary>
    public LabelMap Likeliest(RowWork work)
    {
        var labels = new byte[Height * Width];
        ForRows(work, (row, _, winner) => winner.CopyTo(labels.AsSpan(row * Width, Width)));
        return new LabelMap(Height, Width, labels);
    }

    /// <summary>A class upsampled, without confidence.</summary>
    public FeatureMap Upsampled(int index, RowWork work)
    {
        var map = new FeatureMap(new MapShape(1, 1, Height, Width));
        work.For((Height + Band - 1) / Band, band =>
        {
            var (from, to) = (band * Band, Math.Min(Height, (band + 1) * Band));
            var scratch = new float[ScratchLength(from, to, 0, Width)];
            fixed (float* pinned = scratch, plane = map.Values)
            {
                Gather(index, from, to, 0, Width, pinned);
                for (var row = from; row < to; row++)
                    Combine(row, from, Width, pinned, plane + (nint)row * Width);
            }
        });
        return map;
    }

    /// <summary>The whole evidence of a class.</summary>
    public FeatureMap Weighed(int index, RowWork work)
    {
        var map = Upsampled(index, work);
        TensorPrimitives.Multiply(map.Values, _confidence, map.Values);
        return map;
    }

    /// <summary>Floats of scratch memory for <see cref="Gather"/>.</summary>
    public int ScratchLength(int fromRow, int toRow, int fromColumn, int toColumn)
    {
        var coarseRows = _rows.End(toRow - 1) - _rows.First(fromRow);
        return coarseRows * (toColumn - fromColumn) + _columns.End(toColumn - 1) - _columns.First(fromColumn);
    }

    /// <summary>
    /// Makes rows of a class ready, for columns [<paramref name="fromColumn"/>, <paramref name="toColumn"/>): the coarse rows, resized
    /// along themselves.
    /// </summary>
    public void Gather(int index, int fromRow, int toRow, int fromColumn, int toColumn, float* scratch)
    {
        var (columns, first) = (toColumn - fromColumn, _rows.First(fromRow));
        var coarseRows = _rows.End(toRow - 1) - first;
        var from = _columns.First(fromColumn);
        var line = new Span<float>(scratch + coarseRows * columns, _columns.End(toColumn - 1) - from);
        for (var row = 0; row < coarseRows; row++)
        {
            _coarse.Row(index, first + row, from, line);
            _columns.Gather(line, from, new Span<float>(scratch + row * columns, columns), fromColumn);
        }
    }

    /// <summary>
    /// The evidence of one row of those that were made ready from <paramref name="fromRow"/> and <paramref name="fromColumn"/> on.
    /// </summary>
    public void Row(int row, int fromRow, int fromColumn, int columns, float* scratch, float* target)
    {
        Combine(row, fromRow, columns, scratch, target);
        var evidence = new Span<float>(target, columns);
        TensorPrimitives.Multiply(evidence, _confidence.AsSpan(row * Width + fromColumn, columns), evidence);
    }

    private void Combine(int row, int fromRow, int columns, float* scratch, float* target)
    {
        var weights = _rows.Weights(row);
        var source = scratch + (nint)(_rows.First(row) - _rows.First(fromRow)) * columns;
        var sum = new Span<float>(target, columns);
        TensorPrimitives.Multiply(new ReadOnlySpan<float>(source, columns), weights[0], sum);
        for (var tap = 1; tap < weights.Length; tap++)
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(source + tap * columns, columns), weights[tap], sum, sum);
    }

    private delegate void RowResult(int row, ReadOnlySpan<float> most, ReadOnlySpan<byte> winner);

    /// <summary>Of each row the largest evidence of any class, and which class that is: its label where there are labels.</summary>
    private void ForRows(RowWork work, RowResult result) => work.For((Height + Band - 1) / Band, band =>
    {
        var (from, to) = (band * Band, Math.Min(Height, (band + 1) * Band));
        var pixels = (to - from) * Width;
        var (most, winner) = (ArrayPool<float>.Shared.Rent(pixels), ArrayPool<byte>.Shared.Rent(pixels));
        most.AsSpan(0, pixels).Clear();
        winner.AsSpan(0, pixels).Fill(LabelMap.Ignore);
        var gathered = ScratchLength(from, to, 0, Width);
        var scratch = ArrayPool<float>.Shared.Rent(gathered + Width);
        fixed (float* pinned = scratch)
        {
            var line = pinned + gathered;
            for (var c = 0; c < _coarse.Count; c++)
            {
                Gather(c, from, to, 0, Width, pinned);
                var label = _coarse.Classes.Length > 0 ? _coarse.Classes[c] : (byte)0;
                for (var row = from; row < to; row++)
                {
                    Combine(row, from, Width, pinned, line);
                    RunningMaximum.Add(line, label, most.AsSpan((row - from) * Width, Width), winner.AsSpan((row - from) * Width, Width));
                }
            }
        }

        for (var row = from; row < to; row++)
            result(row, most.AsSpan((row - from) * Width, Width), winner.AsSpan((row - from) * Width, Width));
        ArrayPool<float>.Shared.Return(most);
        ArrayPool<byte>.Shared.Return(winner);
        ArrayPool<float>.Shared.Return(scratch);
    });
}
