using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>How commands that take raw weights are told to normalise and cut them.</summary>
internal static class NormalisationArguments
{
    /// <summary><c>--normalisation</c>.</summary>
    /// <param name="where">Where it holds, such as <c>With --x: </c>; empty for always.</param>
    public static Option<Normalisation> Normalisation(string where = "") => new Option<Normalisation>("--normalisation")
    {
        Description = $"{where}{(where.Length == 0 ? "H" : "h")}ow raw weights become those of the scans: the stability constraint "
            + "p / max(1, Σ|p|) (clip, unless given), p / Σ|p| (always), σ(p) / Σσ(p) (row-stochastic), "
            + "tanh(g) · softmax(a) of K + 1 maps (gate), or as they are (raw).",
    }.Among([.. Normalisations.All.Select(one => (one.ToWords(), one))]);

    /// <summary><c>--chunk</c>.</summary>
    /// <param name="where">Where it holds.</param>
    public static Option<int> Chunk(string where = "") => new Option<int>("--chunk")
    {
        Description = $"{where}{(where.Length == 0 ? "L" : "l")}ines after which a scan starts anew, counted from where it starts; 0, "
            + "unless given, for whole scans.",
        HelpName = "N",
    }.In(0, int.MaxValue);
}
