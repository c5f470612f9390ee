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
}
