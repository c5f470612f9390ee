namespace Spn;

/// <summary>What a call works on: memory that stays where it is, and its extents.</summary>
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

    /// <summary>How weights are normalised.</summary>
    public Normalisation Normalisation;

    /// <summary>Whether the scans themselves clip the weights.</summary>
    public bool Stable;

    /// <summary>Lines of a chunk, with which a scan starts anew; 0 for whole scans.</summary>
    public int Chunk;

    /// <summary>λ, N×4×C×H×W or N×4×1×H×W, or null; and its channels.</summary>
    public float* Gate;
    public int GateChannels;

    /// <summary>Whether <see cref="X"/> is u, N×4×C×H×W, an input of each scan that is added as it is.</summary>
    public bool Adds;

    /// <summary>
    /// The order of the four scans: vertical ones first, which write the output row by row, and of the horizontal ones the earlier
    /// direction last.
    /// </summary>
    public static ReadOnlySpan<int> Order => [2, 3, 1, 0];

    /// <summary>The only direction to scan, or −1 for all four.</summary>
    public int OnlyDirection;

    /// <summary>Everything but the memory, <see cref="X"/> and <see cref="P"/>.</summary>
    public static CpuProblem Of(MapShape x, Connection connection, MapShape weights, Normalisation normalisation, Direction? only) => new()
    {
        Batch = x.Batch,
        Channels = x.Channels,
        Height = x.Height,
        Width = x.Width,
        Neighbours = (int)connection,
        Shared = weights.Channels == 1 && x.Channels > 1,
        Normalisation = normalisation,
        Stable = normalisation == Normalisation.Clip,
        OnlyDirection = only is null ? -1 : (int)only,
    };

    /// <summary>How many scans there are.</summary>
    public readonly int Scans => OnlyDirection < 0 ? 4 : 1;

    public readonly MapShape Map => new(Batch, Channels, Height, Width);

    public readonly int Planes => Batch * Channels;

    public readonly int PlaneSize => Height * Width;

    /// <summary>The longest line of the scans.</summary>
    public readonly int MaxLength => Math.Max(Height, Width);

    /// <summary>Floats from a neighbour's weights to the next neighbour's.</summary>
    public readonly nint NeighbourStride => (nint)(Shared ? 1 : Channels) * PlaneSize;

    /// <summary>The direction of scan 0, 1, ….</summary>
    public readonly int Scan(int index) => OnlyDirection < 0 ? Order[index] : OnlyDirection;

    public readonly ScanLines Lines(int direction) => ScanLines.Of((Direction)direction, Height, Width);

    /// <summary>Floats from the start of a map to a plane of it.</summary>
    public readonly nint MapOffset(int batch, int channel) => ((nint)batch * Channels + channel) * PlaneSize;

    /// <summary>Floats from the start of what scans take in, x or the input that is added, to the plane that one takes.</summary>
    public readonly nint XOffset(int batch, int direction, int channel) =>
        Adds ? InputOffset(batch, direction, channel) : MapOffset(batch, channel);

    /// <summary>Floats from the start of N×4×C×H×W to a plane.</summary>
    public readonly nint InputOffset(int batch, int direction, int channel) =>
        (((nint)batch * 4 + direction) * Channels + channel) * PlaneSize;

    /// <summary>Floats from the start of the input gate to a plane of it.</summary>
    public readonly nint GateOffset(int batch, int direction, int channel) =>
        (((nint)batch * 4 + direction) * GateChannels + (GateChannels == 1 ? 0 : channel)) * PlaneSize;

    /// <summary>Whether a line starts the scan or a chunk of it.</summary>
    public readonly bool IsFirst(int line) => ScanLines.IsFirst(line, Chunk);

    /// <summary>Floats from the start of the weights to the first neighbour's for a plane.</summary>
    public readonly nint WeightOffset(int batch, int direction, int channel) =>
        ((nint)batch * 4 + direction) * Neighbours * NeighbourStride + (nint)(Shared ? 0 : channel) * PlaneSize;
}
