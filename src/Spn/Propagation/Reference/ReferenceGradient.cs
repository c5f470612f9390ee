namespace Spn;

/// <summary>The four scans and their node-wise maximum in double precision (<see cref="Reference.Forward"/>).</summary>
/// <param name="Output">N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element; on a tie the earlier one.</param>
/// <param name="Hidden">The four hidden maps, in the order of <see cref="Direction"/>.</param>
internal sealed record ReferenceResult(ReferenceMap Output, DirectionMap Winner, IReadOnlyList<ReferenceMap> Hidden);

/// <summary>Gradients in double precision, of one scan or of four and the maximum.</summary>
/// <param name="Input">With respect to x, N×C×H×W.</param>
/// <param name="Weights">
/// With respect to the weights as given; zero where they were not read; summed over channels when they are shared.
/// </param>
internal sealed record ReferenceGradient(ReferenceMap Input, ReferenceWeights Weights)
{
    /// <summary>Zeros for a map and the weights that its scans use.</summary>
    public static ReferenceGradient Zeros(ReferenceMap x, ReferenceWeights used) => new(
        new ReferenceMap(x.Shape),
        new ReferenceWeights(used.Connection, used.Shape)
        {
            InputGate = used.InputGate is null ? null : new ReferenceMap(used.InputGate.Shape),
        });
}
