using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Tensors on the CPU in torch's <c>channels_last</c>, N×C×H×W with the channel fastest in memory. The kernels read planes, so such tensors
/// are turned on the way in and out; <c>spn bench kernels</c> times torch's own copy beside it.
/// </summary>
internal static unsafe class ChannelsLast
{
    /// <summary>Whether a tensor of float32 lies so, without gaps, and is not also in the order of its axes.</summary>
    public static bool Is(Tensor tensor)
    {
        var (shape, stride) = (tensor.shape, tensor.stride());
        return !tensor.is_contiguous() && tensor.dtype == ScalarType.Float32 && stride[1] == 1 && stride[3] == shape[1]
            && stride[2] == shape[1] * shape[3] && stride[0] == stride[2] * shape[2] && shape[2] * shape[3] <= int.MaxValue;
    }

    /// <summary>The same values as planes, outside any graph; the tensor itself where it lies so.</summary>
    public static Tensor Planes(Tensor tensor) =>
        Is(tensor) ? Turned(tensor, torch.empty(tensor.shape, ScalarType.Float32, CPU), toPlanes: true) : tensor;

    /// <summary>Planes, in the order in which another tensor lies.</summary>
    public static Tensor Like(Tensor other, Tensor planes)
    {
        if (!Is(other))
            return planes;
        var shape = planes.shape;
        long[] stride = [shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]];
        // Not a view of other memory: libtorch lets nobody change in place the view that a node gives.
        return Turned(planes, torch.empty_strided(shape, stride, ScalarType.Float32, CPU), toPlanes: false);
    }

    private static Tensor Turned(Tensor from, Tensor to, bool toPlanes)
    {
        var (channels, pixels) = ((int)from.shape[1], (int)(from.shape[2] * from.shape[3]));
        TurnTeam.Run(
            (float*)TensorMemory.Address(from), (float*)TensorMemory.Address(to), (int)from.shape[0],
            toPlanes ? pixels : channels, toPlanes ? channels : pixels, get_num_threads());
        return to;
    }
}
