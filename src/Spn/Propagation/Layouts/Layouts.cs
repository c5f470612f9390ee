namespace Spn;

/// <summary>
/// Weights of models from elsewhere, as safetensors or <c>.npy</c>, to ours and back. Names, shapes and formulas of each layout, and how to
/// save them from PyTorch, stand in the README of this folder.
/// </summary>
public static class Layouts
{
    /// <summary>Reads scan weights.</summary>
    /// <param name="path">A .safetensors or .npy file.</param>
    /// <param name="layout">Whose layout it has.</param>
    /// <param name="options">What the file does not say itself.</param>
    /// <exception cref="InvalidDataException">
    /// A name is missing or one too many, a shape is wrong, a value is not finite, or nothing says how the maps are normalised.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LayoutWeights Read(string path, WeightLayout layout, LayoutOptions? options = null)
    {
        options ??= new();
        Normalisations.CheckChunk(options.Chunk ?? 0, nameof(options));
        _ = Normalisations.Known(options.Normalisation ?? Normalisation.Clip, nameof(options));
        return layout switch
        {
            WeightLayout.Own => OwnLayout.Read(path, options),
            WeightLayout.PytorchSpn => PytorchSpnLayout.Read(path, options),
            WeightLayout.Gspn => GspnLayout.Read(path, options),
            _ => throw Unknown(layout),
        };
    }

    /// <summary>Writes scan weights as safetensors, with how to use them as metadata.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="layout">Whose layout it gets.</param>
    /// <param name="file">The weights and how they are used.</param>
    /// <exception cref="ArgumentException">The layout has no place for these weights, or a direction is none or stands twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightLayout layout, LayoutWeights file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(file.Weights, nameof(file));
        Normalisations.CheckChunk(file.Chunk, nameof(file));
        file.Normalisation.Takes(file.Weights.IsGated, nameof(file));
        ArgumentNullException.ThrowIfNull(file.Directions, nameof(file));
        if (file.Directions.Count == 0 || file.Directions.Distinct().Count(one => Directions.All.Contains(one)) < file.Directions.Count)
            throw new ArgumentException(
                "expected one to four directions, each once, got "
                + (file.Directions.Count == 0 ? "none" : string.Join(", ", file.Directions)) + "; name those that the network scans.",
                nameof(file));
        Write(path, layout, file, gradient: false);
    }

    /// <summary>Writes a gradient with respect to the maps of a file as the file has them: its names and order, no metadata.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="layout">The layout of the file.</param>
    /// <param name="file">What was read from it.</param>
    /// <param name="gradient">The gradient with respect to its maps (<see cref="LayoutWeights.GradientOfFile"/>).</param>
    internal static void WriteGradient(string path, WeightLayout layout, LayoutWeights file, PropagationWeights gradient) =>
        Write(path, layout, file with { Weights = gradient }, gradient: true);

    /// <summary>The same of CSPN's <c>guidance</c>, and of its <c>sparse_depth</c> where hints are set to it.</summary>
    internal static void WriteGradient(string path, LayoutIterated file, IteratedGradient gradient) => CspnLayout.Write(
        path, file with { Weights = gradient.Weights, Sparse = file.KeepsInput ? null : gradient.Hints }, gradient: true);

    private static void Write(string path, WeightLayout layout, LayoutWeights file, bool gradient)
    {
        switch (layout)
        {
            case WeightLayout.Own: OwnLayout.Write(path, file, gradient); break;
            case WeightLayout.PytorchSpn: PytorchSpnLayout.Write(path, file, gradient); break;
            case WeightLayout.Gspn: GspnLayout.Write(path, file, gradient); break;
            default: throw Unknown(layout);
        }
    }

    /// <summary>Reads the weights of a convolutional spatial propagation network (CSPN).</summary>
    /// <param name="path">A .safetensors or .npy file.</param>
    /// <param name="options">What the file does not say itself; only the steps are CSPN's.</param>
    /// <exception cref="InvalidDataException">A name is missing or one too many, a shape is wrong, or a value is not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LayoutIterated ReadIterated(string path, LayoutOptions? options = null) => CspnLayout.Read(path, options ?? new());

    /// <summary>Writes CSPN weights as safetensors, with steps, <c>norm_type</c>, centre and hints as metadata.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="file">The weights and how they are used.</param>
    /// <exception cref="ArgumentException">
    /// CSPN has no place for these weights: each channel its own, or raw ones; an option is out of its range, or the sparse map is of
    /// another shape.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteIterated(string path, LayoutIterated file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(file.Weights, nameof(file));
        ArgumentNullException.ThrowIfNull(file.Options, nameof(file));
        _ = file.Options.Check();
        if (file.Sparse is { } sparse && sparse.Shape != file.Weights.Shape with { Channels = 1 })
            throw new ArgumentException(
                $"expected a sparse map of {file.Weights.Shape with { Channels = 1 }}, like the weights, got {sparse.Shape}; make both of "
                + "one image.", nameof(file));
        CspnLayout.Write(path, file, gradient: false);
    }

    private static ArgumentOutOfRangeException Unknown(WeightLayout layout) =>
        new(nameof(layout), $"expected the layout Own, PytorchSpn or Gspn, got {(int)layout}.");
}
