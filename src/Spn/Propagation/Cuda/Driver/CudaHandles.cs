using System.Runtime.InteropServices;

namespace Spn;

/// <summary>The primary context of a device, held as long as anything of ours uses it.</summary>
internal sealed unsafe class CudaContext : SafeHandle
{
    private readonly CudaDriver _driver;
    private readonly int _device;

    public CudaContext(CudaDriver driver, int device) : base(0, ownsHandle: true)
    {
        (_driver, _device) = (driver, device);
        nint context;
        driver.Check(driver.PrimaryCtxRetain(&context, device), "opening the primary context");
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes the context current on this thread until the result is disposed; what was current before is so again.</summary>
    public Current Enter()
    {
        _driver.Check(_driver.CtxPushCurrent(handle), "entering the context");
        return new Current(_driver);
    }

    /// <summary>Keeps the context until <see cref="Free"/>, whatever is finalized first.</summary>
    public void Hold()
    {
        var held = false;
        DangerousAddRef(ref held);
    }

    /// <summary>Frees something of the context and lets go of it. Throws nothing: finalizers come here.</summary>
    public bool Free(delegate* unmanaged<nint, int> free, nint something)
    {
        nint context;
        var freed = _driver.CtxPushCurrent(handle) == 0;
        if (freed)
        {
            freed = free(something) == 0;
            freed &= _driver.CtxPopCurrent(&context) == 0;
        }

        DangerousRelease();
        return freed;
    }

    protected override bool ReleaseHandle() => _driver.PrimaryCtxRelease(_device) == 0;

    public readonly ref struct Current(CudaDriver driver)
    {
        public void Dispose()
        {
            nint context;
            driver.Check(driver.CtxPopCurrent(&context), "leaving the context");
        }
    }
}

/// <summary>Memory of a device, freed when it is disposed or no longer referenced.</summary>
public sealed unsafe class CudaBuffer : SafeHandle
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
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
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

    /// <summary>Copies values into the buffer, from its beginning, in the order of the stream; returns when they may change again.</summary>
    /// <param name="values">What to copy.</param>
    /// <param name="stream">In whose order.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public void Write<T>(T[] values, CudaStream stream) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(stream);
        Expect((long)values.Length * sizeof(T), nameof(values));
        fixed (T* from = values)
        {
            Upload(from, 0, (long)values.Length * sizeof(T), stream.Handle);
            stream.Synchronize();
        }
    }

    /// <summary>Copies values out of the buffer, from its beginning, after all that the stream was given before; returns when they are there.</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="stream">In whose order.</param>
    /// <exception cref="ArgumentException">The buffer has fewer.</exception>
    public void Read<T>(T[] values, CudaStream stream) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(stream);
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
        _device.Driver.Check(_device.Driver.MemcpyHtoDAsync((ulong)Pointer + (ulong)offset, from, (nuint)bytes, stream), "copying to the device");
    }

    internal void Download(void* to, long offset, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.MemcpyDtoHAsync(to, (ulong)Pointer + (ulong)offset, (nuint)bytes, stream), "copying from the device");
    }

    /// <summary>Copies the first bytes to another buffer of the device, in the order of a stream.</summary>
    internal void CopyTo(CudaBuffer to, long bytes, nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.MemcpyDtoDAsync((ulong)to.Pointer, (ulong)Pointer, (nuint)bytes, stream), "copying on the device");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free((delegate* unmanaged<nint, int>)_device.Driver.MemFree, handle);

    private void Expect(long bytes, string name)
    {
        if (bytes > Bytes)
            throw new ArgumentException($"expected at most the {Bytes} bytes of the buffer, got {bytes}; allocate a larger one.", name);
    }
}

/// <summary>A queue of work on a device, done in its order.</summary>
public sealed unsafe class CudaStream : SafeHandle
{
    private readonly CudaDevice _device;

    internal CudaStream(CudaDevice device, nint stream) : base(0, ownsHandle: true)
    {
        _device = device;
        device.Context.Hold();
        SetHandle(stream);
    }

    /// <summary>The driver's handle (<c>CUstream</c>); valid until the stream is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
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
    /// <exception cref="CudaException">Some of it failed.</exception>
    public void Synchronize()
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.StreamSynchronize(Handle), "waiting for a stream");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free(_device.Driver.StreamDestroy, handle);
}

/// <summary>A mark in the order of a stream, for measuring time on the device.</summary>
public sealed unsafe class CudaEvent : SafeHandle
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
        ArgumentNullException.ThrowIfNull(stream);
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.EventRecord(handle, stream.Handle), "recording an event");
    }

    /// <summary>Waits for this mark and says how many milliseconds after an earlier one it was reached.</summary>
    public double MillisecondsSince(CudaEvent earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.EventSynchronize(handle), "waiting for an event");
        float milliseconds;
        _device.Driver.Check(_device.Driver.EventElapsedTime(&milliseconds, earlier.handle, handle), "reading the time between events");
        return milliseconds;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _device.Context.Free(_device.Driver.EventDestroy, handle);
}
