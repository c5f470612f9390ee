namespace Spn.Tool.Reports;

/// <summary>How pages say what was done to the weights.</summary>
internal static class InspectWords
{
    /// <summary>What the weights went through.</summary>
    public static string Normalised(Normalisation normalisation, int chunk) =>
        (normalisation switch
        {
            Normalisation.Clip => "through the stability constraint",
            Normalisation.Raw => "taken as they are, without a constraint",
            _ => $"normalised ({normalisation.ToWords()})",
        }) + (chunk == 0 ? "" : FormattableString.Invariant($", in chunks of {chunk} line{(chunk == 1 ? "" : "s")}"));
}
