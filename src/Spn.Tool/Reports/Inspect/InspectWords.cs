using Spn.Inspection;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>How pages say what was done to the weights, and what is summed of them.</summary>
internal static class InspectWords
{
    /// <summary>What the weights went through.</summary>
    public static string Normalised(Normalisation normalisation, int chunk) =>
        (normalisation switch
        {
            Normalisation.Clip => "through the stability constraint",
            Normalisation.Raw => "taken as they are",
            _ => $"normalised ({normalisation.ToWords()})",
        }) + (chunk == 0 ? "" : FormattableString.Invariant($", in chunks of {chunk} line{(chunk == 1 ? "" : "s")}"));

    /// <summary>The sum of a pixel's weights, and of which ones it is.</summary>
    public static string Sum(PropagationInspection inspection) => $"{inspection.Sum} " + inspection.Normalisation switch
    {
        Normalisation.Clip => "before the constraint",
        Normalisation.Raw => "of the weights as they are",
        _ => "of the weights that are used",
    };

    /// <summary>The heading of the section on sums.</summary>
    public static string SumTitle(PropagationInspection inspection) =>
        inspection.HasLimit ? $"{inspection.Sum} and the limit" : $"{inspection.Sum}, what a pixel takes from its neighbours";

    /// <summary>What to look for in sums, and what bad looks like.</summary>
    public static string SumLook(PropagationInspection inspection) => inspection.Normalisation switch
    {
        Normalisation.Clip =>
            $"Σ|p| should lie below 1 at many pixels. At 1 and beyond, the constraint cuts it back to 1{OwnX(inspection)}. Bad: nearly all "
            + "pixels at 1 or beyond.",
        Normalisation.Raw =>
            $"Σ|p| should not pass 1{OwnX(inspection)}. Bad: any beyond 1. Nothing cuts it back, and what is carried can grow with every "
            + "line.",
        Normalisation.Gate =>
            "The gate sets Σ|q|, always below 1. It should be large inside objects and small behind their edges"
            + $"{(inspection.IsInputGated ? "" : ", where a pixel keeps its own x")}. Bad: the same everywhere.",
        _ =>
            "The weights are divided by their sum, so Σ|q| is 1 at every pixel that has neighbours; who influences it is in their shares "
            + "alone. Bad: anything else, which comes of weights that are all zero, or not finite.",
    };

    /// <summary>What a sum of 1 does to x where 1 − Σp multiplies it.</summary>
    private static string OwnX(PropagationInspection inspection) =>
        inspection.IsInputGated ? "" : ", and a pixel without negative weights then takes nothing from its own x";

    /// <summary>From when on sums stand out; nothing where there is no limit.</summary>
    public static string SumThreshold(Normalisation normalisation, InspectionThresholds limits) => normalisation switch
    {
        Normalisation.Clip => $"it stands at the limit where Σ|p| ≥ 1 at {Numbers.Percent(limits.LimitShare)} of its pixels; ",
        Normalisation.Raw => $"it passes the limit where Σ|p| is above {Numbers.Plain(limits.RawSum, 5)} at any pixel; ",
        _ => "",
    };
}
