namespace Spn;

/// <summary>
/// The gradient of a loss through four scans and the node-wise max (<see cref="Propagation.Backward"/>), or through one scan
/// (<see cref="Propagation.ScanBackward"/>).
/// </summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">
/// With respect to the weights as they were given, that is, before they are normalised, and in <see cref="PropagationWeights.InputGate"/>
/// with respect to the input gate where there is one. Zero at absent neighbours and in directions
/// that were not scanned; summed over channels when the weights are shared.
/// </param>
public sealed record PropagationGradient(FeatureMap Input, PropagationWeights Weights);
