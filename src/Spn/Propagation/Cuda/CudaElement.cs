namespace Spn;

/// <summary>How an element lies in device memory. Arithmetic is float32 whatever the storage.</summary>
internal enum CudaElement
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    Float32 = 0,

    /// <summary>bfloat16, 2 bytes: the upper half of a float32.</summary>
    BFloat16 = 1,

    /// <summary>IEEE half precision, 2 bytes.</summary>
    Float16 = 2,
}
