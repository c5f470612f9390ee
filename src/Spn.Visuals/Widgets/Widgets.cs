namespace Spn.Visuals;

/// <summary>Makes a <see cref="Widget"/> of a value: figures that the reader can touch.</summary>
public static partial class Widgets
{
    /// <summary>The most pixels of a map that an explorer holds: 1024×1024.</summary>
    public const int MaxPixels = 1 << 20;

    /// <summary>
    /// The affinity explorer: point at a pixel and see its row or column of G as heat over the photograph, at once, for each direction,
    /// the direction that won, or all four; pin pixels and compare them; paint walls and doors, and the scans run again.
    /// </summary>
    /// <param name="weights">Raw weights, N×4×K×C×H×W, H·W at most <see cref="MaxPixels"/>.</param>
    /// <param name="photo">Their photograph, 1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="options">Names, classes, evidence, truth; all defaults when left out.</param>
    /// <exception cref="ArgumentException">
    /// Sizes differ, the map is too large, a weight is not finite, or an option is out of its range.
    /// </exception>
    public static Widget Affinity(PropagationWeights weights, FeatureMap photo, AffinityExplorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(photo);
        return AffinityExplorer.Build(weights, photo, options ?? new AffinityExplorerOptions());
    }

    /// <summary>
    /// The affinity explorer of an iterated operator (CSPN): rows and columns of all its steps, hints and walls. It has no scans, so there
    /// are no directions, no winner and no matrix to draw; the page says so.
    /// </summary>
    /// <param name="weights">Raw weights, N×8×C×H×W, H·W at most <see cref="MaxPixels"/>.</param>
    /// <param name="photo">Their photograph, 1×1×H×W or 1×3×H×W in [0, 1].</param>
    /// <param name="steps">Steps, normalisation and centre; all defaults when left out.</param>
    /// <param name="hints">
    /// Pixels that are set again after each step; a hint counts by its value, and keeps its evidence in a refined map.
    /// </param>
    /// <param name="options">Names, classes, evidence, truth; how scans are normalised is not asked. All defaults when left out.</param>
    /// <exception cref="ArgumentException">
    /// Sizes differ, the map is too large, a weight is not finite, or an option is out of its range.
    /// </exception>
    public static Widget Affinity(
        IteratedWeights weights, FeatureMap photo, IteratedOptions? steps = null, IteratedHints? hints = null,
        AffinityExplorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(photo);
        return IteratedExplorer.Build(
            weights, photo, (steps ?? IteratedOptions.Default).Check(), hints, options ?? new AffinityExplorerOptions());
    }
}
