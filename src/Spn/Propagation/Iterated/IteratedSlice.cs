namespace Spn;

/// <summary>
/// One row or column of the operator of n steps, laid out as a map. Without hints h_n = M x; with them
/// h_n(i) = Σ_j M(i, j) x(j) + Σ_j B(i, j) v(j), where v are the hints' values: an affine map of x.
/// </summary>
public sealed record IteratedSlice
{
    /// <summary>Row (who influences this pixel) or column (where its evidence goes).</summary>
    public required AffinitySliceKind Kind { get; init; }

    /// <summary>The pixel whose row or column this is.</summary>
    public required Pixel Pixel { get; init; }

    /// <summary>n.</summary>
    public required int Steps { get; init; }

    /// <summary>Entries of M in pixel order, 1×1×H×W. Those of a row are zero farther than n pixels away.</summary>
    public required FeatureMap Values { get; init; }

    /// <summary>
    /// Entries of B, 1×1×H×W: for a row what each hint gives to the pixel, for a column what the hint at the pixel gives to each. Null
    /// where there are no hints.
    /// </summary>
    public FeatureMap? Hints { get; init; }

    /// <summary>All entries of M and B added up in double: one for a row.</summary>
    public double Sum => Total(Values) + HintShare;

    /// <summary>The entries of B added up in double: the share of a pixel's value that comes from hints, for a row.</summary>
    public double HintShare => Hints is null ? 0 : Total(Hints);

    /// <summary>The kind, the pixel and the sums.</summary>
    public override string ToString() => FormattableString.Invariant($"{Kind} of {Steps} steps at {Pixel}, sum {Sum:g6}")
        + (Hints is null ? "" : FormattableString.Invariant($", {HintShare:g6} of it from hints"));

    private static double Total(FeatureMap map)
    {
        var sum = 0.0;
        foreach (var value in map.Values)
            sum += value;
        return sum;
    }
}
