namespace Spn;

/// <summary>How to propagate: by whom, with or without the stability constraint, on how many threads.</summary>
public sealed record PropagationOptions
{
    /// <summary>The CPU kernels, constrained weights, all cores.</summary>
    public static PropagationOptions Default { get; } = new();

    /// <summary>Who computes. The CPU kernels unless said otherwise.</summary>
    public PropagationBackend Backend { get; init; } = PropagationBackend.Cpu;

    /// <summary>
    /// Whether the weights go through the stability constraint of Theorem 3 (<see cref="Stability.Constrain(PropagationWeights)"/>) first.
    /// On unless said otherwise: weights are then raw, of any size, and gradients are with respect to the raw weights.
    /// </summary>
    public bool Stabilize { get; init; } = true;

    /// <summary>Threads of the CPU kernels; 0, the default, is one per core. Results have the same bits for every count.</summary>
    public int Threads { get; init; }

    /// <summary>The same with another number of threads.</summary>
    public PropagationOptions WithThreads(int threads) => this with { Threads = threads };
}
