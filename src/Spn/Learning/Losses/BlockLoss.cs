using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// The softmax loss of scores that stand for cells of b×b pixels: each pixel that is not ignored counts against the scores of its cell.
/// For a cell it is the cross-entropy against the shares of the labels in it.
/// </summary>
public sealed class BlockLoss
{
    private readonly int _classes, _block;
    private readonly PixelWeights _weights;
    private double[] _loss = [];
    private long[] _correct = [];

    /// <summary>A loss.</summary>
    /// <param name="classes">Number of classes, 1 to 255.</param>
    /// <param name="block">b, pixels of a cell each way, at least one.</param>
    /// <param name="options">Null is the plain loss.</param>
    public BlockLoss(int classes, int block, LossOptions? options = null)
    {
        if (classes is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classes), $"expected 1 to 255 classes, got {classes}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        (_classes, _block) = (classes, block);
        _weights = new PixelWeights(classes, (options ?? LossOptions.Default).Check(classes));
    }

    /// <summary>The loss and its gradient.</summary>
    /// <param name="scores">N×classes×h×w, any numbers, at least as many cells as the labels cover; others take no part.</param>
    /// <param name="labels">N label maps of one size, of labels below the number of classes, or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="gradScores">Where the gradient goes, of the shape of <paramref name="scores"/>; overwritten.</param>
    /// <param name="threads">Threads; 0 is one per core.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or a label is no class.</exception>
    public LossResult Compute(FeatureMap scores, IReadOnlyList<LabelMap> labels, FeatureMap gradScores, int threads = 0)
    {
        Check(scores, labels, gradScores);
        int height = labels[0].Height, width = labels[0].Width;
        var weights = _weights.Compute(labels, height * width);
        var rows = scores.Batch * scores.Height;
        if (_loss.Length != rows)
            (_loss, _correct) = (new double[rows], new long[rows]);
        ItemTeam.Run(rows, 4 * scores.Shape.Count + weights.Length, threads, 3 * scores.Width, (item, scratch) =>
        {
            var (n, row) = Math.DivRem(item, scores.Height);
            var cells = scores.Width;
            Span<float> most = scratch[..cells], sum = scratch.Slice(cells, cells), total = scratch.Slice(2 * cells, cells);
            Softmax.Row(scores, gradScores, n, row, most, sum);
            total.Clear();
            var first = n * _classes * scores.Shape.PlaneSize + row * cells;

            // Σ of the weights of a cell's pixels multiplies its probabilities; then each pixel takes its weight from its class.
            for (var r = row * _block; r < Math.Min(height, (row + 1) * _block); r++)
                for (var column = 0; column < width; column++)
                    total[column / _block] += weights[(n * height + r) * width + column];
            for (var c = 0; c < _classes; c++)
            {
                var gradient = gradScores.Values.AsSpan(first + c * scores.Shape.PlaneSize, cells);
                TensorPrimitives.Multiply(gradient, total, gradient);
            }

            var (loss, correct) = (0.0, 0L);
            for (var r = row * _block; r < Math.Min(height, (row + 1) * _block); r++)
                for (var column = 0; column < width; column++)
                {
                    var (label, weight, cell) = (labels[n].Labels[r * width + column], weights[(n * height + r) * width + column], column / _block);
                    if (label == LabelMap.Ignore)
                        continue;
                    var at = first + label * scores.Shape.PlaneSize + cell;
                    loss += weight * (Math.Log(sum[cell]) + most[cell] - scores.Values[at]);
                    correct += scores.Values[at] >= most[cell] ? 1 : 0;
                    gradScores.Values[at] -= weight;
                }

            (_loss[item], _correct[item]) = (loss, correct);
        });
        return new LossResult(_loss.Sum(), _weights.Counted, _correct.Sum());
    }

    private void Check(FeatureMap scores, IReadOnlyList<LabelMap> labels, FeatureMap gradScores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(gradScores);
        Expect.SameShape(scores.Shape, gradScores.Shape, nameof(gradScores));
        if (labels.Count == 0)
            throw new ArgumentException($"expected {scores.Batch} label map(s), got none.", nameof(labels));
        BatchChecks.Labels(labels, scores.Shape with { Height = labels[0].Height, Width = labels[0].Width }, _classes);
        if (scores.Channels != _classes || (long)scores.Height * _block < labels[0].Height || (long)scores.Width * _block < labels[0].Width)
            throw new ArgumentException($"expected scores of {_classes} classes for cells of {_block} pixels that cover {labels[0].Height}×{labels[0].Width}, got {scores.Shape}.", nameof(scores));
    }
}
