namespace Spn;

/// <summary>What <see cref="Propagation.Forward"/> computed, with all that its backward needs.</summary>
/// <remarks>
/// On the Cpu backend a result also keeps some hidden lines, up to a tenth of a map, which its first forward allocates; a copy made with
/// <c>with</c> has none. They are no part of its value: two results are equal when their five members are.
/// </remarks>
/// <param name="Input">x, N×C×H×W, as given, not copied: the backward needs the values that the forward saw.</param>
/// <param name="Weights">The raw weights as given, not copied; they too must not change before the backward.</param>
/// <param name="Options">The options of the forward; the backward keeps to them.</param>
/// <param name="Output">The node-wise maximum of the four hidden maps, N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element; on a tie the earlier one.</param>
public sealed record PropagationResult(
    FeatureMap Input, PropagationWeights Weights, PropagationOptions Options, FeatureMap Output, DirectionMap Winner)
{
    /// <summary>A copy has the same arrays, and no kept lines: its input or its weights may be others.</summary>
    private PropagationResult(PropagationResult original) =>
        (Input, Weights, Options, Output, Winner) = (original.Input, original.Weights, original.Options, original.Output, original.Winner);

    /// <summary>Hidden lines that a forward on the Cpu backend keeps for the backward.</summary>
    internal float[]? KeptLines { get; set; }

    /// <summary>Whether <see cref="KeptLines"/> are complete: those of this input, these weights and these options.</summary>
    internal bool HasKeptLines { get; set; }

    /// <inheritdoc/>
    public bool Equals(PropagationResult? other) =>
        other is not null && (Input, Weights, Options, Output, Winner).Equals((other.Input, other.Weights, other.Options, other.Output, other.Winner));

    /// <inheritdoc/>
    public override int GetHashCode() => (Input, Weights, Options, Output, Winner).GetHashCode();
}
