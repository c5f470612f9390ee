namespace Spn.Inspection;

/// <summary>One item of a batch alone.</summary>
internal static class BatchItem
{
    /// <summary>1×C×H×W; the map itself where it holds one item.</summary>
    public static FeatureMap Of(FeatureMap map, int batch)
    {
        var shape = map.Shape with { Batch = 1 };
        return map.Batch == 1 ? map : new FeatureMap(shape, map.Values.AsSpan(batch * (int)shape.Count, (int)shape.Count).ToArray());
    }

    /// <summary>1×4×K×C×H×W; the weights themselves where they hold one item.</summary>
    public static PropagationWeights Of(PropagationWeights weights, int batch)
    {
        if (weights.Shape.Batch == 1)
            return weights;
        var count = weights.Values.Length / weights.Shape.Batch;
        var (shape, values) = (weights.Shape with { Batch = 1 }, weights.Values.AsSpan(batch * count, count).ToArray());
        var one = weights.IsGated ? PropagationWeights.Gated(weights.Connection, shape, values) : new(weights.Connection, shape, values);
        return one.WithInputGate(weights.InputGate is { } gate ? Of(gate, batch) : null);
    }

    /// <summary>1×8×C×H×W; the weights themselves where they hold one item.</summary>
    public static IteratedWeights Of(IteratedWeights weights, int batch)
    {
        var count = weights.Values.Length / weights.Shape.Batch;
        return weights.Shape.Batch == 1 ? weights
            : new IteratedWeights(weights.Shape with { Batch = 1 }, weights.Values.AsSpan(batch * count, count).ToArray());
    }
}
