namespace Spn;

/// <summary>The two widths of the domain transform (Gastal and Oliveira, doi:10.1145/1964921.1964964).</summary>
public sealed record DomainTransformOptions
{
    /// <summary>The widths that refine best on photographs of about 480×360 with coarse cells of 8×8 pixels.</summary>
    public static DomainTransformOptions Default { get; } = new();

    /// <summary>σ_s, in pixels, positive: how far evidence spreads where nothing changes; the weight there is exp(−√2 / σ_s).</summary>
    public double SigmaSpace { get; init; } = 13;

    /// <summary>
    /// σ_r, in intensities summed over channels, positive: how large a step stops it. A step of σ_r multiplies the weight by exp(−√2).
    /// </summary>
    public double SigmaRange { get; init; } = 0.05;

    internal DomainTransformOptions Check()
    {
        Expect.Positive(SigmaSpace, "σ_s in pixels", nameof(SigmaSpace));
        Expect.Positive(SigmaRange, "σ_r in intensities", nameof(SigmaRange));
        return this;
    }
}
