using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>The memory of tensors, without copies of it.</summary>
internal static unsafe partial class TensorMemory
{
    /// <summary>
    /// Where the first element of a tensor is, on whatever device; 0 where there is none. The caller keeps the tensor alive. TorchSharp's
    /// own ways to an address end at 2 GiB and at the CPU (<c>bytes</c>), or know no half precision (<c>storage</c>).
    /// </summary>
    public static nint Address(Tensor tensor) => THSTensor_data(tensor.Handle);

    /// <summary>The values of a contiguous tensor on the CPU whose elements are <typeparamref name="T"/>, copied.</summary>
    public static T[] ToArray<T>(Tensor tensor) where T : unmanaged
    {
        var values = new T[tensor.numel()];
        fixed (T* to = values)
            Buffer.MemoryCopy((void*)Address(tensor), to, (long)values.Length * sizeof(T), (long)values.Length * sizeof(T));
        GC.KeepAlive(tensor);
        return values;
    }

    /// <summary>A tensor on the CPU with these values, copied.</summary>
    public static Tensor FromArray<T>(T[] values, ScalarType type, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        var tensor = torch.empty(shape, type, CPU);
        fixed (T* from = values)
            Buffer.MemoryCopy(from, (void*)Address(tensor), tensor.numel() * sizeof(T), (long)values.Length * sizeof(T));
        return tensor;
    }

    [LibraryImport("LibTorchSharp")]
    private static partial nint THSTensor_data(nint tensor);
}
