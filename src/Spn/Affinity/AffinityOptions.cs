namespace Spn;

/// <summary>Which of the affinities that a set of weights defines is read: one per batch item and channel, and direction.</summary>
public sealed record AffinityOptions
{
    /// <summary>Batch item 0, channel 0, weights clipped by the stability constraint, whole scans.</summary>
    public static AffinityOptions Default { get; } = new();

    /// <summary>The batch item, from 0.</summary>
    public int Batch { get; init; }

    /// <summary>The channel of the map, from 0. Weights shared by all channels give one and the same affinity to each of them.</summary>
    public int Channel { get; init; }

    /// <summary>How raw weights become those of G. <see cref="Normalisation.Clip"/> (Theorem 3), as everywhere.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.Clip;

    /// <summary>Lines of a chunk, as in <see cref="PropagationOptions.Chunk"/>; 0 for whole scans.</summary>
    public int Chunk { get; init; }
}
