namespace Spn;

/// <summary>What <see cref="Propagation.Forward"/> computed, with all that its backward needs.</summary>
/// <param name="Input">x, N×C×H×W, as given (not copied: changing it before the backward changes the gradient).</param>
/// <param name="Weights">The raw weights as given, not copied.</param>
/// <param name="Options">The options of the forward; the backward keeps to them.</param>
/// <param name="Output">The node-wise maximum of the four hidden maps, N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element; on a tie the earlier one.</param>
public sealed record PropagationResult(FeatureMap Input, PropagationWeights Weights, PropagationOptions Options, FeatureMap Output, DirectionMap Winner);
