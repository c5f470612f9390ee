namespace Spn;

/// <summary>What a call works on: pinned arrays and their extents.</summary>
internal unsafe struct CpuProblem
{
    /// <summary>x, N×C×H×W.</summary>
    public float* X;

    /// <summary>The weights, N×4×K×C×H×W or N×4×K×1×H×W.</summary>
    public float* P;

    public int Batch, Channels, Height, Width;

    /// <summary>K, 1 or 3.</summary>
    public int Neighbours;

    /// <summary>Whether all channels share one set of weights.</summary>
    public bool Shared;

    /// <summary>Whether weights go through the stability constraint.</summary>
    public bool Stable;

    /// <summary>The directions to scan: <see cref="FirstDirection"/> and as many as <see cref="DirectionCount"/>, which is 1 or 4.</summary>
    public int FirstDirection, DirectionCount;

    public static CpuProblem Of(FeatureMap x, PropagationWeights weights, bool stable, Direction? only) => new()
    {
        Batch = x.Batch,
        Channels = x.Channels,
        Height = x.Height,
        Width = x.Width,
        Neighbours = weights.Neighbours,
        Shared = weights.Shape.Channels == 1 && x.Channels > 1,
        Stable = stable,
        FirstDirection = (int)(only ?? Direction.LeftToRight),
        DirectionCount = only is null ? 4 : 1,
    };

    public readonly int Planes => Batch * Channels;

    public readonly int PlaneSize => Height * Width;

    /// <summary>The longest line of the scans.</summary>
    public readonly int MaxLength => Math.Max(Height, Width);

    /// <summary>Floats from a neighbour's weights to the next neighbour's.</summary>
    public readonly nint NeighbourStride => (nint)(Shared ? 1 : Channels) * PlaneSize;

    public readonly ScanLines Lines(int direction) => ScanLines.Of((Direction)direction, Height, Width);

    /// <summary>Floats from the start of a map to a plane of it.</summary>
    public readonly nint MapOffset(int batch, int channel) => ((nint)batch * Channels + channel) * PlaneSize;

    /// <summary>Floats from the start of the weights to the first neighbour's for a plane.</summary>
    public readonly nint WeightOffset(int batch, int direction, int channel) =>
        ((nint)batch * 4 + direction) * Neighbours * NeighbourStride + (nint)(Shared ? 0 : channel) * PlaneSize;

    /// <summary>Positions beside a segment that line <paramref name="distance"/> lines before the last one of a block needs.</summary>
    public readonly int Halo(int distance) => Neighbours == 3 ? distance : 0;
}
