namespace Spn;

/// <summary>Which line of the matrix G an <see cref="AffinitySlice"/> is.</summary>
public enum AffinitySliceKind
{
    /// <summary>
    /// A row of G: how much every pixel of X contributes to one pixel of H. Sums to one (Theorem 1), unless there is an input gate.
    /// </summary>
    Row,

    /// <summary>A column of G: how much one pixel of X contributes to every pixel of H.</summary>
    Column,
}

/// <summary>One row or column of G, laid out as a map: the influences on a pixel, or the reach of its evidence.</summary>
public sealed record AffinitySlice
{
    /// <summary>Row (who influences this pixel) or column (where its evidence goes).</summary>
    public required AffinitySliceKind Kind { get; init; }

    /// <summary>The pixel whose row or column this is.</summary>
    public required Pixel Pixel { get; init; }

    /// <summary>The direction of the scan; for an effective row the direction that won at the pixel.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The entries of G in pixel order, 1×1×H×W. Negative weights give negative entries.</summary>
    public required FeatureMap Values { get; init; }

    /// <summary>H, rows of the map.</summary>
    public int Height => Values.Height;

    /// <summary>W, columns of the map.</summary>
    public int Width => Values.Width;

    /// <summary>The entries added up in double: one for a row (Theorem 1) without an input gate, anything for a column.</summary>
    public double Sum
    {
        get
        {
            var sum = 0.0;
            foreach (var value in Values.Values)
                sum += value;
            return sum;
        }
    }

    /// <summary>The kind, the pixel and the direction.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind} of G at {Pixel}, {Direction.ToWords()}, {Height}×{Width}, sum {Sum:g6}");
}
