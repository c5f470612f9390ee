namespace Spn;

/// <summary>The shape N×C×H×W of a <see cref="FeatureMap"/>: batch items, channels, rows, columns.</summary>
/// <param name="Batch">N, at least one.</param>
/// <param name="Channels">C, at least one.</param>
/// <param name="Height">H, rows, at least one.</param>
/// <param name="Width">W, columns, at least one.</param>
public readonly record struct MapShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>Pixels of one plane, H·W.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>: no map has this shape.</exception>
    public int PlaneSize => checked(Height * Width);

    /// <summary>Planes, N·C.</summary>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/>: no map has this shape.</exception>
    public int Planes => checked(Batch * Channels);

    /// <summary>Elements, N·C·H·W; <see cref="long.MaxValue"/> where there are more.</summary>
    public long Count => long.CreateSaturating((Int128)Batch * Channels * Height * Width);

    /// <summary>The shape as <c>N×C×H×W</c>, for example <c>1×3×64×64</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Batch}×{Channels}×{Height}×{Width}");
}
