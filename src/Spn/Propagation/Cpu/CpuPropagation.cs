namespace Spn;

/// <summary>The CPU implementation behind <see cref="Propagation"/> and <see cref="Stability"/>. Arguments have been checked.</summary>
internal static class CpuPropagation
{
    public static FeatureMap Scan(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options) =>
        Reference.Scan(ReferenceMap.From(x), ReferenceWeights.From(weights), direction, options.Stabilize).ToFeatureMap();

    public static ScanGradient ScanBackward(FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options)
    {
        var gradient = Reference.ScanBackward(ReferenceMap.From(x), ReferenceWeights.From(weights), direction, ReferenceMap.From(gradHidden), options.Stabilize);
        return new ScanGradient(gradient.Input.ToFeatureMap(), gradient.Weights.ToPropagationWeights());
    }

    public static PropagationResult Forward(FeatureMap x, PropagationWeights weights, PropagationOptions options)
    {
        var result = Reference.Forward(ReferenceMap.From(x), ReferenceWeights.From(weights), options.Stabilize);
        return new PropagationResult(x, weights, options, result.Output.ToFeatureMap(), result.Winner);
    }

    public static PropagationGradient Backward(PropagationResult result, FeatureMap gradOutput)
    {
        var gradient = Reference.Backward(
            ReferenceMap.From(result.Input), ReferenceWeights.From(result.Weights), result.Winner, ReferenceMap.From(gradOutput), result.Options.Stabilize);
        return new PropagationGradient(gradient.Input.ToFeatureMap(), gradient.Weights.ToPropagationWeights());
    }

    public static PropagationWeights Constrain(PropagationWeights weights) =>
        Reference.Constrain(ReferenceWeights.From(weights)).ToPropagationWeights();

    public static PropagationWeights ConstrainBackward(PropagationWeights weights, PropagationWeights gradConstrained) =>
        Reference.ConstrainBackward(ReferenceWeights.From(weights), ReferenceWeights.From(gradConstrained)).ToPropagationWeights();
}
