namespace Spn;

/// <summary>
/// Scratch memory of the op on a device, which grows to what the largest call needs: hidden maps, gradients before their sum, counters.
/// A workspace serves the stream of its first call and refuses others; give each stream its own.
/// </summary>
internal sealed class CudaWorkspace : IDisposable
{
    private readonly CudaDevice _device;
    private CudaBuffer? _scratch, _sync;
    private nint? _stream;

    /// <summary>An empty workspace.</summary>
    /// <param name="device">Whose memory it takes.</param>
    public CudaWorkspace(CudaDevice device)
    {
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

    /// <summary>Whether a call may be on this stream: the first call decides.</summary>
    internal bool Serves(nint stream) => (_stream ??= stream) == stream;

    /// <summary>At least so many bytes, not cleared.</summary>
    internal nint Scratch(long bytes, nint stream) => Grow(ref _scratch, bytes, stream, clear: false);

    /// <summary>At least so many counters. They are zeros, as every launch leaves them.</summary>
    internal nint Sync(long words, nint stream) => Grow(ref _sync, 4 * words, stream, clear: true);

    private nint Grow(ref CudaBuffer? buffer, long bytes, nint stream, bool clear)
    {
        if (buffer is not null && buffer.Bytes >= bytes)
            return buffer.Pointer;
        if (buffer is not null)
        {
            // What the stream was given before may still use the old memory.
            Synchronize(stream);
            buffer.Dispose();
            buffer = null;
        }

        buffer = _device.Allocate(Math.Max(bytes, 256));
        if (clear)
            buffer.Fill(0, buffer.Bytes, stream);
        return buffer.Pointer;
    }

    private unsafe void Synchronize(nint stream)
    {
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.StreamSynchronize(stream), "waiting for a stream");
    }
}
