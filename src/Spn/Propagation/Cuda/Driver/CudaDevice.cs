using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Spn;

/// <summary>
/// One NVIDIA GPU through its primary context, which other users of CUDA in the process share (PyTorch and TorchSharp use it too). Get
/// one from <see cref="Cuda.Device"/>. Safe to use from several threads.
/// </summary>
internal sealed unsafe class CudaDevice
{
    private readonly int _handle;
    private readonly Lock _gate = new();
    private CudaModule? _module;
    private CudaHostCalls? _hostCalls;

    private CudaDevice(CudaDriver driver, int ordinal, int handle)
    {
        (Driver, Ordinal, _handle) = (driver, ordinal, handle);
        var name = stackalloc byte[256];
        driver.Check(driver.DeviceGetName(name, 256, handle), "reading the device's name");
        Name = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        nuint memory;
        driver.Check(driver.DeviceTotalMem(&memory, handle), "reading the device's memory");
        TotalMemory = (long)memory;
        ComputeCapability = new Version(Attribute(75), Attribute(76));
        if (ComputeCapability < LeastCapability)
            throw new CudaException($"expected a GPU of compute capability {LeastCapability} or newer, got {Name} with {ComputeCapability}; use the Cpu backend.");
        Multiprocessors = Attribute(16);
        // kHz and bits, two transfers a clock; newer drivers may report no clock.
        Bandwidth = 1000.0 * Attribute(36) * 2 * Attribute(37) / 8;
        SharedMemory = Attribute(97);
        Context = new CudaContext(driver, handle);
    }

    /// <summary>The oldest driver that reads the embedded PTX (ISA 6.3), as the newest CUDA version that it knows.</summary>
    public static Version LeastDriver { get; } = new(10, 0);

    /// <summary>The oldest GPUs that the kernels are for: Volta.</summary>
    public static Version LeastCapability { get; } = new(7, 0);

    /// <summary>Its number, from 0.</summary>
    public int Ordinal { get; }

    /// <summary>Its name as the driver gives it.</summary>
    public string Name { get; }

    /// <summary>Bytes of its memory.</summary>
    public long TotalMemory { get; }

    /// <summary>For example 8.0 (A100) or 9.0 (H100).</summary>
    public Version ComputeCapability { get; }

    /// <summary>How many multiprocessors it has.</summary>
    public int Multiprocessors { get; }

    /// <summary>The newest CUDA version that the driver knows.</summary>
    public Version DriverVersion => Driver.Version;

    /// <summary>Bytes of its memory that are free now.</summary>
    public long FreeMemory
    {
        get
        {
            using var current = Enter();
            nuint free, total;
            Driver.Check(Driver.MemGetInfo(&free, &total), "reading the free memory");
            return (long)free;
        }
    }

    internal CudaDriver Driver { get; }

    /// <summary>Bytes a second that its memory moves at most, as its clock and bus say; 0 where the driver does not say.</summary>
    internal double Bandwidth { get; }

    /// <summary>Bytes of shared memory that a block can have.</summary>
    internal int SharedMemory { get; }

    internal CudaContext Context { get; }

    /// <summary>The kernels, compiled at the first call; where that fails the next call tries again.</summary>
    internal CudaModule Module
    {
        get
        {
            lock (_gate)
                return _module ??= new CudaModule(this);
        }
    }

    internal ConcurrentDictionary<CudaPlanKey, CudaPlan> Plans { get; } = new();

    /// <summary>Memory for calls on host arrays, one call at a time.</summary>
    internal CudaHostCalls HostCalls
    {
        get
        {
            lock (_gate)
                return _hostCalls ??= new CudaHostCalls(this);
        }
    }

    /// <summary>Device memory of this many bytes, not cleared.</summary>
    public CudaBuffer Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        using var current = Enter();
        ulong pointer;
        var code = Driver.MemAlloc(&pointer, (nuint)bytes);
        if (code == 2)
            throw new CudaException(string.Create(CultureInfo.InvariantCulture,
                $"expected {Mebibytes(bytes)} MiB of device memory, {Mebibytes(FreeMemory)} of {Mebibytes(TotalMemory)} MiB are free on {Name}; split the batch, tile the image, free memory of other programs, or use the Cpu backend."), code);
        Driver.Check(code, "allocating device memory");
        return new CudaBuffer(this, pointer, bytes);
    }

    /// <summary>A stream of its own, which does not wait for the default stream.</summary>
    public CudaStream CreateStream()
    {
        using var current = Enter();
        nint stream;
        Driver.Check(Driver.StreamCreate(&stream, 1), "making a stream");
        return new CudaStream(this, stream);
    }

    /// <summary>An event that measures time.</summary>
    public CudaEvent CreateEvent()
    {
        using var current = Enter();
        nint handle;
        Driver.Check(Driver.EventCreate(&handle, 0), "making an event");
        return new CudaEvent(this, handle);
    }

    /// <summary>Name, capability, memory and driver.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}, compute capability {ComputeCapability}, {Multiprocessors} multiprocessors, {Mebibytes(TotalMemory)} MiB, driver for CUDA {DriverVersion}");

    internal static CudaDevice Open(CudaDriver driver, int ordinal)
    {
        int count, handle;
        driver.Check(driver.DeviceGetCount(&count), "counting devices");
        if (count == 0)
            throw new CudaException("expected an NVIDIA GPU, the driver finds none; check that one is present and visible (CUDA_VISIBLE_DEVICES), or use the Cpu backend.");
        if ((uint)ordinal >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(ordinal), $"expected a device from 0 to {count - 1}, got {ordinal}.");
        driver.Check(driver.DeviceGet(&handle, ordinal), "opening a device");
        return new CudaDevice(driver, ordinal, handle);
    }

    /// <summary>Makes the primary context current on this thread, until disposed.</summary>
    internal CudaContext.Current Enter() => Context.Enter();

    private static long Mebibytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    private int Attribute(int attribute)
    {
        int value;
        Driver.Check(Driver.DeviceGetAttribute(&value, attribute, _handle), "reading an attribute of the device");
        return value;
    }
}
