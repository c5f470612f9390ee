using Spn.Imaging;

namespace Spn.Photos;

/// <summary>What a file that holds a segmentation turned out to hold.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Reading">How it was read, as in <c>labels (grey, few small values)</c>.</param>
public abstract record MapContent(int Height, int Width, string Reading);

/// <summary>Class indices.</summary>
/// <param name="Labels">H×W labels.</param>
/// <param name="ColourTable">The palette of the file; empty where it has none.</param>
/// <param name="ColourTableAlpha">The alpha of the first of its colours.</param>
/// <param name="Reading">How it was read.</param>
public sealed record LabelContent(LabelMap Labels, IReadOnlyList<Rgb> ColourTable, IReadOnlyList<byte> ColourTableAlpha, string Reading)
    : MapContent(Labels.Height, Labels.Width, Reading)
{
    /// <summary>Whether the file holds 0 and 255 alone and nobody said what 255 is.</summary>
    internal bool IsOpen { get; init; }
}

/// <summary>The probability of one object.</summary>
/// <param name="Mask">1×1×H×W in [0, 1].</param>
/// <param name="BitDepth">The bits of a sample of the file, 8 or 16.</param>
/// <param name="Reading">How it was read.</param>
public sealed record MaskContent(FeatureMap Mask, int BitDepth, string Reading) : MapContent(Mask.Height, Mask.Width, Reading);

/// <summary>The probabilities of several classes.</summary>
/// <param name="Probabilities">1×C×H×W in [0, 1].</param>
/// <param name="Reading">How it was read.</param>
public sealed record ProbabilityContent(FeatureMap Probabilities, string Reading)
    : MapContent(Probabilities.Height, Probabilities.Width, Reading);
