using System.Runtime.InteropServices;

namespace Spn;

/// <summary>
/// The entry points of the NVIDIA driver that the op uses, by their names in its C API. The driver is part of a machine's graphics
/// driver; nothing of the CUDA toolkit is needed.
/// </summary>
internal sealed unsafe class CudaDriver
{
    private readonly nint _library;

    private CudaDriver(nint library)
    {
        _library = library;
        Init = (delegate* unmanaged<uint, int>)Export("cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)Export("cuDriverGetVersion");
        GetErrorName = (delegate* unmanaged<int, byte**, int>)Export("cuGetErrorName");
        GetErrorString = (delegate* unmanaged<int, byte**, int>)Export("cuGetErrorString");
        DeviceGetCount = (delegate* unmanaged<int*, int>)Export("cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)Export("cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)Export("cuDeviceGetName");
        DeviceTotalMem = (delegate* unmanaged<nuint*, int, int>)Export("cuDeviceTotalMem_v2");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)Export("cuDeviceGetAttribute");
        PrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)Export("cuDevicePrimaryCtxRetain");
        PrimaryCtxRelease = (delegate* unmanaged<int, int>)Export("cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxRelease");
        CtxPushCurrent = (delegate* unmanaged<nint, int>)Export("cuCtxPushCurrent_v2");
        CtxPopCurrent = (delegate* unmanaged<nint*, int>)Export("cuCtxPopCurrent_v2");
        ModuleLoadDataEx = (delegate* unmanaged<nint*, byte*, uint, int*, void**, int>)Export("cuModuleLoadDataEx");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)Export("cuModuleGetFunction");
        FuncSetAttribute = (delegate* unmanaged<nint, int, int, int>)Export("cuFuncSetAttribute");
        FuncGetAttribute = (delegate* unmanaged<int*, int, nint, int>)Export("cuFuncGetAttribute");
        OccupancyMaxActiveBlocks = (delegate* unmanaged<int*, nint, int, nuint, int>)Export("cuOccupancyMaxActiveBlocksPerMultiprocessor");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Export("cuLaunchKernel");
        LaunchCooperativeKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, int>)Export("cuLaunchCooperativeKernel");
        MemGetInfo = (delegate* unmanaged<nuint*, nuint*, int>)Export("cuMemGetInfo_v2");
        MemAlloc = (delegate* unmanaged<ulong*, nuint, int>)Export("cuMemAlloc_v2");
        MemFree = (delegate* unmanaged<ulong, int>)Export("cuMemFree_v2");
        MemcpyHtoDAsync = (delegate* unmanaged<ulong, void*, nuint, nint, int>)Export("cuMemcpyHtoDAsync_v2");
        MemcpyDtoHAsync = (delegate* unmanaged<void*, ulong, nuint, nint, int>)Export("cuMemcpyDtoHAsync_v2");
        MemcpyDtoDAsync = (delegate* unmanaged<ulong, ulong, nuint, nint, int>)Export("cuMemcpyDtoDAsync_v2");
        MemsetD8Async = (delegate* unmanaged<ulong, byte, nuint, nint, int>)Export("cuMemsetD8Async");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)Export("cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)Export("cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)Export("cuStreamSynchronize");
        EventCreate = (delegate* unmanaged<nint*, uint, int>)Export("cuEventCreate");
        EventDestroy = (delegate* unmanaged<nint, int>)Export("cuEventDestroy_v2");
        EventRecord = (delegate* unmanaged<nint, nint, int>)Export("cuEventRecord");
        EventSynchronize = (delegate* unmanaged<nint, int>)Export("cuEventSynchronize");
        EventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)Export("cuEventElapsedTime");
    }

    public delegate* unmanaged<uint, int> Init { get; }
    public delegate* unmanaged<int*, int> DriverGetVersion { get; }
    public delegate* unmanaged<int, byte**, int> GetErrorName { get; }
    public delegate* unmanaged<int, byte**, int> GetErrorString { get; }
    public delegate* unmanaged<int*, int> DeviceGetCount { get; }
    public delegate* unmanaged<int*, int, int> DeviceGet { get; }
    public delegate* unmanaged<byte*, int, int, int> DeviceGetName { get; }
    public delegate* unmanaged<nuint*, int, int> DeviceTotalMem { get; }
    public delegate* unmanaged<int*, int, int, int> DeviceGetAttribute { get; }
    public delegate* unmanaged<nint*, int, int> PrimaryCtxRetain { get; }
    public delegate* unmanaged<int, int> PrimaryCtxRelease { get; }
    public delegate* unmanaged<nint, int> CtxPushCurrent { get; }
    public delegate* unmanaged<nint*, int> CtxPopCurrent { get; }
    public delegate* unmanaged<nint*, byte*, uint, int*, void**, int> ModuleLoadDataEx { get; }
    public delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction { get; }
    public delegate* unmanaged<nint, int, int, int> FuncSetAttribute { get; }
    public delegate* unmanaged<int*, int, nint, int> FuncGetAttribute { get; }
    public delegate* unmanaged<int*, nint, int, nuint, int> OccupancyMaxActiveBlocks { get; }
    public delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> LaunchKernel { get; }
    public delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, int> LaunchCooperativeKernel { get; }
    public delegate* unmanaged<nuint*, nuint*, int> MemGetInfo { get; }
    public delegate* unmanaged<ulong*, nuint, int> MemAlloc { get; }
    public delegate* unmanaged<ulong, int> MemFree { get; }
    public delegate* unmanaged<ulong, void*, nuint, nint, int> MemcpyHtoDAsync { get; }
    public delegate* unmanaged<void*, ulong, nuint, nint, int> MemcpyDtoHAsync { get; }
    public delegate* unmanaged<ulong, ulong, nuint, nint, int> MemcpyDtoDAsync { get; }
    public delegate* unmanaged<ulong, byte, nuint, nint, int> MemsetD8Async { get; }
    public delegate* unmanaged<nint*, uint, int> StreamCreate { get; }
    public delegate* unmanaged<nint, int> StreamDestroy { get; }
    public delegate* unmanaged<nint, int> StreamSynchronize { get; }
    public delegate* unmanaged<nint*, uint, int> EventCreate { get; }
    public delegate* unmanaged<nint, int> EventDestroy { get; }
    public delegate* unmanaged<nint, nint, int> EventRecord { get; }
    public delegate* unmanaged<nint, int> EventSynchronize { get; }
    public delegate* unmanaged<float*, nint, nint, int> EventElapsedTime { get; }

    /// <summary>The name of the driver's library where the system's loader finds it.</summary>
    public static string DefaultLibrary => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Loads and initializes the driver.</summary>
    /// <exception cref="CudaException">There is none, it is too old, or it says that it cannot work.</exception>
    public static CudaDriver Load(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
            throw new CudaException(
                $"expected an NVIDIA driver ({library}), found none on this machine; install one, or use the Cpu backend.");
        CudaDriver driver;
        try
        {
            driver = new CudaDriver(handle);
        }
        catch (EntryPointNotFoundException missing)
        {
            throw new CudaException($"expected a driver for CUDA {CudaDevice.LeastDriver} or newer, got an older one without {missing.Message}; update it, or use the Cpu backend.");
        }

        var code = driver.Init(0);
        if (code != 0)
            throw new CudaException(code == NoDevice
                ? "expected an NVIDIA GPU, the driver finds none; check that one is present and visible (CUDA_VISIBLE_DEVICES), or use the Cpu backend."
                : $"expected a driver that starts, got {driver.Describe(code)}; check it with nvidia-smi, or use the Cpu backend.", code);
        int version;
        driver.Check(driver.DriverGetVersion(&version), "reading the driver's version");
        driver.Version = new Version(version / 1000, version % 1000 / 10);
        if (driver.Version < CudaDevice.LeastDriver)
            throw new CudaException($"expected a driver for CUDA {CudaDevice.LeastDriver} or newer, got one for {driver.Version}; update it, or use the Cpu backend.");
        return driver;
    }

    private const int NoDevice = 100;
    private const int OutOfMemory = 2;

    /// <summary>The newest CUDA version that the driver knows.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>Throws where the driver reports an error.</summary>
    public void Check(int code, string doing)
    {
        if (code != 0)
            throw new CudaException($"{doing} failed with {Describe(code)}; {Advice(code)}.", code);
    }

    /// <summary>The name of an error code and the driver's words for it.</summary>
    private string Describe(int code)
    {
        byte* name = null, text = null;
        GetErrorName(code, &name);
        GetErrorString(code, &text);
        return name is null ? $"error {code}" : $"{Marshal.PtrToStringUTF8((nint)name)} ({code}: {Marshal.PtrToStringUTF8((nint)text)})";
    }

    private static string Advice(int code) => code switch
    {
        OutOfMemory => "split the batch, tile the image, free memory of other programs, or use the Cpu backend",
        3 or 4 => "the driver is shutting down; start the process again",
        46 or 101 => "choose a device that exists and is not in use exclusively (nvidia-smi)",
        200 or 209 or 218 or 222 => "update the driver; if it is new, the embedded PTX is at fault",
        700 or 715 or 716 or 717 or 718 or 719 =>
            "a kernel failed and the context is lost: check pointers, shapes and strides, and start the process again",
        701 => "the launch needs more of a multiprocessor than it has; this is a fault of the library",
        702 => "the watchdog of a display ended the kernel; split the batch or use a device without a display",
        720 => "fewer blocks run at a time than the driver said; give the process the whole GPU (MPS limits), or use the Cpu backend",
        801 => "the device cannot start blocks together, which long lines need; give more planes at a time, or use the Cpu backend",
        999 => "check the driver with nvidia-smi, and start the process again",
        _ => "see the driver's error of this name",
    };

    private nint Export(params string[] names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryGetExport(_library, name, out var address))
                return address;
        throw new EntryPointNotFoundException(names[0]);
    }
}
