using Spn.Imaging;

namespace Spn.Segmentation;

/// <summary>A picture with the exact class of each of its pixels.</summary>
public sealed record Scene
{
    /// <summary>The picture, 1×3×H×W sRGB in [0, 1], in steps of 1/255 so that a PNG file holds it exactly.</summary>
    public required FeatureMap Photo { get; init; }

    /// <summary>H×W classes. A pixel belongs to the foremost object that covers its centre.</summary>
    public required LabelMap Labels { get; init; }

    /// <summary>Names and colours of the classes.</summary>
    public required Palette Palette { get; init; }

    /// <summary>
    /// What a segmenter of lower resolution would make of it: the majority label of each block (<see cref="Resize.Majority"/>).
    /// </summary>
    /// <param name="block">The side of a block in pixels, at least one.</param>
    /// <returns>⌈H / block⌉ × ⌈W / block⌉ labels.</returns>
    public LabelMap Coarse(int block = 8) => Resize.Majority(Labels, block);

    /// <summary>The coarse labels at the size of the picture again: the blocky mask that a refinement starts from.</summary>
    /// <param name="block">The side of a block in pixels, at least one.</param>
    /// <returns>H×W labels.</returns>
    public LabelMap Blocky(int block = 8)
    {
        var coarse = Coarse(block);
        return LabelMap.Generate(Labels.Height, Labels.Width, (row, column) => coarse[row / block, column / block]);
    }

    /// <summary>The size and the classes that occur.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"Scene {Labels.Height}×{Labels.Width} with {string.Join(", ", Labels.Labels.Distinct().Order().Select(Palette.NameOf))}");
}
