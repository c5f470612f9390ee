using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>How the learning rate goes down.</summary>
public enum RatePolicy
{
    /// <summary>base: the paper's.</summary>
    Fixed,

    /// <summary>
    /// base · (1 − step / steps)^0.9, Caffe's poly policy: the last steps are small, so that the last checkpoint is as good as any.
    /// </summary>
    Poly,
}

/// <summary>The learning rate of each step: a function of the number of the step alone.</summary>
public sealed record RateSchedule
{
    private const double Power = 0.9;

    /// <summary>How it goes down.</summary>
    public RatePolicy Policy { get; init; } = RatePolicy.Fixed;

    /// <summary>The rate at the start.</summary>
    [Range(1e-12, 1e6)]
    public double Base { get; init; } = 1e-4;

    /// <summary>
    /// Steps over which the rate rises in equal parts from base / (warmUp + 1) to what the policy says; 0 for none. The first gradients of
    /// Adam are scaled by hardly anything it remembers.
    /// </summary>
    [Range(0, TrainingOptions.MostSteps)]
    public long WarmUp { get; init; }

    /// <summary>base, always.</summary>
    public static RateSchedule Fixed(double @base) => new() { Base = @base };

    /// <summary>The rate of a step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="steps">Of the whole training, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is negative, or there are none.</exception>
    public double RateAt(long step, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var rate = Policy == RatePolicy.Fixed ? Base : Base * Math.Pow(Math.Max(0, 1 - (double)step / steps), Power);
        return step < WarmUp ? rate * (step + 1) / (WarmUp + 1) : rate;
    }
}
