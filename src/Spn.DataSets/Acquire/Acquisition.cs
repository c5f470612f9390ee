using System.Globalization;
using System.Text;

namespace Spn.DataSets.Acquire;

/// <summary>
/// Makes the folder of a data set: archives are fetched or taken, checked and unpacked, converted and counted beside the folder in
/// <c>OUT.partial</c>; then the set is moved into place as a whole. A run that was stopped goes on; a set that is there is left alone.
/// </summary>
/// <param name="source">The set.</param>
/// <param name="request">What the user wants.</param>
/// <param name="report">Shows what happens.</param>
/// <param name="downloader">Fetches archives.</param>
public sealed class Acquisition(SetSource source, AcquireRequest request, IAcquireReport report, Downloader downloader)
{
    private readonly string _out = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Out));

    private string Partial => $"{_out}.partial";

    private string Made => Path.Combine(Partial, "set");

    private string Unpacked => Path.Combine(Partial, "unpacked");

    /// <summary>Makes the set, or says that it is there.</summary>
    /// <exception cref="ArgumentException">The request does not go with the set.</exception>
    /// <exception cref="IOException">Something could not be fetched, read or written, or is not safe.</exception>
    /// <exception cref="InvalidDataException">
    /// What came is not the set: a file is damaged, a label is no class, a count differs.
    /// </exception>
    public async Task<SegmentationSet> RunAsync(CancellationToken cancellation = default)
    {
        var archives = AcquireArchives.Of(source, request);
        var counts = Counts();
        if (SetManifest.Find(_out) is { } manifest)
            return Present(manifest, counts);
        if (File.Exists(_out) || Directory.Exists(_out) && Directory.EnumerateFileSystemEntries(_out).Any())
            throw new IOException(
                $"expected a new or empty folder for --out, but '{_out}' has files of something else in it; name another one.");
        report.Say($"{source.Name}: {source.Licence}");
        AtomicFile.CreateFolder(Path.Combine(Partial, "lock"));
        using var alone = Alone();
        ForgetOtherSettings();
        List<ManifestArchive> used = [];
        foreach (var archive in archives)
            used.Add(await UnpackAsync(archive, cancellation));
        var set = Converted(counts, cancellation);
        AtomicFile.WriteBytes(Path.Combine(Made, SetManifest.FileName), new SetManifest
        {
            Name = source.Name, Scheme = source.Scheme.Name, Licence = source.Licence, Settings = source.Settings, Archives = used,
            Splits = set.Splits.ToDictionary(split => split.Name, split => split.Count),
        }.ToBytes());
        if (Directory.Exists(_out))
            Directory.Delete(_out);
        Directory.Move(Made, _out);
        alone.Dispose();
        Directory.Delete(Partial, recursive: true);
        var made = SegmentationSet.Open(_out, source.Scheme);
        report.Say($"wrote {_out}: {string.Join(", ", made.Splits)}");
        return made;
    }

    private SegmentationSet Converted(IReadOnlyDictionary<string, int> counts, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Made);
        try
        {
            source.Convert(new Conversion(Unpacked, Made, report.Progress, cancellation));
            var set = SegmentationSet.Open(Made, source.Scheme);
            Check(set, counts);
            return set;
        }
        catch (Exception exception) when (exception is ArchiveException or InvalidDataException or FileNotFoundException
            or DirectoryNotFoundException)
        {
            // It is not the set: the next run, with another archive perhaps, begins at the archives.
            Forget();
            throw;
        }
    }

    private SegmentationSet Present(SetManifest manifest, IReadOnlyDictionary<string, int> counts)
    {
        if (manifest.Name != source.Name || manifest.Settings != source.Settings)
            throw new IOException(
                $"expected no other set in --out, but '{_out}' holds {Named(manifest.Name, manifest.Settings)}, and "
                + $"{Named(source.Name, source.Settings)} was asked for; name another folder.");
        var set = SegmentationSet.Open(_out, source.Scheme);
        Check(set, counts);
        if (!set.Splits.ToDictionary(split => split.Name, split => split.Count).OrderBy(one => one.Key).SequenceEqual(
            manifest.Splits.OrderBy(one => one.Key)))
            throw new InvalidDataException(
                $"{_out}: expected the splits that {SetManifest.FileName} names, got {string.Join(", ", set.Splits)}; remove the "
                + "folder and run it again.");
        // A run that ended between the two leaves what it no longer needs.
        if (Directory.Exists(Partial))
        {
            Alone().Dispose();
            Directory.Delete(Partial, recursive: true);
        }

        report.Say($"{source.Name} is in {_out} already ({string.Join(", ", set.Splits)}): nothing to do");
        return set;
    }

    private static string Named(string name, string settings) => settings.Length > 0 ? $"{name} ({settings})" : name;

    /// <summary>Has an archive unpacked, if no earlier run has done it.</summary>
    private async Task<ManifestArchive> UnpackAsync(AcquireArchive archive, CancellationToken cancellation)
    {
        var folder = Path.Combine(Unpacked, archive.Source.File);
        var note = $"{folder}.sha256";
        if (Directory.Exists(folder) && File.Exists(note) && File.ReadAllText(note).Split(' ') is [var sha256, var bytes])
        {
            archive.CheckGiven(sha256);
            return new ManifestArchive(archive.Source.File, long.Parse(bytes, CultureInfo.InvariantCulture), sha256);
        }

        var kept = request.Archives.Length > 0 ? request.Archives : Path.Combine(Partial, "archives");
        var path = archive.Given ?? Path.Combine(kept, archive.Source.File);
        // What lies in the user's own folder already is the user's.
        var ours = archive.Given is null && (request.Archives.Length == 0 || !File.Exists(path));
        if (archive.Given is null && !File.Exists(path))
            await downloader.FetchAsync(
                archive.Source, path, new Progress($"fetching {archive.Source.File}", report, archive.Source.Bytes), cancellation);
        try
        {
            var sums = Unpack(archive, path, folder, cancellation);
            AtomicFile.WriteText(note, FormattableString.Invariant($"{sums.Sha256} {sums.Bytes}"));
            return new ManifestArchive(archive.Source.File, sums.Bytes, sums.Sha256);
        }
        catch (ArchiveException) when (ours)
        {
            // What was fetched here and is wrong would be wrong in the next run too.
            File.Delete(path);
            throw;
        }
    }

    private Checksums Unpack(AcquireArchive archive, string path, string folder, CancellationToken cancellation)
    {
        var size = new FileInfo(path).Length;
        var sums = Checksums.Of(path, new Progress($"checking {archive.Source.File}", report, size), cancellation);
        sums.Check(archive.Source, archive.Sha256);
        report.Say($"{archive.Source.File}: {sums.Bytes} bytes, SHA-256 {sums.Sha256}{archive.Known}");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Unpacker.Unpack(
            path, folder, new UnpackOptions { Limits = archive.Source.Limits, Keep = archive.Source.Keep },
            new Progress($"unpacking {archive.Source.File}", report, size), cancellation);
        return sums;
    }

    /// <summary>Nobody else makes this set meanwhile.</summary>
    private FileStream Alone()
    {
        try
        {
            return new FileStream(
                Path.Combine(Partial, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new IOException($"expected to be alone in {Partial}, but another run is at work there; wait for it.", exception);
        }
    }

    /// <summary>What an earlier run with other choices left is made anew; its archives stay.</summary>
    private void ForgetOtherSettings()
    {
        var note = Path.Combine(Partial, "settings");
        var now = $"{source.Name}\n{source.Settings}";
        if (File.Exists(note) && File.ReadAllText(note, Encoding.UTF8) != now)
            Forget();
        AtomicFile.WriteText(note, now);
    }

    /// <summary>Removes what was unpacked and converted; fetched archives stay.</summary>
    private void Forget()
    {
        foreach (var folder in new[] { Made, Unpacked }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private IReadOnlyDictionary<string, int> Counts() => request.Counts.Count == 0 ? source.Counts : request.Counts.Select(given =>
        given.Split('=') is [{ Length: > 0 } split, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (split, count)
            : throw new ArgumentException($"expected --counts SPLIT=N, got '{given}'; for example train=367."))
        .GroupBy(one => one.split).ToDictionary(
        // The last one holds, as of other options.
        same => same.Key, same => same.Last().count);

    private static void Check(SegmentationSet set, IReadOnlyDictionary<string, int> counts)
    {
        foreach (var (split, count) in counts)
            if ((set.Has(split) ? set.Split(split).Count : 0) is var got && got != count)
                throw new InvalidDataException(
                    $"expected {count} samples in the split '{split}', got {got}; the archive is not the one that this script is "
                    + $"for: give the right one (--from), or say that it is meant so (--counts {split}={got}).");
    }

    private sealed class Progress(string what, IAcquireReport report, long total) : IProgress<long>, IProgress<DownloadProgress>
    {
        public void Report(long value) => report.Progress(what, value, total);

        public void Report(DownloadProgress value) => report.Progress(what, value.Bytes, value.Total > 0 ? value.Total : total);
    }
}
