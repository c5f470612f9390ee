namespace Spn.Learning;

/// <summary>What each pixel of a batch counts in the loss; zero where it is ignored. Arrays are kept for the next batch.</summary>
internal sealed class PixelWeights(int classes, LossOptions options)
{
    private readonly double[] _classWeights = options.ClassWeights.Count > 0 ? [.. options.ClassWeights] : [.. Enumerable.Repeat(1.0, classes)];
    private float[] _weights = [];
    private bool[] _near = [], _nearInRows = [];

    /// <summary>Pixels that are not ignored.</summary>
    public long Counted { get; private set; }

    /// <summary>The weights of the last batch, N·H·W.</summary>
    public float[] Compute(IReadOnlyList<LabelMap> labels, int plane)
    {
        if (_weights.Length != labels.Count * plane)
            _weights = new float[labels.Count * plane];
        Counted = 0;
        double all = 0, near = 0;
        if (options.BoundaryWeight > 0 && (_near.Length != labels.Count * plane || _nearInRows.Length != plane))
            (_near, _nearInRows) = (new bool[labels.Count * plane], new bool[plane]);
        for (var n = 0; n < labels.Count; n++)
        {
            if (options.BoundaryWeight > 0)
                MarkBoundary(labels[n], _near.AsSpan(n * plane, plane));
            for (var i = 0; i < plane; i++)
            {
                var label = labels[n].Labels[i];
                if (label == LabelMap.Ignore)
                    continue;
                Counted++;
                all += _classWeights[label];
                near += options.BoundaryWeight > 0 && _near[n * plane + i] ? _classWeights[label] : 0;
            }
        }

        var (each, extra) = (all > 0 ? 1 / all : 0, near > 0 ? options.BoundaryWeight / near : 0);
        for (var n = 0; n < labels.Count; n++)
            for (var i = 0; i < plane; i++)
            {
                var (label, at) = (labels[n].Labels[i], n * plane + i);
                _weights[at] = label == LabelMap.Ignore ? 0 : (float)(_classWeights[label] * (each + (extra > 0 && _near[at] ? extra : 0)));
            }

        return _weights;
    }

    /// <summary>Marks pixels within the radius of one that touches another class; a border with ignored pixels is no boundary.</summary>
    private void MarkBoundary(LabelMap labels, Span<bool> near)
    {
        var (height, width, l) = (labels.Height, labels.Width, labels.Labels);
        near.Clear();
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var i = row * width + column;
                Touch(i, column + 1 < width ? i + 1 : i, near);
                for (var across = -1; across <= 1 && row + 1 < height; across++)
                    if ((uint)(column + across) < (uint)width)
                        Touch(i, i + width + across, near);
            }

        var reach = options.BoundaryRadius - 1;
        if (reach == 0)
            return;
        Widen(near, _nearInRows, height, width, stride: width, step: 1, reach);
        Widen(_nearInRows, near, width, height, stride: 1, step: width, reach);

        void Touch(int a, int b, Span<bool> marks)
        {
            if (l[a] != l[b] && l[a] != LabelMap.Ignore && l[b] != LabelMap.Ignore)
                marks[a] = marks[b] = true;
        }
    }

    /// <summary>Along each of the lines, true within reach of a true.</summary>
    private static void Widen(ReadOnlySpan<bool> from, Span<bool> to, int lines, int length, int stride, int step, int reach)
    {
        for (var line = 0; line < lines; line++)
        {
            var (start, last) = (line * stride, int.MinValue / 2);
            for (var i = 0; i < length; i++)
            {
                last = from[start + i * step] ? i : last;
                to[start + i * step] = i - last <= reach;
            }

            last = int.MaxValue / 2;
            for (var i = length - 1; i >= 0; i--)
            {
                last = from[start + i * step] ? i : last;
                to[start + i * step] |= last - i <= reach;
            }
        }
    }
}
