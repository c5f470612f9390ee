namespace Spn;

/// <summary>Who computes a propagation. All implementations mean the same; they differ in speed and rounding.</summary>
public enum PropagationBackend
{
    /// <summary>SIMD kernels in float32 on all cores.</summary>
    Cpu = 0,

    /// <summary>Plain loops in double, rounded to float32 at the end: the truth that kernels are held against. Slow.</summary>
    Reference = 1,

    /// <summary>
    /// CUDA kernels in float32 on the first NVIDIA GPU: the maps go there and back in each call. <see cref="Cuda.Status"/> says whether
    /// there is one; where there is none a call throws <see cref="CudaException"/>. Memory that is on a GPU already goes to
    /// <see cref="CudaPropagation"/>.
    /// </summary>
    Cuda = 2,
}
