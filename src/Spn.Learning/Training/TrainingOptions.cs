using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>How long a training goes, how it steps and how often it looks at what it has learned.</summary>
public sealed record TrainingOptions
{
    internal const int MostSteps = 1_000_000_000;

    /// <summary>
    /// A line of the log is written every so many steps; the last checkpoint every so many, at every evaluation, and when the training
    /// ends.
    /// </summary>
    internal const long LogEvery = 10, SaveEvery = 100;

    /// <summary>The paper's rate of 10⁻⁴, and SGD with momentum.</summary>
    public static TrainingOptions Default { get; } = new();

    /// <summary>Steps of the whole training; a rate that falls reaches zero there.</summary>
    [Range(1, MostSteps)]
    public long Steps { get; init; } = 1000;

    /// <summary>How parameters follow their gradients.</summary>
    public OptimiserOptions Optimiser { get; init; } = new();

    /// <summary>The rate of each step.</summary>
    public RateSchedule Rates { get; init; } = new();

    /// <summary>A score is taken every so many steps, before the first and after the last: what the best checkpoint is chosen by.</summary>
    [Range(1, MostSteps)]
    public long EvaluateEvery { get; init; } = 100;

    /// <summary>
    /// How many of the images to choose by are scored, spread evenly over them, so that large images don't take longer than the training;
    /// 0: all.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int EvaluateImages { get; init; }

    /// <summary>Chooses the initial weights, the patches and the changes to them.</summary>
    public int Seed { get; init; } = 1;

    internal double RateAt(long step) => Rates.RateAt(step, Steps);
}
