namespace Spn;

/// <summary>How to propagate: by whom, with which normalisation of the weights, how far, on how many threads.</summary>
public sealed record PropagationOptions
{
    /// <summary>The CPU kernels, weights clipped by the stability constraint, whole scans, all cores.</summary>
    public static PropagationOptions Default { get; } = new();

    /// <summary>Who computes. The CPU kernels unless said otherwise.</summary>
    public PropagationBackend Backend { get; init; } = PropagationBackend.Cpu;

    /// <summary>
    /// How the raw weights become the ones that the scans use. <see cref="Normalisation.Clip"/>, the stability constraint of Theorem 3,
    /// unless said otherwise: weights are then raw, of any size, and gradients are with respect to the raw weights.
    /// </summary>
    public Normalisation Normalisation { get; init; } = Normalisation.Clip;

    /// <summary>
    /// Lines of a chunk; 0, the default, for whole scans. A scan then starts anew with every so many lines, counted from where it
    /// starts: the first line of a chunk is copied, h = x (λ ⊙ x with an input gate), and the last chunk may be shorter.
    /// </summary>
    public int Chunk { get; init; }

    /// <summary>Threads of the CPU kernels; 0, the default, is one per core. Results have the same bits for every count.</summary>
    public int Threads { get; init; }

    /// <summary>The same with another number of threads.</summary>
    public PropagationOptions WithThreads(int threads) => this with { Threads = threads };
}
