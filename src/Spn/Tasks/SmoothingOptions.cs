namespace Spn.Tasks;

/// <summary>How a photograph is smoothed by propagation.</summary>
public sealed record SmoothingOptions
{
    /// <summary>One-way, by the domain transform, two rounds; chosen on generated scenes with strong noise.</summary>
    public static SmoothingOptions Default { get; } = new();

    /// <summary>One-way: the recursive filter of the domain transform. Three-way: weights by colour distance.</summary>
    public Connection Connection { get; init; } = Connection.OneWay;

    /// <summary>σ_s and σ_r of a one-way smoothing.</summary>
    public DomainTransformOptions DomainTransform { get; init; } = new() { SigmaSpace = 2, SigmaRange = 1 };

    /// <summary>The weights of a three-way smoothing.</summary>
    public ColourDistanceOptions ColourDistance { get; init; } = new() { Sigma = 1, Strength = 0.5 };

    /// <summary>Rounds of four scans, 1 to 20.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Threads of the scans, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    internal SmoothingOptions Check()
    {
        if (Connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(nameof(Connection), $"expected OneWay or ThreeWay, got K = {(int)Connection}.");
        Expect.Within(Rounds, 1, 20, "rounds", nameof(Rounds));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        ArgumentNullException.ThrowIfNull(ColourDistance);
        ArgumentNullException.ThrowIfNull(DomainTransform);
        _ = DomainTransform.Check();
        return this;
    }
}
