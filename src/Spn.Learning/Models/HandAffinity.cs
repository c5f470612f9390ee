using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Weights made by hand from an image: with similarities <c>e_k = exp(−|ΔI|² / 0.1²)</c> to the neighbours that exist,
/// <c>p_k = strength · e_k · max(e) / Σe</c>; for one-way <c>p = strength · e</c>. Σp ≤ strength. Where there is no neighbour p is 0. A
/// start from which a guidance network learns sooner than from nothing; no gradient passes.
/// </summary>
/// <param name="Connection">One-way or three-way.</param>
/// <param name="Strength">0 to 1.</param>
internal sealed record HandAffinity(Connection Connection, double Strength)
{
    /// <summary>The colour difference, of an image in [0, 1], at which similarity has fallen to 1/e.</summary>
    private const double Width = 0.1;

    /// <summary>4·K.</summary>
    public int Channels => 4 * (int)Connection;

    /// <summary>N×3×H×W to N×(4·K)×H×W, in the order of weights: direction, neighbour.</summary>
    public Tensor Of(Tensor image)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        long height = image.shape[2], width = image.shape[3];

        // A pixel outside the image is infinitely far: similarity exp(−∞) = 0.
        var around = nn.functional.pad(image, [1, 1, 1, 1], PaddingModes.Constant, double.PositiveInfinity);
        Tensor Similarity(int row, int column) => (around.narrow(2, 1 + row, height).narrow(3, 1 + column, width) - image)
            .square().sum(1, keepdim: true).mul(Kept.Scalar(-1 / (Width * Width))).exp();

        var reach = (int)Connection / 2;
        List<Tensor> directions = [];
        foreach (var (along, horizontal) in ((int, bool)[])[(-1, true), (1, true), (-1, false), (1, false)])
        {
            var similar = cat([.. Enumerable.Range(-reach, (int)Connection)
                .Select(k => horizontal ? Similarity(k, along) : Similarity(along, k))], 1);
            var sum = similar.sum(1, keepdim: true);
            var share = where(sum.gt(Kept.Scalar(0)), similar.amax([1], keepdim: true) / sum, zeros_like(sum));
            directions.Add(similar.mul(share).mul(Kept.Scalar(Strength)));
        }

        return cat(directions, 1).MoveToOuterDisposeScope();
    }
}
