namespace Spn.Visuals;

/// <summary>What a diffusion player shows beside the states.</summary>
public sealed record DiffusionPlayerOptions
{
    /// <summary>The heading; one that names the size and the steps when left out.</summary>
    public string Title { get; init; } = "";

    /// <summary>The batch item that is shown.</summary>
    public int Batch { get; init; }

    /// <summary>The channel that is shown.</summary>
    public int Channel { get; init; }

    /// <summary>The photograph under the state, 1×1×H×W or 1×3×H×W in [0, 1]; none when left out.</summary>
    public FeatureMap? Photo { get; init; }

    /// <summary>How much the state hides the photograph at first, 0 to 1.</summary>
    public double Opacity { get; init; } = 0.8;

    /// <summary>The colours.</summary>
    public ColourChoice Colours { get; init; } = ColourChoice.Auto;

    /// <summary>What the values are.</summary>
    public string ValueName { get; init; } = "U";
}
