namespace Spn;

/// <summary>A map N×C×H×W in device memory that someone else owns: a tensor of TorchSharp or PyTorch, a <see cref="CudaBuffer"/>.</summary>
/// <param name="Pointer">The device pointer of the element at batch item 0, channel 0, row 0, column 0.</param>
/// <param name="Element">How its elements lie in memory.</param>
/// <param name="Shape">N×C×H×W.</param>
/// <param name="BatchStride">Elements from a batch item to the next one.</param>
/// <param name="ChannelStride">Elements from a channel to the next one.</param>
/// <param name="RowStride">Elements from a row to the next one.</param>
/// <param name="ColumnStride">Elements from a column to the next one; 1 is fast, anything else is right and slow.</param>
internal sealed record CudaMap(nint Pointer, CudaElement Element, MapShape Shape, long BatchStride, long ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>A contiguous map, width fastest.</summary>
    public static CudaMap Contiguous(nint pointer, CudaElement element, MapShape shape) =>
        new(pointer, element, shape, (long)shape.Channels * shape.PlaneSize, shape.PlaneSize, shape.Width, 1);

    internal CudaMapView View => new() { Data = Pointer, N = BatchStride, C = ChannelStride, H = RowStride, W = ColumnStride };
}

/// <summary>Weights N×4×K×C×H×W in device memory that someone else owns, laid out as <see cref="PropagationWeights"/> says but for the strides.</summary>
/// <param name="Pointer">The device pointer of the first element.</param>
/// <param name="Element">How its elements lie in memory.</param>
/// <param name="Connection">One-way (K = 1) or three-way (K = 3).</param>
/// <param name="Shape">N×C×H×W; C is that of the map, or 1 where its channels share the weights.</param>
/// <param name="BatchStride">Elements from a batch item to the next one.</param>
/// <param name="DirectionStride">Elements from a direction to the next one.</param>
/// <param name="NeighbourStride">Elements from a neighbour to the next one.</param>
/// <param name="ChannelStride">Elements from a channel to the next one.</param>
/// <param name="RowStride">Elements from a row to the next one.</param>
/// <param name="ColumnStride">Elements from a column to the next one; 1 is fast, anything else is right and slow.</param>
internal sealed record CudaWeights(
    nint Pointer, CudaElement Element, Connection Connection, MapShape Shape,
    long BatchStride, long DirectionStride, long NeighbourStride, long ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>Contiguous weights, width fastest.</summary>
    public static CudaWeights Contiguous(nint pointer, CudaElement element, Connection connection, MapShape shape)
    {
        var neighbour = (long)shape.Channels * shape.PlaneSize;
        return new(pointer, element, connection, shape, 4 * (int)connection * neighbour, (int)connection * neighbour, neighbour, shape.PlaneSize, shape.Width, 1);
    }

    /// <summary>Strides for a map of so many channels: shared weights do not move with the channel.</summary>
    internal CudaWeightView View(bool shared) => new()
    {
        Data = Pointer, N = BatchStride, D = DirectionStride, K = NeighbourStride, C = shared ? 0 : ChannelStride, H = RowStride, W = ColumnStride,
    };
}
