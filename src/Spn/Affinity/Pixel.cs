namespace Spn;

/// <summary>A place in a map, row first. Vectorized along a scan it is an index of G (Eq. 3).</summary>
/// <param name="Row">0 to H − 1.</param>
/// <param name="Column">0 to W − 1.</param>
public readonly record struct Pixel(int Row, int Column)
{
    /// <summary>The place as <c>(row, column)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Row}, {Column})");
}
