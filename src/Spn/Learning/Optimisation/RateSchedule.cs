namespace Spn.Learning;

/// <summary>How the learning rate goes down.</summary>
public enum RatePolicy
{
    /// <summary>base</summary>
    Fixed,

    /// <summary>base · γ^⌊step / every⌋</summary>
    Step,

    /// <summary>base · (1 − step / steps)^power, and 0 from then on</summary>
    Poly,
}

/// <summary>The learning rate of each step, in Caffe's policies; a function of the number of the step alone.</summary>
public sealed record RateSchedule
{
    /// <summary>Fixed at the paper's 10⁻⁴.</summary>
    public static RateSchedule Default { get; } = new();

    /// <summary>Fixed, step or poly.</summary>
    public RatePolicy Policy { get; init; } = RatePolicy.Fixed;

    /// <summary>The rate at step 0; above 0.</summary>
    public double Base { get; init; } = 1e-4;

    /// <summary>γ of the step policy, above 0.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>After how many steps the step policy multiplies by γ; at least 1.</summary>
    public long Every { get; init; } = 1000;

    /// <summary>The power of the poly policy, above 0.</summary>
    public double Power { get; init; } = 0.9;

    /// <summary>At which step the poly policy reaches 0; at least 1.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>Steps at the start over which the rate rises in equal parts from base / (WarmUp + 1) to what the policy says; 0, the default, for none.</summary>
    public long WarmUp { get; init; }

    /// <summary>base, always.</summary>
    public static RateSchedule Fixed(double @base) => new() { Base = @base };

    /// <summary>base · γ^⌊step / every⌋.</summary>
    public static RateSchedule Step(double @base, double gamma, long every) => new() { Policy = RatePolicy.Step, Base = @base, Gamma = gamma, Every = every };

    /// <summary>base · (1 − step / steps)^power.</summary>
    public static RateSchedule Poly(double @base, long steps, double power = 0.9) => new() { Policy = RatePolicy.Poly, Base = @base, Steps = steps, Power = power };

    /// <summary>The same with another base rate.</summary>
    public RateSchedule WithBase(double @base) => this with { Base = @base };

    /// <summary>The same with a rise at the start.</summary>
    public RateSchedule WithWarmUp(long warmUp) => this with { WarmUp = warmUp };

    /// <summary>The rate of a step.</summary>
    /// <param name="step">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or a number of the schedule is out of its range.</exception>
    public double RateAt(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Expect.Positive(Base, "a base rate", nameof(Base));
        Expect.Positive(Gamma, "a factor", nameof(Gamma));
        Expect.Positive(Power, "a power", nameof(Power));
        ArgumentOutOfRangeException.ThrowIfLessThan(Every, 1, nameof(Every));
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1, nameof(Steps));
        ArgumentOutOfRangeException.ThrowIfNegative(WarmUp);
        var rate = Policy switch
        {
            RatePolicy.Fixed => Base,
            RatePolicy.Step => Base * Math.Pow(Gamma, step / Every),
            RatePolicy.Poly => Base * Math.Pow(Math.Max(0, 1 - (double)step / Steps), Power),
            _ => throw new ArgumentOutOfRangeException(nameof(Policy), $"expected Fixed, Step or Poly, got {Policy}."),
        };
        return step < WarmUp ? rate * (step + 1) / (WarmUp + 1) : rate;
    }
}
