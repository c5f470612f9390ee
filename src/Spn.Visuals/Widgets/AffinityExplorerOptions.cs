using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>What an affinity explorer shows beside the weights and their photograph.</summary>
public sealed record AffinityExplorerOptions
{
    /// <summary>The heading; one that names the size when left out.</summary>
    public string Title { get; init; } = "";

    /// <summary>A sentence or two under the heading: what the reader should know of this picture.</summary>
    public string Note { get; init; } = "";

    /// <summary>Other weights of the same map to switch to, each under its name: one-way beside three-way, before beside after.</summary>
    public IReadOnlyList<NamedWeights> Beside { get; init; } = [];

    /// <summary>The name of the weights themselves; their connection when left out.</summary>
    public string Name { get; init; } = "";

    /// <summary>The batch item that is shown.</summary>
    public int Batch { get; init; }

    /// <summary>The channels of the weights to choose from, at most eight; the first one when left out. Shared weights have one.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [0];

    /// <summary>
    /// How the weights are normalised first; clipped by the stability constraint (Theorem 3), as in the op, unless said otherwise.
    /// </summary>
    public Normalisation Normalisation { get; init; } = Normalisation.Clip;

    /// <summary>Lines of a chunk, with which a scan starts anew; 0 for whole scans.</summary>
    public int Chunk { get; init; }

    /// <summary>
    /// x of each class, 1×K×h×w in [0, 1], h ≤ H and w ≤ W: the page upsamples it bilinearly, scans it with the weights shown, and
    /// draws the class that is largest. Without it there is no refined map and no winning direction.
    /// </summary>
    public FeatureMap? Evidence { get; init; }

    /// <summary>
    /// Evidence is weighted by the probability of the likeliest class to this power, 0 to 100, as a refinement without training does it
    /// (<see cref="Segmentation.RefinementOptions.Confidence"/>); 0 takes it as it is, as the op does.
    /// </summary>
    public double Confidence { get; init; }

    /// <summary>The true class of each pixel, H×W: for IoU, and for the share that comes from a pixel's own class.</summary>
    public LabelMap? Truth { get; init; }

    /// <summary>Names and colours of the classes.</summary>
    public Palette Palette { get; init; } = Palette.Categorical;

    /// <summary>The pixel that is asked about first; when left out, one that many others influence.</summary>
    public Pixel? Start { get; init; }
}

/// <summary>Weights and what to call them.</summary>
/// <param name="Name">As the reader sees it.</param>
/// <param name="Weights">N×4×K×C×H×W.</param>
public sealed record NamedWeights(string Name, PropagationWeights Weights);
