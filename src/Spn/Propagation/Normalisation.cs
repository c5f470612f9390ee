namespace Spn;

/// <summary>
/// What makes the weights q that the scans use from the raw ones p, at each pixel over the neighbours that exist. Every kind but
/// <see cref="Raw"/> bounds Σ|q|, and with it the growth along a scan (Theorem 3). The backward is part of the op.
/// </summary>
public enum Normalisation
{
    /// <summary>q = p / max(1, Σ|p|), the constraint of Theorem 3: small weights stay as they are. The default everywhere.</summary>
    Clip = 0,

    /// <summary>
    /// q = p / (Σ|p| + ε), ε = <see cref="Normalisations.Epsilon"/>: small weights are enlarged, so Σ|q| is one nearly everywhere (AnyNet).
    /// </summary>
    Always = 1,

    /// <summary>q = σ(p) / Σσ(p): positive, Σq = 1, so x enters only at first lines, unless it has a gate of its own (GSPN).</summary>
    RowStochastic = 2,

    /// <summary>
    /// q = tanh(g) · softmax(a) with K + 1 raw maps a_1 … a_K, g (<see cref="PropagationWeights.Gated"/>): |Σq| = Σ|q| &lt; 1, no kink.
    /// </summary>
    Gate = 3,

    /// <summary>q = p, of any size: the scan may diverge.</summary>
    Raw = 4,
}

/// <summary>The normalisations as a list, what they are called, and which weights they take.</summary>
public static class Normalisations
{
    /// <summary>The ε of <see cref="Normalisation.Always"/>, 1e-8, as AnyNet has it (Wang et al. 2019, models/anynet.py).</summary>
    public const double Epsilon = 1e-8;

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Normalisation> All { get; } = Enum.GetValues<Normalisation>();

    /// <summary>
    /// The name in words, as commands and configurations write it: <c>clip</c>, <c>always</c>, <c>row-stochastic</c>, <c>gate</c>,
    /// <c>raw</c>.
    /// </summary>
    public static string ToWords(this Normalisation normalisation) => Known(normalisation) switch
    {
        Normalisation.Clip => "clip",
        Normalisation.Always => "always",
        Normalisation.RowStochastic => "row-stochastic",
        Normalisation.Gate => "gate",
        _ => "raw",
    };

    /// <summary>Whether Σ|q| ≤ 1 at every pixel, whatever the raw weights: then no scan diverges.</summary>
    public static bool IsBounded(this Normalisation normalisation) => Known(normalisation) != Normalisation.Raw;

    /// <summary>The maps of raw weights for each direction: K + 1 of a gate, else K.</summary>
    public static int Maps(this Normalisation normalisation, Connection connection) =>
        (int)connection + (Known(normalisation) == Normalisation.Gate ? 1 : 0);

    /// <summary>One of the five.</summary>
    internal static Normalisation Known(Normalisation normalisation, string name = "normalisation") =>
        Enum.IsDefined(normalisation)
            ? normalisation
            : throw new ArgumentOutOfRangeException(
                name, $"expected the normalisation Clip, Always, RowStochastic, Gate or Raw, got {(int)normalisation}.");

    /// <summary>Gated weights for the gate, and for it alone.</summary>
    internal static void Takes(this Normalisation normalisation, bool gated, string name)
    {
        if (Known(normalisation, name) == Normalisation.Gate != gated)
            throw new ArgumentException(
                gated
                    ? $"expected weights of K maps a direction for the normalisation {normalisation.ToWords()}, got gated ones of K + 1; "
                      + "normalise with the gate, or make the weights without their last map."
                    : "expected gated weights, K + 1 maps a direction, for the normalisation gate, got K maps; "
                      + "make them with PropagationWeights.Gated, or choose another normalisation.", name);
    }

    /// <summary>Lines of a chunk: 0 for one that holds the whole scan, or more.</summary>
    internal static void CheckChunk(int chunk, string name)
    {
        if (chunk < 0)
            throw new ArgumentOutOfRangeException(name, $"expected a chunk of 0 (the whole scan) or more lines, got {chunk}.");
    }
}
