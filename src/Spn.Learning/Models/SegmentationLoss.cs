using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// The softmax loss: at each pixel that is not ignored −log of the probability of its class; the mean over pixels, weighted as
/// <see cref="LossOptions"/> says.
/// </summary>
internal sealed class SegmentationLoss(int classes, LossOptions options)
{
    /// <summary>The loss of scores at the size of the labels.</summary>
    /// <param name="scores">N×classes×H×W, any finite numbers.</param>
    /// <param name="labels">N×H×W, int64: classes, or <see cref="LabelMap.Ignore"/>.</param>
    /// <returns>A scalar; 0, with a gradient of zero, where every pixel is ignored.</returns>
    public Tensor OfPixels(Tensor scores, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var losses = nn.functional.log_softmax(scores, 1).gather(1, Counted(labels).unsqueeze(1)).squeeze(1).neg();
        return (losses * Weights(labels, scores.dtype)).sum().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The loss of scores that stand for cells of b×b pixels: each pixel counts against the scores of its cell, which for a cell is the
    /// cross-entropy against the shares of the labels in it.
    /// </summary>
    /// <param name="scores">N×classes×h×w; cells that cover no pixel take no part.</param>
    /// <param name="labels">N×H×W as above, H ≤ b·h, W ≤ b·w.</param>
    /// <param name="cell">b.</param>
    public Tensor OfCells(Tensor scores, Tensor labels, int cell)
    {
        if (cell == 1)
            return OfPixels(Interpolation.Crop(scores, labels.shape[1], labels.shape[2]), labels);
        using var scope = NewDisposeScope();
        var (items, rows, columns) = (scores.shape[0], scores.shape[2], scores.shape[3]);
        Tensor Cell(long cells, long pixels) => Kept.Range(cells, labels.device).repeat_interleave(cell)[..(int)pixels];

        // Where a pixel's class stands among the scores: item, class, row, column.
        var item = Kept.Range(items, labels.device).view(-1, 1, 1);
        var (row, column) = (Cell(rows, labels.shape[1]).view(-1, 1), Cell(columns, labels.shape[2]));
        var plane = item.mul(Kept.Integer(classes)) + Counted(labels);
        var index = (plane.mul(Kept.Integer(rows)) + row).mul(Kept.Integer(columns)) + column;
        var share = bincount(index.flatten(), Weights(labels, scores.dtype).flatten(), scores.NumberOfElements).view(scores.shape);
        return (share * nn.functional.log_softmax(scores, 1)).sum().neg().MoveToOuterDisposeScope();
    }

    /// <summary>Labels to look up: an ignored pixel is looked up as class 0, and weighs nothing.</summary>
    private static Tensor Counted(Tensor labels) => labels.masked_fill(labels.eq(Kept.Scalar(LabelMap.Ignore)), Kept.Scalar(0));

    /// <summary>What each pixel counts, N×H×W; the weights of a batch sum to 1, or to 1 + λ.</summary>
    private Tensor Weights(Tensor labels, ScalarType type)
    {
        var counts = labels.ne(Kept.Scalar(LabelMap.Ignore));
        var weights = counts.to(type);
        if (options.ClassWeights.Count > 0)
            weights *= tensor([.. options.ClassWeights], type, labels.device)[Counted(labels)];
        var near = options.BoundaryWeight > 0 ? weights * NearBoundary(labels, counts) : null;
        weights = Shares(weights);
        return near is null ? weights : weights + Shares(near).mul(Kept.Scalar(options.BoundaryWeight));
    }

    private static Tensor Shares(Tensor weights)
    {
        var sum = weights.sum();
        return where(sum.gt(Kept.Scalar(0)), weights / sum, zeros_like(weights));
    }

    /// <summary>
    /// Which pixels are within the radius of one that touches another class in its 8-neighbourhood: among its neighbours that count the
    /// largest or the smallest label is not its own. A border with ignored pixels is no boundary.
    /// </summary>
    private Tensor NearBoundary(Tensor labels, Tensor counts)
    {
        // Both extremes are maxima, of the label and of its negative; an ignored pixel is never one.
        var label = labels.to(float32);
        var both = stack([label, -label], 1).masked_fill((~counts).unsqueeze(1), Kept.Scalar(float.NegativeInfinity));
        var differs = (Widen(both, 1) != both).any(1, keepdim: true) & counts.unsqueeze(1);
        return Widen(differs.to(float32), options.BoundaryRadius - 1).squeeze(1);
    }

    /// <summary>The maximum over a square of 2·reach + 1 pixels each way, first along rows, then along columns.</summary>
    private static Tensor Widen(Tensor map, int reach)
    {
        if (reach == 0)
            return map;
        var rows = nn.functional.max_pool2d(map, (1, 2 * reach + 1), (1, 1), (0, reach));
        return nn.functional.max_pool2d(rows, (2 * reach + 1, 1), (1, 1), (reach, 0));
    }
}
