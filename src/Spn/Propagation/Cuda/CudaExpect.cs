namespace Spn;

/// <summary>
/// Checks of device memory before a launch: a kernel that reads or writes a wrong address loses the context for the whole process.
/// </summary>
internal static class CudaExpect
{
    /// <summary>A pointer to elements, and strides that do not go back.</summary>
    public static void Memory(CudaMap map, string name, string what = "")
    {
        Pointer(map.Pointer, 4, name, what);
        Strides(Math.Min(Math.Min(map.BatchStride, map.ChannelStride), Math.Min(map.RowStride, map.ColumnStride)), name, what);
    }

    /// <inheritdoc cref="Memory(CudaMap, string, string)"/>
    public static void Memory(CudaWeights weights, string name, string what = "")
    {
        Pointer(weights.Pointer, 4, name, what);
        long[] strides = [weights.BatchStride, weights.DirectionStride, weights.NeighbourStride, weights.ChannelStride];
        Strides(Math.Min(strides.Min(), Math.Min(weights.RowStride, weights.ColumnStride)), name, what);
    }

    /// <summary>A known connection, and maps for the normalisation.</summary>
    public static void Weights(CudaWeights weights, CudaCall call, string name)
    {
        if (!Enum.IsDefined(weights.Connection))
            throw new ArgumentException($"expected a known connection, got {(int)weights.Connection}.", name);
        call.Normalisation.Takes(weights.IsGated, name);
        Normalisations.CheckChunk(call.Chunk, nameof(call));
        Memory(weights, name);
    }

    /// <summary>A pointer that is there and a multiple of the bytes of an element.</summary>
    public static void Pointer(nint pointer, int bytes, string name, string what = "")
    {
        if (pointer == 0)
            throw new ArgumentException($"expected device memory for {name}{what}, got no pointer; allocate it.", name);
        if (pointer % bytes != 0)
            throw new ArgumentException(
                $"expected {name}{what} at a multiple of {bytes} bytes, got the pointer 0x{pointer:x}; point at its first element.", name);
    }

    private static void Strides(long least, string name, string what)
    {
        if (least < 0)
            throw new ArgumentException($"expected strides of {name}{what} of at least 0, got {least}; make it contiguous.", name);
    }
}
