using System.Runtime.InteropServices;

namespace Spn.Learning;

/// <summary>
/// What libtorch takes over from the C library and from OpenMP under Linux, and what the environment may have settled differently. Under
/// other systems nothing is set.
/// </summary>
internal static unsafe partial class NativeSettings
{
    private const string CLibrary = "libc";
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4;

    /// <summary>More than the 64 MB of a heap that glibc makes for a thread.</summary>
    private const int WholeHeap = 128 << 20;

    /// <summary>
    /// Lets threads sleep that wait for one another, unless the environment (OMP_WAIT_POLICY, GOMP_SPINCOUNT) says how they wait. GNU's
    /// OpenMP else spins at the end of every parallel loop, which is cheap on a quiet machine and ruinous where other processes want the
    /// cores: a small training step took 8 times as long there.
    /// </summary>
    /// <remarks>
    /// To be called before libgomp is loaded, which reads the native environment once; the runtime's own <see cref="Environment"/> does not
    /// reach it.
    /// </remarks>
    public static void SleepWhileWaiting()
    {
        if (OperatingSystem.IsLinux() && !IsSet("OMP_WAIT_POLICY") && !IsSet("GOMP_SPINCOUNT"))
            _ = setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
    }

    /// <summary>
    /// Keeps freed memory in this process, unless the environment (<c>MALLOC_TRIM_THRESHOLD_</c>, <c>MALLOC_MMAP_MAX_</c>) says how to
    /// handle it. glibc else gives every freed block of 128 KB and more back to the system and takes it, page by page and cleared, at the
    /// next step again: a small training step spent two thirds of its time there. A C library without <c>mallopt</c> keeps its ways.
    /// </summary>
    public static void KeepMemory()
    {
        if (!OperatingSystem.IsLinux() || IsSet("MALLOC_TRIM_THRESHOLD_") || IsSet("MALLOC_MMAP_MAX_")
            || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out var address))
            return;
        var mallopt = (delegate* unmanaged<int, int, int>)address;
        _ = mallopt(TrimThreshold, int.MaxValue);
        _ = mallopt(MmapMax, 0);
        // A thread's own heap that has become empty is unmapped unless this much is to be kept at its end.
        _ = mallopt(TopPad, WholeHeap);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    [LibraryImport(CLibrary, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
