using System.Runtime.InteropServices;

namespace Spn.Learning;

/// <summary>
/// The C library's heap under libtorch. glibc gives every freed block of 128 KB and more back to the system and takes it, page by page and
/// cleared, at the next step again: a small training step spent two thirds of its time there. Kept instead, memory is faulted in once.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1, MmapMax = -4;

    /// <summary>Keeps freed memory in this process, unless the environment (MALLOC_TRIM_THRESHOLD_, MALLOC_MMAP_MAX_) says how to handle it. Elsewhere than under glibc nothing.</summary>
    public static void KeepMemory()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null || Environment.GetEnvironmentVariable("MALLOC_MMAP_MAX_") is not null)
            return;
        _ = mallopt(TrimThreshold, int.MaxValue);
        _ = mallopt(MmapMax, 0);
    }

    [LibraryImport("libc.so.6")]
    private static partial int mallopt(int parameter, int value);
}
