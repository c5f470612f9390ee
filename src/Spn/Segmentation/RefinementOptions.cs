namespace Spn.Segmentation;

/// <summary>How a coarse map is refined along an image with hand-made weights.</summary>
public sealed record RefinementOptions
{
    /// <summary>Three-way weights by colour distance, everything at its default.</summary>
    public static RefinementOptions Default { get; } = new();

    /// <summary>Three-way: <see cref="HandWeights.ColourDistance"/>. One-way: <see cref="HandWeights.DomainTransform"/>.</summary>
    public Connection Connection { get; init; } = Connection.ThreeWay;

    /// <summary>The weights of a three-way refinement.</summary>
    public ColourDistanceOptions ColourDistance { get; init; } = ColourDistanceOptions.Default;

    /// <summary>The weights of a one-way refinement.</summary>
    public DomainTransformOptions DomainTransform { get; init; } = DomainTransformOptions.Default;

    /// <summary>
    /// γ, 0 to 100. The evidence of a pixel is its upsampled class probabilities times its confidence, (max over classes)^γ: between
    /// coarse cells of different classes, where interpolation only guesses, a pixel says little itself and hears its neighbours. 0 trusts
    /// all alike.
    /// </summary>
    public double Confidence { get; init; } = 16;

    /// <summary>
    /// How many pixels of the image a coarse cell covers each way, where that is known: cells at the right and lower edge may then reach
    /// beyond the image. 0, the default: the coarse map covers the image exactly.
    /// </summary>
    public int CellSize { get; init; }

    /// <summary>
    /// Bytes that a refinement may take beside the image, the coarse map and the result; 0, the default: what all classes together
    /// take, or 640 MiB for them where that is less. Fewer classes at a time take less memory and more time, and give the same bits.
    /// </summary>
    public long Memory { get; init; }

    /// <summary>How to propagate.</summary>
    public PropagationOptions Propagation { get; init; } = PropagationOptions.Default;

    /// <summary>The same with the other connection.</summary>
    public RefinementOptions WithConnection(Connection connection) => this with { Connection = connection };

    /// <summary>The same with another memory.</summary>
    public RefinementOptions WithMemory(long memory) => this with { Memory = memory };

    /// <summary>The same with other options of the propagation.</summary>
    public RefinementOptions WithPropagation(PropagationOptions propagation) => this with { Propagation = propagation };

    internal RefinementOptions Check()
    {
        if (!(Confidence >= 0 && Confidence <= 100))
            throw new ArgumentOutOfRangeException(
                nameof(Confidence), FormattableString.Invariant($"expected a confidence exponent from 0 to 100, got {Confidence}."));
        if (CellSize < 0)
            throw new ArgumentOutOfRangeException(nameof(CellSize), $"expected a cell size of at least 0 pixels, got {CellSize}.");
        if (Propagation.Threads < 0)
            throw new ArgumentOutOfRangeException(
                nameof(Propagation), $"expected 0 (all cores) or more threads, got {Propagation.Threads}.");
        if (Propagation.Normalisation is not (Normalisation.Clip or Normalisation.Raw) || Propagation.Chunk != 0)
            throw new ArgumentException(
                "expected the normalisation clip or raw and no chunk, since weights made by hand are positive with Σp ≤ 1, got "
                + $"{Propagation.Normalisation.ToWords()} and a chunk of {Propagation.Chunk}.", nameof(Propagation));
        if (Memory < 0)
            throw new ArgumentOutOfRangeException(nameof(Memory), $"expected a memory of at least 0 bytes, got {Memory}.");
        if (Connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(nameof(Connection), $"expected OneWay or ThreeWay, got K = {(int)Connection}.");
        return this;
    }
}
