namespace Spn;

/// <summary>How the eight raw weights p of a pixel become those that are used, q. Sums run over the neighbours that exist.</summary>
public enum IteratedNormalisation
{
    /// <summary>q = p / Σ|p|, as CSPN has it (<c>8sum</c>); q = 0 where Σ|p| = 0, and the pixel keeps its value.</summary>
    AbsoluteSum,

    /// <summary>q = |p| / Σ|p| (<c>8sum_abs</c>): Σq = 1, so nothing is left for the centre; q = 0 where Σ|p| = 0.</summary>
    Absolute,

    /// <summary>q = p, as it is given.</summary>
    Raw,
}

/// <summary>What the centre weight 1 − Σq multiplies.</summary>
/// <remarks>
/// Without negative weights no value passes the largest of x. With them Σ|q| = 1 bounds less: a step on the current value can enlarge
/// values up to 3 times, |1 − Σq| + Σ|q|, and n steps 3ⁿ times; with the centre weight on x, n steps enlarge them at most 2n + 1 times.
/// </remarks>
public enum IteratedCentre
{
    /// <summary>The pixel's value after the step before, h_t: the paper's Eq. (1). n steps are then one matrix to the power n.</summary>
    Current,

    /// <summary>The pixel's first value, x: what the authors' released code computes.</summary>
    Start,
}

/// <summary>How an iterated propagation runs.</summary>
public sealed record IteratedOptions
{
    /// <summary>24 steps, q = p / Σ|p|, the centre weight on the current value, all cores.</summary>
    public static IteratedOptions Default { get; } = new();

    /// <summary>n, 1 to 10,000 steps. CSPN takes 24.</summary>
    public int Steps { get; init; } = 24;

    /// <summary>From raw weights to those that are used.</summary>
    public IteratedNormalisation Normalisation { get; init; } = IteratedNormalisation.AbsoluteSum;

    /// <summary>What the centre weight multiplies.</summary>
    public IteratedCentre Centre { get; init; } = IteratedCentre.Current;

    /// <summary>Threads; 0, the default, is one per core. Results have the same bits for every count.</summary>
    public int Threads { get; init; }

    internal IteratedOptions Check()
    {
        Expect.Within(Steps, 1, 10_000, "steps", nameof(Steps));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        if (!Enum.IsDefined(Normalisation))
            throw new ArgumentOutOfRangeException(
                nameof(Normalisation), $"expected AbsoluteSum, Absolute or Raw, got {(int)Normalisation}.");
        return Enum.IsDefined(Centre) ? this
            : throw new ArgumentOutOfRangeException(nameof(Centre), $"expected Current or Start, got {(int)Centre}.");
    }
}
