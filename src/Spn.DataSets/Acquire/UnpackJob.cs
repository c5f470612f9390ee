namespace Spn.DataSets.Acquire;

/// <summary>The state of an unpacking: names that came, bytes that came, and where they go.</summary>
internal sealed class UnpackJob(string name, string folder, UnpackOptions options, Func<long> packed, CancellationToken cancellation)
{
    private readonly EntryNames _names = new(name);

    /// <summary>The names of what is kept, which other names may be mapped to.</summary>
    private readonly EntryNames _kept = new(name);

    private int _entries;
    private long _bytes;

    /// <summary>What messages call the archive.</summary>
    public string Name { get; } = name;

    public UnpackLimits Limits { get; } = options.Limits;

    /// <summary>How many bytes of the file have been taken.</summary>
    public Func<long> Packed { get; } = packed;

    public IProgress<long>? Progress { get; init; }

    /// <summary>Notes an entry, whatever it is.</summary>
    /// <exception cref="ArchiveException">There are too many.</exception>
    public void Count()
    {
        cancellation.ThrowIfCancellationRequested();
        if (++_entries > Limits.Entries)
            throw new ArchiveException(
                $"{Name}: expected at most {Limits.Entries} entries, got more; it is not the archive of this set.");
    }

    public void AddFolder(string entry) => _names.Add(entry, folder: true);

    /// <summary>Takes a file.</summary>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="length">The bytes that it says it has.</param>
    /// <param name="open">Opens its contents; called only where it is kept.</param>
    /// <param name="see">Sees what was read, piece by piece.</param>
    /// <exception cref="ArchiveException">The name is not safe, or there are more or fewer bytes than were said.</exception>
    public void AddFile(string entry, long length, Func<Stream> open, Action<ReadOnlySpan<byte>>? see = null)
    {
        var path = _names.Add(entry, folder: false);
        if (length < 0 || length > Limits.Bytes - _bytes)
            throw new ArchiveException(
                $"{Name}: expected at most {Limits.Bytes} bytes in all its entries, got more by what '{Expect.Shown(path)}' says of itself "
                + $"({length}); it is not the archive of this set.");
        var kept = options.Keep(path);
        if (kept is null)
        {
            _bytes += length;
            return;
        }

        var target = Path.Combine(folder, _kept.Add(kept, folder: false));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        using var input = open();
        var buffer = new byte[1 << 16];
        var copied = 0L;
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            copied += count;
            _bytes += count;
            if (copied > length)
                throw Other(path, length, "more");
            Limits.Check(Name, _bytes, Packed());
            see?.Invoke(buffer.AsSpan(0, count));
            output.Write(buffer, 0, count);
            Progress?.Report(Packed());
        }

        if (copied < length)
            throw Other(path, length, $"{copied}");
    }

    /// <summary>What is said of an entry that is neither file nor folder.</summary>
    public ArchiveException Refused(string entry, string kind) => new(
        $"{Name}: expected files and folders alone, got {kind} ('{Expect.Shown(entry)}'); nothing was "
        + "unpacked, take the archive from its own site.");

    /// <summary>What is said of an archive that ends early, or is no archive inside.</summary>
    public ArchiveException Damaged(Exception? cause = null) => new(
        $"{Name}: expected a whole archive, got one that is damaged or cut off; fetch it again.", cause);

    private ArchiveException Other(string path, long length, string got) => new(
        $"{Name}: expected {length} bytes of '{Expect.Shown(path)}', got {got}; the archive is damaged or cut off, fetch it again.");
}
