namespace Spn;

/// <summary>How stable one plane of weights is in one direction (Eq. 11, Theorem 3); made by <see cref="Stability.Report"/>.</summary>
public sealed record StabilityReport
{
    /// <summary>The direction of the scan.</summary>
    public required Direction Direction { get; init; }

    /// <summary>One-way or three-way.</summary>
    public required Connection Connection { get; init; }

    /// <summary>How the weights became those of <see cref="Steps"/>.</summary>
    public required Normalisation Normalisation { get; init; }

    /// <summary>Rows of the map.</summary>
    public int Height => AbsoluteSum.Height;

    /// <summary>Columns of the map.</summary>
    public int Width => AbsoluteSum.Width;

    /// <summary>
    /// Σ|p| over the existing neighbours of each pixel, 1×1×H×W: of the raw weights where they are clipped or used raw, else of the
    /// normalised ones. Zero on the first line of the scan.
    /// </summary>
    public required FeatureMap AbsoluteSum { get; init; }

    /// <summary>The share of pixels with Σ|p| &gt; 1, which clipping changes, among all that have a line before them; 0 to 1.</summary>
    public required double ConstrainedShare { get; init; }

    /// <summary>The largest of <see cref="AbsoluteSum"/>.</summary>
    public required double MaxAbsoluteSum { get; init; }

    /// <summary>The matrices w_t, t from 2 to the number of lines, in the order of the scan; empty when the map is one line.</summary>
    public required IReadOnlyList<StabilityStep> Steps { get; init; }

    /// <summary>The direction, the size, the share of constrained pixels and the norms at their largest.</summary>
    public override string ToString()
    {
        var weights = Normalisation == Normalisation.Clip ? "constrained" : Normalisation.ToWords();
        var norms = Steps.Count == 0
            ? "a single line"
            : FormattableString.Invariant(
                $"{weights} w: ‖w‖∞ ≤ {Steps.Max(step => step.InfinityNorm):g4}, ‖w‖₂ ≤ {Steps.Max(step => step.SpectralNorm):g4}, ")
                + FormattableString.Invariant($"‖∏w‖∞ at the end {Steps[^1].ProductInfinityNorm:g4}");
        return FormattableString.Invariant($"StabilityReport {Direction.ToWords()}, {Connection}, {Height}×{Width}: ")
            + FormattableString.Invariant($"{100 * ConstrainedShare:f1} % of pixels have Σ|p| > 1; {norms}");
    }
}

/// <summary>The norms of one w_t, the Jacobian ∂h_t / ∂h_{t−1} of Eq. (11), and of the product of all steps so far.</summary>
public sealed record StabilityStep
{
    /// <summary>t of Eq. (1), from 2: the place, in the order of the scan, of the line that this step computes.</summary>
    public required int Line { get; init; }

    /// <summary>‖w_t‖∞: the largest Σ|p| of the line. At most one unless the weights are raw.</summary>
    public required double InfinityNorm { get; init; }

    /// <summary>
    /// The largest singular value of w_t, to a relative 1e-10. Theorem 3 does not bound it by one: up to √3 is possible with three
    /// neighbours and Σ|p| ≤ 1.
    /// </summary>
    public required double SpectralNorm { get; init; }

    /// <summary>
    /// The largest |λ| over the eigenvalues of w_t; never above <see cref="InfinityNorm"/> nor <see cref="SpectralNorm"/>. NaN, which
    /// stands for "not computed", where the line is longer than <see cref="Stability.SpectralRadiusLimit"/> and its weights change sign
    /// in a way that makes complex eigenvalues possible, or where the QR algorithm does not converge. Accurate to rounding where
    /// eigenvalues are well conditioned; an m-fold defective one is found to about 1e-16 to the power 1/m, as by any method in double.
    /// </summary>
    public required double SpectralRadius { get; init; }

    /// <summary>
    /// ‖w_t w_{t−1} … w_2‖∞: how much the max-norm of a change of the first line can have grown by now. At most one unless the weights are
    /// raw; infinity when it exceeds double.
    /// </summary>
    public required double ProductInfinityNorm { get; init; }
}
