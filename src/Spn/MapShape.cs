namespace Spn;

/// <summary>The shape N×C×H×W of a <see cref="FeatureMap"/>: batch items, channels, rows, columns.</summary>
/// <param name="Batch">N, at least one.</param>
/// <param name="Channels">C, at least one.</param>
/// <param name="Height">H, rows, at least one.</param>
/// <param name="Width">W, columns, at least one.</param>
public readonly record struct MapShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>Pixels of one plane, H·W.</summary>
    public int PlaneSize => Height * Width;

    /// <summary>Planes, N·C.</summary>
    public int Planes => Batch * Channels;

    /// <summary>Elements, N·C·H·W.</summary>
    public long Count => (long)Batch * Channels * Height * Width;

    /// <summary>The shape as <c>N×C×H×W</c>, for example <c>1×3×64×64</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Batch}×{Channels}×{Height}×{Width}");
}
