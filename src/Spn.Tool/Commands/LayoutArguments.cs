using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>Weights of a file in one of the layouts: of scans, or of an iterated operator.</summary>
/// <param name="Path">The file.</param>
/// <param name="Scans">Weights of scans; null where it is CSPN's.</param>
/// <param name="Iterated">CSPN's weights; null where they are of scans.</param>
internal sealed record GivenWeights(string Path, LayoutWeights? Scans, LayoutIterated? Iterated)
{
    /// <summary>Whose layout the file has; null of CSPN's.</summary>
    public WeightLayout? Layout { get; init; }

    public MapShape Shape => Scans?.Weights.Shape ?? Iterated!.Weights.Shape;

    /// <summary>What the reader of a page should know.</summary>
    public IReadOnlyList<string> Notes => Scans?.Notes ?? [OfSteps(Iterated!)];

    private static string OfSteps(LayoutIterated one) => FormattableString.Invariant(
        $"An operator of {one.Options.Steps} steps over eight neighbours, the centre weight on the ")
        + (one.Options.Centre == IteratedCentre.Start ? "first value, x" : "current value")
        + (one.Sparse is null ? "; no hints." : "; hint pixels are set again after each step, to "
            + (one.KeepsInput ? "what x has there." : "their value in the file."));
}

/// <summary>How <c>spn inspect</c>, <c>spn explore</c> and <c>spn propagate</c> are told whose weights a file holds.</summary>
internal static class LayoutArguments
{
    /// <summary>The shape of our own layout.</summary>
    public const string Shape = "N×4×K×C×H×W, K = 1 or 3 (K + 1 maps, 2 or 4, with --normalisation gate)";

    private const string Cspn = "cspn";

    private static readonly (string Word, WeightLayout? Value)[] Words =
        [("own", WeightLayout.Own), ("pytorch-spn", WeightLayout.PytorchSpn), ("gspn", WeightLayout.Gspn), (Cspn, null)];

    public static readonly Option<string> Layout = new Option<string>("--layout")
    {
        Description = "With --weights: whose order of axes and names the file keeps: ours (unless given), pytorch_spn's and AnyNet's, "
            + "GSPN's, or CSPN's, an operator of eight neighbours and n steps. Such files are .safetensors or .npy.",
        DefaultValueFactory = _ => Words[0].Word,
    }.Among([.. Words.Select(one => (one.Word, one.Word))]);

    public static readonly Option<int> Steps = new Option<int>("--steps")
    {
        Description = "With --layout cspn: n; what the file says, or else 24, unless given.", HelpName = "N",
    }.In(1, 10_000);

    /// <summary>Reads a file; what the command line says goes before what the file says.</summary>
    public static GivenWeights Read(ParseResult parsed, string path, Option<Normalisation> normalisation, Option<int> chunk)
    {
        var layout = parsed.GetValue(Layout)!;
        if (layout != Cspn && parsed.IsGiven(Steps))
            throw new ArgumentException($"expected {Steps.Name} only with {Layout.Name} {Cspn}, got {layout}; leave it out.");
        if (layout == Cspn && new Option[] { normalisation, chunk }.FirstOrDefault(parsed.IsGiven) is { } other)
            throw new ArgumentException(
                $"expected {other.Name} only with a layout of scans, got {Cspn}, whose file says norm_type 8sum or 8sum_abs; leave it "
                + "out.");
        var options = new LayoutOptions
        {
            Normalisation = parsed.IsGiven(normalisation) ? parsed.GetValue(normalisation) : null,
            Chunk = parsed.IsGiven(chunk) ? parsed.GetValue(chunk) : null,
            Steps = parsed.IsGiven(Steps) ? parsed.GetValue(Steps) : null,
        };
        return Words.First(one => one.Word == layout).Value is { } scans
            ? new GivenWeights(path, Layouts.Read(path, scans, options), null) { Layout = scans }
            : new GivenWeights(path, null, Layouts.ReadIterated(path, options));
    }
}
