namespace Spn.DataSets.Acquire;

/// <summary>What comes out of a decompressor, counted and bounded while it comes.</summary>
/// <param name="inner">The decompressed bytes.</param>
/// <param name="job">Says what may come.</param>
internal sealed class GuardedStream(Stream inner, UnpackJob job) : Stream
{
    private readonly TarHeaders _headers = new(job);
    private long _read;

    /// <summary>How many zeros the bytes so far end with.</summary>
    public long ZerosAtEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        var last = buffer[..count].LastIndexOfAnyExcept((byte)0);
        ZerosAtEnd = last < 0 ? ZerosAtEnd + count : count - 1 - last;
        job.Limits.Check(job.Name, _read, job.Packed());
        _headers.See(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
