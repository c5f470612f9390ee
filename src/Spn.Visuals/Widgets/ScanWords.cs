namespace Spn.Visuals;

/// <summary>What does not hold of a scan as it does of the paper's, in plain words where it is seen.</summary>
internal static class ScanWords
{
    /// <summary>One sentence for each exception; empty where there is none.</summary>
    public static string Exceptions(PropagationWeights weights, Normalisation normalisation, int chunk) => string.Join(' ', new[]
    {
        weights.InputGate is not null
            ? "These weights have an input gate: a pixel takes λ of its own x instead of 1 − Σp, so its row of G need not sum to 1, and a "
              + "constant map need not stay constant."
            : normalisation == Normalisation.RowStochastic
                ? "These weights are row-stochastic, Σp = 1: x enters at first lines alone, and every other pixel has no share in its own "
                  + "row."
                : "",
        chunk > 0 ? FormattableString.Invariant(
            $"Scans start anew after every {chunk} line{(chunk == 1 ? "" : "s")}: nothing is carried from one chunk into the next.") : "",
    }.Where(words => words.Length > 0));
}
