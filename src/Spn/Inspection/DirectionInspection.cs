namespace Spn.Inspection;

/// <summary>
/// What one direction of a propagation does. Shares and means are over all channels unless it says otherwise, and of weights over those
/// whose neighbour exists: none does on the first line of the scan or of a chunk. Weights and their sums are the raw ones, Σ|p|, where they
/// are clipped at the limit; under any other normalisation those that are used, Σ|q|.
/// </summary>
public sealed record DirectionInspection
{
    /// <summary>The width of a bin of <see cref="Histogram"/>.</summary>
    public const double BinWidth = 0.05;

    /// <summary>Bins of <see cref="Histogram"/>: the last one holds sums of 2 and more.</summary>
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
    /// The share of weights smaller than <see cref="InspectionThresholds.ZeroWeight"/> in magnitude; NaN where no pixel has a neighbour.
    /// </summary>
    public required double ZeroShare { get; init; }

    /// <summary>The share of weights below zero; NaN where no pixel has a neighbour.</summary>
    public required double NegativeShare { get; init; }

    /// <summary>The number of raw weights, and g of a gate, that are NaN or infinite, among those whose neighbour exists.</summary>
    public required long NotFinite { get; init; }

    /// <summary>
    /// The share of pixels whose sum is 1 or more (to a millionth), among those that have neighbours: where weights are clipped they stand
    /// at the limit. NaN where no pixel has a neighbour.
    /// </summary>
    public required double LimitShare { get; init; }

    /// <summary>The mean of the sum over the pixels that have neighbours; NaN where there are none.</summary>
    public required double MeanAbsoluteSum { get; init; }

    /// <summary>The largest sum.</summary>
    public required double MaxAbsoluteSum { get; init; }

    /// <summary>
    /// Shares of the pixels that have neighbours by their sum: bin b holds those from b·<see cref="BinWidth"/> (to a millionth) up to
    /// (b + 1)·<see cref="BinWidth"/>.
    /// </summary>
    public required IReadOnlyList<double> Histogram { get; init; }

    /// <summary>The sum of each pixel, the mean over channels, 1×1×H×W; zero where there is no neighbour.</summary>
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

    /// <summary>Whether any pixel has a neighbour.</summary>
    internal bool HasNeighbours => !double.IsNaN(ZeroShare);
}
