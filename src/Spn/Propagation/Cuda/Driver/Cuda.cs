namespace Spn;

/// <summary>Whether CUDA can be used here, and its devices.</summary>
public static class Cuda
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, CudaDevice> Devices = [];
    private static CudaDriver? _driver;
    private static string _library = Environment.GetEnvironmentVariable("SPN_CUDA_DRIVER") is { Length: > 0 } named ? named : CudaDriver.DefaultLibrary;

    /// <summary>
    /// Whether the first device can be used, and in one sentence why not: no driver, no device, too old a one, kernels that its driver
    /// cannot compile. It compiles them, which takes the first call of a machine some seconds. No failure is kept: the next call asks
    /// again. Never throws: a caller may ask and use <see cref="PropagationBackend.Cpu"/> instead. The environment variable SPN_CUDA_DRIVER
    /// names the driver's library where the system's loader would not find it.
    /// </summary>
    public static CudaStatus Status()
    {
        try
        {
            var device = Device();
            _ = device.Module;
            return new CudaStatus(true, device.ToString());
        }
        catch (CudaException exception)
        {
            return new CudaStatus(false, exception.Message);
        }
    }

    /// <summary>A device, by its number from 0; the same object each time.</summary>
    /// <exception cref="CudaException">There is no driver or device, or one that is too old.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is a device, but none of this number.</exception>
    internal static CudaDevice Device(int ordinal = 0)
    {
        lock (Gate)
        {
            if (Devices.TryGetValue(ordinal, out var known))
                return known;
            _driver ??= CudaDriver.Load(_library);
            return Devices[ordinal] = CudaDevice.Open(_driver, ordinal);
        }
    }

    /// <summary>Forgets all devices and loads this library from now on: how the tests put a driver of their own in place.</summary>
    internal static void UseLibrary(string library)
    {
        lock (Gate)
        {
            Devices.Clear();
            _driver = null;
            _library = library;
        }
    }
}

/// <summary>Whether CUDA can be used.</summary>
/// <param name="IsAvailable">Whether it can.</param>
/// <param name="Sentence">The device and its driver, or why there is none.</param>
public sealed record CudaStatus(bool IsAvailable, string Sentence);
