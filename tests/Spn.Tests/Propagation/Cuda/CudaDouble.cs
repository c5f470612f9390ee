using System.Runtime.InteropServices;

namespace Spn.Tests.Cuda;

/// <summary>
/// A stand-in for the CUDA driver: a library with its entry points, over host memory, that runs the kernels compiled for the host. With it
/// the whole way from C# is tested where there is no GPU: entry points, memory, arguments, plans, launches.
/// </summary>
public sealed unsafe class CudaDouble : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-driver").FullName;
    private readonly string _library;
    private nint _handle;

    public CudaDouble()
    {
        _library = Path.Combine(_folder, "libcudadouble.so");
        if (!OperatingSystem.IsLinux() || Compiler.Host is null)
            return; // the facts are skipped
        Compiler.Build(
            Compiler.Host, _library, ["-O1", "-fPIC", "-fvisibility=hidden", "-shared"], "kernels.cpp", "shim.cpp", "driver.cpp");
        _handle = NativeLibrary.Load(_library);
    }

    public int Allocations => ((delegate* unmanaged<int>)NativeLibrary.GetExport(_handle, "spn_double_allocations"))();

    /// <summary>How many launches were cooperative so far.</summary>
    public int CooperativeLaunches => ((delegate* unmanaged<int>)NativeLibrary.GetExport(_handle, "spn_double_cooperative_launches"))();

    /// <summary>Puts the double in the driver's place: an A100 in its measures, or what the word says.</summary>
    public void Use(string like = "")
    {
        Become(like);
        Spn.Cuda.UseLibrary(_library);
    }

    /// <summary>Changes what the double is like under the devices that are open already.</summary>
    public void Become(string like)
    {
        fixed (byte* text = System.Text.Encoding.UTF8.GetBytes(like + '\0'))
            ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(_handle, "spn_double_be"))(text);
    }

    public void Dispose()
    {
        // The library stays loaded: handles that nobody references any more are still freed through it.
        Spn.Cuda.UseLibrary(CudaDriver.DefaultLibrary);
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Tests that put a driver in place run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class CudaDriverCollection : ICollectionFixture<CudaDouble>
{
    public const string Name = "CUDA driver";
}
