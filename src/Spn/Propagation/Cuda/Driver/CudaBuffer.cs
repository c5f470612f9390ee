using System.Runtime.InteropServices;

namespace Spn;

/// <summary>Memory of a device, freed when it is disposed or no longer referenced.</summary>
internal sealed unsafe class CudaBuffer : SafeHandle
{
    private readonly CudaDevice _device;

    internal CudaBuffer(CudaDevice device, ulong pointer, long bytes) : base(0, ownsHandle: true)
    {
        (_device, Bytes) = (device, bytes);
        device.Context.Hold();
        SetHandle((nint)pointer);
    }

    /// <summary>How many bytes it has.</summary>
    public long Bytes { get; }

    /// <summary>The device pointer; valid until the buffer is disposed.</summary>
    public nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// Copies values into the buffer, from its beginning, in the order of the stream; returns when they may change again.
    /// </summary>
    public void Write<T>(T[] values, CudaStream stream) where T : unmanaged
    {
        Expect((long)values.Length * sizeof(T), nameof(values));
        fixed (T* from = values)
        {
            Upload(from, 0, (long)values.Length * sizeof(T), stream.Handle);
            stream.Synchronize();
        }
    }

    /// <summary>
    /// Copies values out of the buffer, from its beginning, after all that the stream was given before; returns when they are there.
    /// </summary>
    public void Read<T>(T[] values, CudaStream stream) where T : unmanaged
    {
        Expect((long)values.Length * sizeof(T), nameof(values));
        fixed (T* to = values)
        {
            Download(to, 0, (long)values.Length * sizeof(T), stream.Handle);
            stream.Synchronize();
        }
    }

    /// <summary>Fills the buffer with values over and over; the last time with as many as fit.</summary>
    internal void Repeat<T>(T[] values, CudaStream stream) where T : unmanaged
    {
        fixed (T* from = values)
        {
            var length = (long)values.Length * sizeof(T);
            for (long at = 0; at < Bytes; at += length)
                Upload(from, at, Math.Min(length, Bytes - at), stream.Handle);
            stream.Synchronize();
        }
    }

    /// <summary>Fills the first bytes with one value, in the order of a stream.</summary>
    internal void Fill(byte value, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.MemsetD8Async((ulong)Pointer, value, (nuint)bytes, stream), "filling device memory");
    }

    /// <summary>Starts a copy; the host memory must stay as it is until the stream has come to its end.</summary>
    internal void Upload(void* from, long offset, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(
            _device.Driver.MemcpyHtoDAsync((ulong)Pointer + (ulong)offset, from, (nuint)bytes, stream), "copying to the device");
    }

    internal void Download(void* to, long offset, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(
            _device.Driver.MemcpyDtoHAsync(to, (ulong)Pointer + (ulong)offset, (nuint)bytes, stream), "copying from the device");
    }

    /// <summary>Copies the first bytes to another buffer of the device, in the order of a stream.</summary>
    internal void CopyTo(CudaBuffer to, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(
            _device.Driver.MemcpyDtoDAsync((ulong)to.Pointer, (ulong)Pointer, (nuint)bytes, stream), "copying on the device");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free((delegate* unmanaged<nint, int>)_device.Driver.MemFree, handle);

    private void Expect(long bytes, string name)
    {
        if (bytes > Bytes)
            throw new ArgumentException($"expected at most the {Bytes} bytes of the buffer, got {bytes}; allocate a larger one.", name);
    }
}
