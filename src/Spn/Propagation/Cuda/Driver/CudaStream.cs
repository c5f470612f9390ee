using System.Runtime.InteropServices;

namespace Spn;

/// <summary>A queue of work on a device, done in its order.</summary>
internal sealed unsafe class CudaStream : SafeHandle
{
    private readonly CudaDevice _device;

    internal CudaStream(CudaDevice device, nint stream) : base(0, ownsHandle: true)
    {
        _device = device;
        device.Context.Hold();
        SetHandle(stream);
    }

    /// <summary>The driver's handle (<c>CUstream</c>); valid until the stream is disposed.</summary>
    public nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Waits until all work of the stream is done.</summary>
    public void Synchronize()
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.StreamSynchronize(Handle), "waiting for a stream");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free(_device.Driver.StreamDestroy, handle);
}
