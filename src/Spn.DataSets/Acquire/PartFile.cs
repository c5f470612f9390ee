namespace Spn.DataSets.Acquire;

/// <summary>A file that is being fetched: its part, what it is a part of, and in the end the file.</summary>
internal sealed class PartFile
{
    private readonly string _path;
    private readonly ArchiveSource _source;
    private readonly IProgress<DownloadProgress>? _progress;
    private DownloadState? _state;

    public PartFile(string path, ArchiveSource source, IProgress<DownloadProgress>? progress)
    {
        (_path, _source, _progress) = (path, source, progress);
        AtomicFile.CreateFolder(path);
        _state = File.Exists(Part) ? DownloadState.Read(StatePath) : null;
    }

    /// <summary>The bytes that are there.</summary>
    public long Length => new FileInfo(Part) is { Exists: true } part ? part.Length : 0;

    private string Part => $"{_path}.part";

    private string StatePath => $"{_path}.part.json";

    /// <summary>Whether all bytes came, and the run ended before the file got its name.</summary>
    public bool IsWhole(Uri address) => Resumable(address) is { } state && state.Total == Length;

    /// <summary>What to go on with; null: nothing that comes from this address.</summary>
    public DownloadState? Resumable(Uri address) =>
        Length > 0 && _state is { } state && state.CanResume && state.Address == address.AbsoluteUri && (state.Total < 0 || Length <= state.Total)
            ? state
            : null;

    /// <summary>Whether a response is the rest of this file.</summary>
    public bool Continues(HttpResponseMessage response) =>
        response.Content.Headers.ContentRange is { From: { } from } range && from == Length
            && (range.Length is not { } total || _state!.Total < 0 || total == _state.Total)
            && (response.Headers.ETag is not { IsWeak: false } tag || _state!.Tag.Length == 0 || tag.Tag == _state.Tag);

    /// <summary>Begins anew.</summary>
    /// <exception cref="DownloadException">The server's file is not the one that is known.</exception>
    public void Start(DownloadState state)
    {
        if (_source.Bytes > 0 && state.Total >= 0 && state.Total != _source.Bytes)
            throw new DownloadException(
                $"expected {_source.Bytes} bytes at {state.Address}, the server has {state.Total}; the file there is another one: fetch "
                + "the set from its own site by hand and give it with --from.");
        StartOver();
        _state = state;
        state.Write(StatePath);
    }

    /// <summary>Forgets the part.</summary>
    public void StartOver()
    {
        File.Delete(StatePath);
        File.Delete(Part);
        _state = null;
    }

    /// <summary>Takes what comes.</summary>
    public async Task AppendAsync(Stream body, CancellationTokenSource silence, TimeSpan most)
    {
        var total = _state!.Total;
        using var part = new FileStream(Part, FileMode.Append, FileAccess.Write, FileShare.Read);
        var buffer = new byte[1 << 17];
        while (true)
        {
            silence.CancelAfter(most);
            var count = await ReadAsync(body, buffer, silence.Token);
            if (count == 0)
                break;
            part.Write(buffer, 0, count);
            if (part.Position > (total >= 0 ? total : _source.MostBytes) || part.Position > _source.MostBytes)
                throw new DownloadException(
                    $"expected at most {(total >= 0 ? total : _source.MostBytes)} bytes at {_state.Address}, got more; it is not the archive "
                    + "of this set.");
            _progress?.Report(new DownloadProgress(part.Position, Math.Max(0, total)));
        }

        if (total >= 0 && part.Position < total)
            throw new TransientException(FormattableString.Invariant($"the connection ended after {part.Position} of {total} bytes"));
    }

    /// <summary>Gives the file its name.</summary>
    public void Finish()
    {
        File.Move(Part, _path, overwrite: true);
        File.Delete(StatePath);
    }

    /// <summary>Reads from the net, whose faults may be others at the next attempt, and not from the disk, whose may not.</summary>
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception)
        {
            throw new TransientException(exception.Message);
        }
    }
}
