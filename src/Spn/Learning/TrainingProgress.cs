namespace Spn.Learning;

/// <summary>How far a training is; reported after every step and every evaluation.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps made.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public required long Steps { get; init; }

    /// <summary>The loss of the last step; NaN before the first.</summary>
    public required double Loss { get; init; }

    /// <summary>All lines so far.</summary>
    public required TrainingLog Log { get; init; }

    /// <summary>The score, when this report follows an evaluation; null after a step.</summary>
    public EvaluationScore? Score { get; init; }

    /// <summary>The step and the loss.</summary>
    public override string ToString() => FormattableString.Invariant($"step {Step} of {Steps}, loss {Loss:f4}");
}
