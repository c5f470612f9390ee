using Spn.Imaging;

namespace Spn.Tool.Commands;

/// <summary>One refined photograph.</summary>
/// <param name="Photo">1×(1|3)×H×W in [0, 1].</param>
/// <param name="Before">The coarse map upsampled bilinearly, as labels; made where it is asked for.</param>
/// <param name="After">The refined map as labels.</param>
/// <param name="Palette">Colours and names of its classes.</param>
/// <param name="Result">What is written.</param>
/// <param name="Truth">The true map; null where there is none.</param>
internal sealed record Refined(FeatureMap Photo, Lazy<LabelMap> Before, LabelMap After, Palette Palette, Image Result, LabelMap? Truth)
{
    public static Palette ObjectPalette { get; } = new(["background", "object"], [new(0, 0, 0), new(0xE6, 0x9F, 0x00)]);
}
