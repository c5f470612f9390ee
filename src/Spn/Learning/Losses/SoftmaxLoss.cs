using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>
/// The softmax loss: at each pixel that is not ignored −log of the probability of its class, where the probabilities are the softmax of
/// the scores; the mean over pixels, weighted as <see cref="LossOptions"/> says.
/// </summary>
public sealed class SoftmaxLoss
{
    private readonly int _classes;
    private readonly PixelWeights _weights;
    private double[] _loss = [];
    private long[] _correct = [];

    /// <summary>A loss.</summary>
    /// <param name="classes">Number of classes, 1 to 255.</param>
    /// <param name="options">Null is the plain loss.</param>
    public SoftmaxLoss(int classes, LossOptions? options = null)
    {
        if (classes is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(classes), $"expected 1 to 255 classes, got {classes}.");
        _classes = classes;
        _weights = new PixelWeights(classes, (options ?? LossOptions.Default).Check(classes));
    }

    /// <summary>The loss and its gradient.</summary>
    /// <param name="scores">N×classes×H×W, any numbers.</param>
    /// <param name="labels">N label maps H×W of labels below the number of classes, or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="gradScores">Where the gradient goes, of the shape of <paramref name="scores"/>; overwritten.</param>
    /// <param name="threads">Threads; 0 is one per core.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or a label is no class.</exception>
    public LossResult Compute(FeatureMap scores, IReadOnlyList<LabelMap> labels, FeatureMap gradScores, int threads = 0)
    {
        Check(scores, labels, gradScores);
        var (plane, width) = (scores.Shape.PlaneSize, scores.Width);
        var weights = _weights.Compute(labels, plane);
        var rows = scores.Batch * scores.Height;
        if (_loss.Length != rows)
            (_loss, _correct) = (new double[rows], new long[rows]);
        ItemTeam.Run(rows, 4 * scores.Shape.Count, threads, 2 * width, (item, scratch) =>
        {
            var (n, row) = Math.DivRem(item, scores.Height);
            Span<float> most = scratch[..width], sum = scratch.Slice(width, width);
            Softmax.Row(scores, gradScores, n, row, most, sum);
            var (loss, correct) = (0.0, 0L);
            for (var column = 0; column < width; column++)
            {
                var (label, weight) = (labels[n].Labels[row * width + column], weights[n * plane + row * width + column]);
                if (label == LabelMap.Ignore)
                    continue;
                var at = (n * _classes + label) * plane + row * width + column;
                loss += weight * (Math.Log(sum[column]) + most[column] - scores.Values[at]);
                correct += scores.Values[at] >= most[column] ? 1 : 0;
                gradScores.Values[at] -= 1;
            }

            var weightsOfRow = weights.AsSpan(n * plane + row * width, width);
            for (var c = 0; c < _classes; c++)
            {
                var gradient = gradScores.Values.AsSpan((n * _classes + c) * plane + row * width, width);
                TensorPrimitives.Multiply(gradient, weightsOfRow, gradient);
            }

            (_loss[item], _correct[item]) = (loss, correct);
        });
        return new LossResult(_loss.Sum(), _weights.Counted, _correct.Sum());
    }

    private void Check(FeatureMap scores, IReadOnlyList<LabelMap> labels, FeatureMap gradScores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(gradScores);
        Expect.SameShape(scores.Shape, gradScores.Shape, nameof(gradScores));
        if (scores.Channels != _classes)
            throw new ArgumentException($"expected scores of {_classes} classes, got {scores.Shape}.", nameof(scores));
        BatchChecks.Labels(labels, scores.Shape, _classes);
    }
}
