namespace Spn;

/// <summary>The four scans and their node-wise maximum in double precision (<see cref="Reference.Forward"/>).</summary>
/// <param name="Output">N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element; on a tie the earlier one.</param>
/// <param name="Hidden">The four hidden maps, in the order of <see cref="Direction"/>.</param>
public sealed record ReferenceResult(ReferenceMap Output, DirectionMap Winner, IReadOnlyList<ReferenceMap> Hidden);

/// <summary>Gradients in double precision, of one scan or of four and the maximum.</summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">With respect to the weights as given; zero where they were not read; summed over channels when they are shared.</param>
public sealed record ReferenceGradient(ReferenceMap Input, ReferenceWeights Weights);

/// <summary>The gradient of a loss through one scan with dense w_t (<see cref="Reference.ScanDenseBackward"/>).</summary>
/// <param name="Input">With respect to x, H×W.</param>
/// <param name="Transitions">With respect to w_2 to w_T, every element of each, zeros of w_t included.</param>
public sealed record DenseScanGradient(double[,] Input, IReadOnlyList<double[,]> Transitions);
