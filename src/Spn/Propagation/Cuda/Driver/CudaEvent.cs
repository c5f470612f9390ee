using System.Runtime.InteropServices;

namespace Spn;

/// <summary>A mark in the order of a stream, for measuring time on the device.</summary>
internal sealed unsafe class CudaEvent : SafeHandle
{
    private readonly CudaDevice _device;

    internal CudaEvent(CudaDevice device, nint mark) : base(0, ownsHandle: true)
    {
        _device = device;
        device.Context.Hold();
        SetHandle(mark);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Puts the mark behind all that the stream was given before.</summary>
    public void Record(CudaStream stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.EventRecord(handle, stream.Handle), "recording an event");
    }

    /// <summary>Waits for this mark and says how many milliseconds after an earlier one it was reached.</summary>
    public double MillisecondsSince(CudaEvent earlier)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.EventSynchronize(handle), "waiting for an event");
        float milliseconds;
        _device.Driver.Check(_device.Driver.EventElapsedTime(&milliseconds, earlier.handle, handle), "reading the time between events");
        return milliseconds;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free(_device.Driver.EventDestroy, handle);
}
