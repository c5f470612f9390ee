using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>What a comparison shows beside the two label maps and their photograph.</summary>
public sealed record CompareOptions
{
    /// <summary>The heading; one of the two names and the size when left out.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the first map is called.</summary>
    public string BeforeName { get; init; } = "before";

    /// <summary>What the second map is called.</summary>
    public string AfterName { get; init; } = "after";

    /// <summary>The true class of each pixel, H×W: for IoU, and for what was mended and spoilt.</summary>
    public LabelMap? Truth { get; init; }

    /// <summary>Names and colours of the classes.</summary>
    public Palette Palette { get; init; } = Palette.Categorical;

    /// <summary>How much the colours hide the photograph at first, 0 to 1.</summary>
    public double Opacity { get; init; } = 0.6;
}
