using System.Runtime.InteropServices;

namespace Spn;

/// <summary>What a launch is told: the structs of Kernels/arguments.h, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaMapView
{
    public nint Data;
    public long N, C;
    public int H, W;
}

/// <inheritdoc cref="CudaMapView"/>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaWeightView
{
    public nint Data;
    public long N, D, K, C;
    public int H, W;
}

/// <summary>
/// How the lines of a scan are cut: segments of so many positions of their own, dealt to teams that meet every so many lines.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct CudaCut(int Segments, int Teams, int Own, int Lines);

/// <inheritdoc cref="CudaMapView"/>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaArguments
{
    public CudaMapView X, Y, G;
    public CudaWeightView P, GP;
    public nint Winner, Hidden, Partial, Shared, State, Sync;
    public long XDirection;
    public int N, C, H, W, K;
    public int Direction;
    public int Chunk, Clips, Gated, Merges, Portion;
    public CudaCut Horizontal, Vertical;
    public int SyncWords, Items;
}

/// <inheritdoc cref="CudaMapView"/>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaNormaliseArguments
{
    public CudaWeightView P, G, Y;
    public int N, C, H, W;
    public int Direction, Kind, Chunk;
    public float Epsilon;
}

/// <inheritdoc cref="CudaMapView"/>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaGateArguments
{
    public CudaMapView X;
    public CudaWeightView Gate;
    public nint U;
    public CudaMapView GX;
    public CudaWeightView GGate;
    public int N, C, H, W;
    public int Gates, Direction;
}
