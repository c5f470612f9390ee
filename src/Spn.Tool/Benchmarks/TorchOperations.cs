using Spn.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tool.Benchmarks;

/// <summary>
/// The constrained three-way op as a PyTorch user writes it, of torch's operations: what has no need of the line before is computed for
/// all lines at once, lines are copied so that each lies in one piece, and the loop walks over their list (a loop over <c>x[..., t]</c>
/// has a backward of quadratic time).
/// </summary>
internal static class TorchOperations
{
    private static Scalar One => Kept.Scalar(1);

    /// <summary>Four scans and their maximum; on a tie the gradient is shared.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights, N×(4·3·C)×H×W.</param>
    public static Tensor Propagate(Tensor x, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var (n, c, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var raw = weights.reshape(n, 4, 3, c, height, width).mul(Present(weights, height, width));
        var p = raw.div(raw.abs().sum(2, keepdim: true).clamp(min: One));
        var kept = ones_like(x).unsqueeze(1).add(p.sum(2).neg(), One).mul(x.unsqueeze(1));
        Tensor Hidden(Direction direction) => Scan(x, kept.select(1, (long)direction), p.select(1, (long)direction), direction);
        var hidden = Directions.All.Select(Hidden).ToArray();
        return hidden[0].maximum(hidden[1]).maximum(hidden[2].maximum(hidden[3])).MoveToOuterDisposeScope();
    }

    /// <summary>One scan.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="kept">(1 − Σp) x, N×C×H×W.</param>
    /// <param name="p">Constrained weights, N×3×C×H×W.</param>
    /// <param name="direction">The direction.</param>
    private static Tensor Scan(Tensor x, Tensor kept, Tensor p, Direction direction)
    {
        var axis = direction.IsHorizontal() ? -1 : -2;
        Tensor[] Lines(Tensor map) => map.movedim([4 + axis], [0]).contiguous().unbind(0);
        var (own, smaller, middle, larger) = (Lines(kept), Lines(p.select(1, 0)), Lines(p.select(1, 1)), Lines(p.select(1, 2)));
        var hidden = new Tensor[own.Length];
        var (first, step) = direction.IsReversed() ? (own.Length - 1, -1) : (0, 1);
        hidden[first] = x.select(axis, first);
        for (var (t, left) = (first + step, own.Length - 1); left > 0; t += step, left--)
        {
            var before = hidden[t - step];
            var (padded, length) = (nn.functional.pad(before, [1, 1]), before.shape[^1]);
            hidden[t] = own[t].addcmul(smaller[t], padded.narrow(-1, 0, length), One).addcmul(middle[t], before, One)
                .addcmul(larger[t], padded.narrow(-1, 2, length), One);
        }

        return stack(hidden, axis);
    }

    /// <summary>Ones where a neighbour exists, zeros elsewhere: 1×4×3×1×H×W.</summary>
    private static Tensor Present(Tensor like, long height, long width)
    {
        var present = ones([1, 4, 3, 1, height, width], like.dtype, like.device);
        foreach (var direction in Directions.All)
        {
            var one = present.select(1, (long)direction);
            var (along, across, lines, length) = direction.IsHorizontal() ? (-1, -2, width, height) : (-2, -1, height, width);
            one.select(along, direction.IsReversed() ? lines - 1 : 0).zero_();
            one.select(1, 0).select(across, 0).zero_();
            one.select(1, 2).select(across, length - 1).zero_();
        }

        return present;
    }
}
