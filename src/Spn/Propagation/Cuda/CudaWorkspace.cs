namespace Spn;

/// <summary>
/// Scratch memory of the op on a device, which grows to what the largest call needs: hidden maps, gradients before their sum, counters.
/// Calls that share a workspace must be on one stream; give each stream its own.
/// </summary>
public sealed class CudaWorkspace : IDisposable
{
    private readonly CudaDevice _device;
    private CudaBuffer? _scratch, _sync;
    private CudaStreamHandle _last;

    /// <summary>An empty workspace.</summary>
    /// <param name="device">Whose memory it takes.</param>
    public CudaWorkspace(CudaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
    }

    /// <summary>Bytes that it holds now.</summary>
    public long Bytes => (_scratch?.Bytes ?? 0) + (_sync?.Bytes ?? 0);

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _scratch?.Dispose();
        _sync?.Dispose();
    }

    internal CudaDevice Device => _device;

    /// <summary>At least so many bytes, not cleared.</summary>
    internal nint Scratch(long bytes, nint stream) => Grow(ref _scratch, bytes, stream, clear: false);

    /// <summary>At least so many counters. They are zeros, as every launch leaves them.</summary>
    internal nint Sync(long words, nint stream) => Grow(ref _sync, 4 * words, stream, clear: true);

    private nint Grow(ref CudaBuffer? buffer, long bytes, nint stream, bool clear)
    {
        if (buffer is not null && buffer.Bytes >= bytes)
            return buffer.Pointer;
        // What the stream was given before may still use the old memory.
        _last.Synchronize(_device);
        buffer?.Dispose();
        buffer = null;
        buffer = _device.Allocate(Math.Max(bytes, 256));
        if (clear)
            buffer.Fill(0, buffer.Bytes, stream);
        _last = new CudaStreamHandle(stream, true);
        return buffer.Pointer;
    }

    /// <summary>The stream of the calls so far.</summary>
    private readonly unsafe record struct CudaStreamHandle(nint Stream, bool Used)
    {
        public void Synchronize(CudaDevice device)
        {
            if (!Used)
                return;
            using var current = device.Enter();
            device.Driver.Check(device.Driver.StreamSynchronize(Stream), "waiting for a stream");
        }
    }
}
