namespace Spn;

/// <summary>How colour distances become three-way weights.</summary>
public sealed record ColourDistanceOptions
{
    /// <summary>The values that refine best on photographs of about 480×360 with coarse cells of 8×8 pixels.</summary>
    public static ColourDistanceOptions Default { get; } = new();

    /// <summary>
    /// σ, positive, in units of the mean distance between adjacent pixels of the image itself, so that one value suits flat and
    /// contrasty, clean and noisy photographs. A distance of σ has the similarity 1/e.
    /// </summary>
    public double Sigma { get; init; } = 1;

    /// <summary>
    /// Σp between pixels of one colour, above 0 and at most 1: the nearer to 1, the farther evidence spreads (about 1 / (1 − strength)
    /// pixels).
    /// </summary>
    public double Strength { get; init; } = 0.9;

    /// <summary>
    /// The standard deviation in pixels, 0 to 100, of the Gaussian that takes the noise out of the image before distances are measured; 0
    /// for none.
    /// </summary>
    public double Smoothing { get; init; } = 1;

    internal ColourDistanceOptions Check()
    {
        Expect.Positive(Sigma, "σ in mean distances", nameof(Sigma));
        if (!(Strength > 0 && Strength <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(Strength), FormattableString.Invariant($"expected a strength above 0 and at most 1 (Theorem 3), got {Strength}."));
        if (!(Smoothing >= 0 && Smoothing <= 100))
            throw new ArgumentOutOfRangeException(
                nameof(Smoothing), FormattableString.Invariant($"expected a smoothing from 0 to 100 pixels, got {Smoothing}."));
        return this;
    }
}
