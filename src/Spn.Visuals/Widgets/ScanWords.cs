namespace Spn.Visuals;

/// <summary>What does not hold of a scan as it does of the paper's, in plain words where it is seen.</summary>
internal static class ScanWords
{
    /// <summary>One sentence for each exception; empty where there is none.</summary>
    public static string Exceptions(PropagationWeights weights, Normalisation normalisation, int chunk) =>
        Exceptions([new NamedWeights("", weights)], normalisation, chunk);

    /// <summary>The same of several sets beside each other, which are named where an exception is not of all.</summary>
    public static string Exceptions(IReadOnlyList<NamedWeights> sets, Normalisation normalisation, int chunk)
    {
        var gated = sets.ToLookup(set => set.Weights.InputGate is not null);
        string Of(bool gate, string words) => !gated[gate].Any() ? ""
            : (gated[!gate].Any() ? $"The weights {string.Join(" and ", gated[gate].Select(set => set.Name))}" : "These weights")
                + $" {words}";
        return string.Join(' ', new[]
        {
            Of(true, "have an input gate: a pixel takes λ of its own x instead of 1 − Σp, so its row of G need not sum to 1, and "
                + "a constant map need not stay constant."),
            normalisation != Normalisation.RowStochastic ? ""
                : Of(false, "are row-stochastic, Σp = 1: x enters at first lines alone, and every other pixel has no share in its own "
                    + "row."),
            chunk > 0 ? $"Scans start anew after every {(chunk == 1 ? "line" : FormattableString.Invariant($"{chunk} lines"))}: nothing "
                + "is carried from one chunk into the next." : "",
        }.Where(words => words.Length > 0));
    }
}
