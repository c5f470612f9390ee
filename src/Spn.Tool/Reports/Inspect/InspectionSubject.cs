using Spn.Imaging;
using Spn.Inspection;

namespace Spn.Tool.Reports;

/// <summary>What an inspection page shows.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Inspection">The propagation.</param>
/// <param name="MapPhoto">The photograph at the size of the propagated map, 1×(1|3)×h×w in [0, 1].</param>
internal sealed record InspectionSubject(string Title, PropagationInspection Inspection, FeatureMap MapPhoto)
{
    /// <summary>What <see cref="MapPhoto"/> is.</summary>
    public string PhotoName { get; init; } = "photograph";

    /// <summary>Whether the network takes the maximum of four scans, as the inspection does.</summary>
    public bool HasMaximum { get; init; } = true;

    /// <summary>The directions that the network scans.</summary>
    public IReadOnlyList<Direction> Held { get; init; } = Directions.All;

    /// <summary>What was read and how, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the propagation did to the classes; null where the channels are no classes.</summary>
    public InspectedClasses? Classes { get; init; }

    /// <summary>The channels that are shown.</summary>
    public required IReadOnlyList<int> Channels { get; init; }

    /// <summary>How the score of class i answers evidence of class j; null where there is no model.</summary>
    public double[,]? Paths { get; init; }

    /// <summary>What stands out.</summary>
    public required IReadOnlyList<InspectionFinding> Findings { get; init; }

    /// <summary>Where a click on a finding leads: the section that shows it.</summary>
    public static string SectionOf(InspectionFinding finding) => finding.Kind switch
    {
        InspectionFindingKind.ZeroDirection or InspectionFindingKind.Idle => "weights",
        InspectionFindingKind.AtLimit or InspectionFindingKind.OverLimit or InspectionFindingKind.NotFinite => "sums",
        InspectionFindingKind.NeverWins => "winners",
        InspectionFindingKind.ShortReach => "length",
        InspectionFindingKind.GradientGrows => "gradient",
        InspectionFindingKind.SwappedChannels => "paths",
        InspectionFindingKind.SwappedClasses or InspectionFindingKind.TakenFor => "confusion",
        InspectionFindingKind.WorseThanCoarse => "scores",
        _ => "classes",
    };
}

/// <summary>Maps of classes before and after a propagation.</summary>
/// <param name="Photo">1×(1|3)×H×W in [0, 1], of the size of the maps.</param>
/// <param name="Before">The coarse map.</param>
/// <param name="After">The refined map.</param>
/// <param name="Truth">The true map; null where there is none.</param>
/// <param name="Count">The number of classes, above every label.</param>
/// <param name="Palette">Their names and colours.</param>
internal sealed record InspectedClasses(FeatureMap Photo, LabelMap Before, LabelMap After, LabelMap? Truth, int Count, Palette Palette)
{
    /// <summary>How sure the refined map is; null where there are no probabilities.</summary>
    public AnswerConfidence? Confidence { get; init; }

    /// <summary>Evidence for the explorer, 1×classes×h×w in [0, 1]; null where there is none.</summary>
    public FeatureMap? Evidence { get; init; }

    /// <summary>The true map for the explorer, h×w, the size of the propagated map; null where there is none.</summary>
    public LabelMap? MapTruth { get; init; }

    /// <summary>The names of all classes.</summary>
    public IReadOnlyList<string> Names => [.. Enumerable.Range(0, Count).Select(c => Palette.NameOf((byte)c))];
}
