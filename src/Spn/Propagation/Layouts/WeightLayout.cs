namespace Spn;

/// <summary>
/// Whose order of axes, normalisation and names a file of scan weights keeps. CSPN is no scan: <see cref="Layouts.ReadIterated"/>.
/// </summary>
public enum WeightLayout
{
    /// <summary>Ours: <c>weights</c> N×4×K×C×H×W, with <c>input_gate</c> N×(4·C)×H×W where there is one.</summary>
    Own,

    /// <summary>pytorch_spn, and AnyNet after it: three maps per direction at the receiving pixel.</summary>
    PytorchSpn,

    /// <summary>GSPN (Wang et al., CVPR 2025): four directions stacked, each turned to run along the last axis, λ and chunks.</summary>
    Gspn,
}

/// <summary>What a file does not say itself. What is given here goes before what the file's metadata says.</summary>
public sealed record LayoutOptions
{
    /// <summary>What the network does with the maps of the file; null takes the metadata's <c>normalisation</c>.</summary>
    public Normalisation? Normalisation { get; init; }

    /// <summary>Lines of a chunk, 0 for whole scans; null takes the metadata's <c>chunk</c>.</summary>
    public int? Chunk { get; init; }

    /// <summary>n of CSPN; null takes the metadata's <c>steps</c>, or 24.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// pytorch_spn alone. Off: the maps are normalised as the peer does, over three maps even where a neighbour lies outside the map, and
    /// come as <see cref="Spn.Normalisation.Raw"/>; outputs equal the peer's. On: the raw maps come as they are, to be normalised by
    /// ours over the neighbours that exist; outputs differ at the border.
    /// </summary>
    public bool OwnBorder { get; init; }
}

/// <summary>Scan weights of a file, and how to use them.</summary>
/// <param name="Weights">N×4×K×C×H×W, with their input gate.</param>
/// <param name="Normalisation">How to normalise them.</param>
/// <param name="Chunk">Lines of a chunk; 0 for whole scans.</param>
/// <param name="Directions">The directions that the file holds; the others have weights of zero.</param>
/// <param name="Notes">What the reader should know, in sentences.</param>
public sealed record LayoutWeights(
    PropagationWeights Weights, Normalisation Normalisation, int Chunk, IReadOnlyList<Direction> Directions, IReadOnlyList<string> Notes)
{
    /// <summary>All four directions, nothing to be said.</summary>
    public LayoutWeights(PropagationWeights weights, Normalisation normalisation, int chunk)
        : this(weights, normalisation, chunk, Spn.Directions.All, []) { }

    /// <summary>Whether the network behind the file joins four scans by their maximum.</summary>
    public bool HasMaximum { get; init; } = true;

    /// <summary>To propagate with: <c>Propagation.Forward(x, file.Weights, file.Options)</c>.</summary>
    public PropagationOptions Options => new() { Normalisation = Normalisation, Chunk = Chunk };

    /// <summary>What the reader divided by; null where it did not.</summary>
    internal PytorchSpnDivision? Division { get; init; }

    /// <summary>
    /// From the gradient with respect to <see cref="Weights"/> to that with respect to the maps that stand in the file: the same one, but
    /// for pytorch_spn's maps, which the reader divides as the peer does, as long as nothing has taken their place.
    /// </summary>
    /// <param name="gradient">What the backward gave, of the shape of <see cref="Weights"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public PropagationWeights GradientOfFile(PropagationWeights gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ExpectWeights.Alike(Weights, gradient, nameof(gradient));
        return ReferenceEquals(Division?.Divided, Weights) ? Division!.Backward(gradient) : gradient;
    }

    /// <summary>The weights and how they are used.</summary>
    public override string ToString() =>
        $"{Weights}, {Normalisation.ToWords()}" + (Chunk == 0 ? "" : FormattableString.Invariant($", chunks of {Chunk} lines"));
}

/// <summary>CSPN weights of a file, and how to use them.</summary>
/// <param name="Weights">N×8×1×H×W at the receiving pixel.</param>
/// <param name="Options">Steps, normalisation and centre.</param>
/// <param name="Sparse">The sparse map, N×1×H×W, above zero where there is a hint; null where the file has no hint.</param>
/// <param name="KeepsInput">
/// Whether a hint pixel keeps what x has there (CSPN's released code), or takes the value of the sparse map (its paper).
/// </param>
public sealed record LayoutIterated(IteratedWeights Weights, IteratedOptions Options, FeatureMap? Sparse, bool KeepsInput)
{
    /// <summary>
    /// The hints for an input, or null: <c>IteratedPropagation.Forward(x, file.Weights, file.Options, file.Hints(x))</c>.
    /// </summary>
    /// <param name="x">N×C×H×W.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public IteratedHints? Hints(FeatureMap x) =>
        Sparse is null ? null : KeepsInput ? IteratedHints.Keep(x, Sparse) : IteratedHints.Of(Sparse);

    /// <summary>The weights and how they are used.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Weights}, {Options.Steps} steps, centre on the {(Options.Centre == IteratedCentre.Start ? "first" : "current")} value")
        + (Sparse is null ? "" : ", with hints");
}
