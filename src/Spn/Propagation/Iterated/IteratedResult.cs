namespace Spn;

/// <summary>What <see cref="IteratedPropagation.Forward"/> computed, with all that its backward needs.</summary>
/// <param name="Input">x, N×C×H×W, as given, not copied: the backward needs the values that the forward saw.</param>
/// <param name="Weights">The raw weights as given, not copied.</param>
/// <param name="Options">The options of the forward; the backward keeps to them.</param>
/// <param name="Hints">Pixels that were set again after each step; null where there were none.</param>
/// <param name="Output">h_n, N×C×H×W.</param>
public sealed record IteratedResult(
    FeatureMap Input, IteratedWeights Weights, IteratedOptions Options, IteratedHints? Hints, FeatureMap Output);

/// <summary>The gradient of a loss through an iterated propagation.</summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">
/// With respect to the raw weights; zero at absent neighbours, summed over channels when the weights are shared.
/// </param>
/// <param name="Hints">
/// With respect to the hints' values, of their shape; zero elsewhere, null without hints. Where the hints are x itself
/// (<see cref="IteratedHints.Keep"/>) add it to that of <paramref name="Input"/>.
/// </param>
public sealed record IteratedGradient(FeatureMap Input, IteratedWeights Weights, FeatureMap? Hints);
