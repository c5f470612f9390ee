namespace Spn.Inspection;

/// <summary>An iterated propagation looked at from inside: the weights that are used, and what each step does. Numbers alone.</summary>
public sealed record IteratedInspection
{
    /// <summary>What was propagated, one batch item: 1×C×H×W.</summary>
    public required IteratedResult Result { get; init; }

    /// <summary>q of the eight neighbours, the mean over channels, 1×8×H×W; zero where a neighbour does not exist.</summary>
    public required FeatureMap Used { get; init; }

    /// <summary>The centre weight 1 − Σq, the mean over channels, 1×1×H×W.</summary>
    public required FeatureMap Centre { get; init; }

    /// <summary>The share of weights below zero, among those whose neighbour exists.</summary>
    public required double NegativeShare { get; init; }

    /// <summary>The share of pixels all of whose weights are zero: they keep their value.</summary>
    public required double IdleShare { get; init; }

    /// <summary>Mean |h_t − h_{t−1}| of step t, over all pixels and channels; the first entry is of step 1.</summary>
    public required IReadOnlyList<double> StepChanges { get; init; }

    /// <summary>Mean |output − x| of each channel.</summary>
    public required IReadOnlyList<double> Changes { get; init; }

    /// <summary>Looks at one batch item.</summary>
    /// <param name="result">What <see cref="IteratedPropagation.Forward"/> gave.</param>
    /// <param name="batch">The batch item.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch item.</exception>
    public static IteratedInspection Of(IteratedResult result, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        Expect.Index(batch, result.Input.Batch);
        var hints = result.Hints is { } given
            ? new IteratedHints(BatchItem.Of(given.Values, batch), BatchItem.Of(given.Mask, batch)) : null;
        var one = new IteratedResult(
            BatchItem.Of(result.Input, batch), BatchItem.Of(result.Weights, batch), result.Options, hints,
            BatchItem.Of(result.Output, batch));
        var steps = new IteratedSteps(one.Input, one.Weights, one.Options, hints, 0);
        var (used, centre) = Means(steps, one.Weights.Shape);
        var (negative, existing, idle) = Count(steps, one.Weights.Shape);
        return new IteratedInspection
        {
            Result = one,
            Used = used,
            Centre = centre,
            NegativeShare = negative / Math.Max(1.0, existing),
            IdleShare = idle / (double)(one.Weights.Shape.Channels * one.Input.Shape.PlaneSize),
            StepChanges = Walk(steps, one.Options.Steps, one.Input.Shape.Count),
            Changes = [.. Enumerable.Range(0, one.Input.Channels).Select(c => Difference(one.Input.Plane(0, c), one.Output.Plane(0, c))
                / one.Input.Shape.PlaneSize)],
        };
    }

    /// <summary>The shape, the steps and the change of the first and the last one.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"IteratedInspection {Result.Input.Shape}, {Result.Options.Steps} steps, mean change {StepChanges[0]:g3} to {StepChanges[^1]:g3}");

    private static (FeatureMap Used, FeatureMap Centre) Means(IteratedSteps steps, MapShape shape)
    {
        var used = new FeatureMap(shape with { Channels = IteratedWeights.Neighbours });
        var centre = new FeatureMap(shape with { Channels = 1 });
        var plane = new float[shape.PlaneSize];
        Array.Fill(centre.Values, 1);
        for (var k = 0; k < IteratedWeights.Neighbours; k++)
            for (var c = 0; c < shape.Channels; c++)
            {
                steps.Padding.Take(steps.Used.Values, c * IteratedWeights.Neighbours + k, plane);
                var mean = used.Plane(0, k);
                for (var i = 0; i < plane.Length; i++)
                {
                    mean[i] += plane[i] / shape.Channels;
                    centre.Values[i] -= plane[i] / shape.Channels;
                }
            }

        return (used, centre);
    }

    private static (long Negative, long Existing, long Idle) Count(IteratedSteps steps, MapShape shape)
    {
        var (negative, existing, idle) = (0L, 0L, 0L);
        for (var c = 0; c < shape.Channels; c++)
            for (var row = 0; row < shape.Height; row++)
                for (var column = 0; column < shape.Width; column++)
                {
                    var any = false;
                    for (var k = 0; k < IteratedWeights.Neighbours; k++)
                        if (IteratedWeights.Exists(IteratedWeights.Offsets[k], row, column, shape.Height, shape.Width))
                        {
                            var q = steps.Used.Values[steps.Used.Offset(c) + k * steps.Padding.Size + steps.Padding.At(row) + column];
                            (existing, negative, any) = (existing + 1, negative + (q < 0 ? 1 : 0), any || q != 0);
                        }

                    idle += any ? 0 : 1;
                }

        return (negative, existing, idle);
    }

    private static double[] Walk(IteratedSteps steps, int count, long elements)
    {
        var changes = new double[count];
        var (h, next) = (steps.Start, steps.Blank());
        for (var t = 0; t < count; t++)
        {
            steps.Step(h, next);
            changes[t] = Difference(h, next) / elements; // what stands around the planes is zero in both
            (h, next) = (next, t == 0 ? steps.Blank() : h);
        }

        return changes;
    }

    private static double Difference(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
            sum += Math.Abs((double)one[i] - other[i]);
        return sum;
    }
}
