namespace Spn.Inspection;

/// <summary>What one direction of a propagation does. Shares and means are over all channels unless it says otherwise.</summary>
public sealed record DirectionInspection
{
    /// <summary>The width of a bin of <see cref="Histogram"/>.</summary>
    public const double BinWidth = 0.05;

    /// <summary>Bins of <see cref="Histogram"/>: the last one holds Σ|p| of 2 and more.</summary>
    public const int Bins = 41;

    /// <summary>The direction.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Its hidden map H, 1×C×H×W.</summary>
    public required FeatureMap Hidden { get; init; }

    /// <summary>
    /// The share of elements at which it alone holds the node-wise maximum, 0 to 1; where it shares it with another direction, none wins.
    /// </summary>
    public required double WinShare { get; init; }

    /// <summary>
    /// The share of weights smaller than <see cref="InspectionThresholds.ZeroWeight"/> in magnitude, among those whose neighbour exists.
    /// </summary>
    public required double ZeroShare { get; init; }

    /// <summary>The share of weights below zero, among those whose neighbour exists.</summary>
    public required double NegativeShare { get; init; }

    /// <summary>The number of weights that are NaN or infinite, among those whose neighbour exists.</summary>
    public required long NotFinite { get; init; }

    /// <summary>
    /// The share of pixels at the limit, Σ|p| ≥ 1 (to a millionth) before the constraint, among those that have a line before them.
    /// </summary>
    public required double LimitShare { get; init; }

    /// <summary>The mean of Σ|p| before the constraint over the pixels that have a line before them.</summary>
    public required double MeanAbsoluteSum { get; init; }

    /// <summary>The largest Σ|p| before the constraint.</summary>
    public required double MaxAbsoluteSum { get; init; }

    /// <summary>
    /// Shares of pixels by Σ|p| before the constraint: bin b holds those from b·<see cref="BinWidth"/> up to
    /// (b + 1)·<see cref="BinWidth"/>.
    /// </summary>
    public required IReadOnlyList<double> Histogram { get; init; }

    /// <summary>Σ|p| before the constraint, the mean over channels, 1×1×H×W; zero on the first line.</summary>
    public required FeatureMap AbsoluteSum { get; init; }

    /// <summary>
    /// How far evidence has travelled, in lines of the scan, the mean over channels, 1×1×H×W. With the weights as they are used:
    /// <c>ℓ_1 = 0</c> and <c>ℓ_t(i) = Σ_k |p_k(i)| (ℓ_{t−1}(k) + 1)</c>, one pass for all pixels.
    /// </summary>
    /// <remarks>
    /// Where no weight is negative this is <c>Σ_j G(i, j) · (t_i − t_j)</c>, the mean distance along the scan from which a pixel takes
    /// its value: a row of G then holds no negative entry and sums to one. In general it is
    /// <c>Σ_{n≥1} (|w_t| |w_{t−1}| … |w_{t−n+1}| 1)_i</c>, the distance that magnitudes travel, whatever their sign; paths that cancel
    /// each other in G count here.
    /// </remarks>
    public required FeatureMap Length { get; init; }

    /// <summary>The mean of <see cref="Length"/>.</summary>
    public required double MeanLength { get; init; }

    /// <summary>
    /// What is left of a gradient on its way back from the last line: the value at n is the mean of |∂(Σ_i h_T(i)) / ∂h_{T−n}| over the
    /// pixels of the line and the channels, with the weights as they are used. It is 1 at 0, and at most 1 under the constraint.
    /// </summary>
    public required IReadOnlyList<double> GradientNorms { get; init; }

    /// <summary>The number of lines after which <see cref="GradientNorms"/> is below 1/e; that of all lines where it never is.</summary>
    public int GradientReach => GradientNorms.TakeWhile(norm => !(norm < 1 / Math.E)).Count();
}
