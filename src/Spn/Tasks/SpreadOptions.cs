namespace Spn.Tasks;

/// <summary>How known values are spread along a photograph.</summary>
public sealed record SpreadOptions
{
    /// <summary>Three-way weights by colour distance that reach far: about a hundred pixels where colours are the same.</summary>
    public static SpreadOptions Default { get; } = new();

    /// <summary>Three-way: <see cref="HandWeights.ColourDistance"/>. One-way: <see cref="HandWeights.DomainTransform"/>.</summary>
    public Connection Connection { get; init; } = Connection.ThreeWay;

    /// <summary>The weights of a three-way propagation.</summary>
    public ColourDistanceOptions ColourDistance { get; init; } = new() { Strength = 0.99 };

    /// <summary>The weights of a one-way propagation.</summary>
    public DomainTransformOptions DomainTransform { get; init; } = new() { SigmaSpace = 50, SigmaRange = 1 };

    /// <summary>
    /// The least number of passes, 1 to 1000. A pass is four scans and their mean. The first one reaches what lies straight ahead; the
    /// second one what lies around a corner, and so on.
    /// </summary>
    public int Passes { get; init; } = 10;

    /// <summary>The most passes, where some pixels are still not reached, at least <see cref="Passes"/>, at most 1000.</summary>
    public int MostPasses { get; init; } = 100;

    /// <summary>What a pixel holds that nothing reaches; NaN, the default: the mean of all known values.</summary>
    public double Fallback { get; init; } = double.NaN;

    /// <summary>Threads of the scans, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    internal SpreadOptions Check()
    {
        if (Connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(nameof(Connection), $"expected OneWay or ThreeWay, got K = {(int)Connection}.");
        ArgumentNullException.ThrowIfNull(ColourDistance);
        ArgumentNullException.ThrowIfNull(DomainTransform);
        Expect.Within(Passes, 1, 1000, "passes", nameof(Passes));
        Expect.Within(MostPasses, Passes, 1000, "most passes", nameof(MostPasses));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        if (double.IsInfinity(Fallback))
            throw new ArgumentOutOfRangeException(
                nameof(Fallback), "expected a finite value, or NaN for the mean of the known ones, got infinity.");
        return this;
    }
}
