namespace Spn;

/// <summary>One state U_T of the diffusion of Theorem 2.</summary>
public sealed record DiffusionState
{
    /// <summary>T, from 1: step 1 is the initial state U_1.</summary>
    public required int Step { get; init; }

    /// <summary>U_T, N×C×H×W.</summary>
    public required FeatureMap U { get; init; }

    /// <summary>The step and the shape.</summary>
    public override string ToString() => FormattableString.Invariant($"U at T = {Step}, {U.Shape}");
}
