namespace Spn;

/// <summary>
/// A map N×C×H×W of float32 in device memory that someone else owns: a tensor of TorchSharp or PyTorch, a <see cref="CudaBuffer"/>.
/// </summary>
/// <param name="Pointer">The device pointer of the element at batch item 0, channel 0, row 0, column 0.</param>
/// <param name="Shape">N×C×H×W.</param>
/// <param name="BatchStride">Elements from a batch item to the next one.</param>
/// <param name="ChannelStride">Elements from a channel to the next one.</param>
/// <param name="RowStride">Elements from a row to the next one.</param>
/// <param name="ColumnStride">Elements from a column to the next one; 1 is fast, anything else is right and slow.</param>
internal sealed record CudaMap(nint Pointer, MapShape Shape, long BatchStride, long ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>A contiguous map, width fastest.</summary>
    public static CudaMap Contiguous(nint pointer, MapShape shape) =>
        new(pointer, shape, (long)shape.Channels * shape.PlaneSize, shape.PlaneSize, shape.Width, 1);

    internal CudaMapView View => new() { Data = Pointer, N = BatchStride, C = ChannelStride, H = RowStride, W = ColumnStride };
}

/// <summary>
/// Weights N×4×K×C×H×W of float32 in device memory that someone else owns, laid out as <see cref="PropagationWeights"/> says but for the
/// strides; with one map more in each direction where they are gated.
/// </summary>
/// <param name="Pointer">The device pointer of the first element.</param>
/// <param name="Connection">One-way (K = 1) or three-way (K = 3).</param>
/// <param name="Shape">N×C×H×W; C is that of the map, or 1 where its channels share the weights.</param>
/// <param name="BatchStride">Elements from a batch item to the next one.</param>
/// <param name="DirectionStride">Elements from a direction to the next one.</param>
/// <param name="NeighbourStride">Elements from a neighbour to the next one.</param>
/// <param name="ChannelStride">Elements from a channel to the next one.</param>
/// <param name="RowStride">Elements from a row to the next one.</param>
/// <param name="ColumnStride">Elements from a column to the next one; 1 is fast, anything else is right and slow.</param>
internal sealed record CudaWeights(
    nint Pointer, Connection Connection, MapShape Shape,
    long BatchStride, long DirectionStride, long NeighbourStride, long ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>Whether there are K + 1 maps in each direction.</summary>
    public bool IsGated { get; init; }

    /// <summary>The input gate as one-way weights, N×4×1×C×H×W; its channels are the map's, or one. Null where there is none.</summary>
    public CudaWeights? InputGate { get; init; }

    /// <summary>Contiguous weights, width fastest.</summary>
    public static CudaWeights Contiguous(nint pointer, Connection connection, MapShape shape, bool gated = false)
    {
        var (neighbour, maps) = ((long)shape.Channels * shape.PlaneSize, (int)connection + (gated ? 1 : 0));
        return new(pointer, connection, shape, 4 * maps * neighbour, maps * neighbour, neighbour, shape.PlaneSize, shape.Width, 1)
        {
            IsGated = gated,
        };
    }

    /// <summary>The same layout with one direction alone, whichever that is.</summary>
    internal CudaWeights OneDirection() => this with { BatchStride = DirectionStride, DirectionStride = 0 };

    /// <summary>Strides for a map of so many channels: shared weights do not move with the channel.</summary>
    internal CudaWeightView View(bool shared) => new()
    {
        Data = Pointer, N = BatchStride, D = DirectionStride, K = NeighbourStride, C = shared ? 0 : ChannelStride,
        H = RowStride, W = ColumnStride,
    };
}
