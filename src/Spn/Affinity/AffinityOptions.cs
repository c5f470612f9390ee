namespace Spn;

/// <summary>Which of the affinities that a set of weights defines is read: one per batch item and channel, and direction.</summary>
public sealed record AffinityOptions
{
    /// <summary>Batch item 0, channel 0, with the stability constraint.</summary>
    public static AffinityOptions Default { get; } = new();

    /// <summary>The batch item, from 0.</summary>
    public int Batch { get; init; }

    /// <summary>The channel of the map, from 0. Weights shared by all channels give one and the same affinity to each of them.</summary>
    public int Channel { get; init; }

    /// <summary>Whether raw weights pass the stability constraint (Theorem 3) first. On, as everywhere.</summary>
    public bool Stabilize { get; init; } = true;
}
