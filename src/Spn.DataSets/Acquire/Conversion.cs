namespace Spn.DataSets.Acquire;

/// <summary>What a conversion works with.</summary>
public sealed class Conversion
{
    private readonly string _unpacked;
    private readonly Action<string, long, long> _report;

    internal Conversion(string unpacked, string folder, Action<string, long, long> report, CancellationToken cancellation) =>
        (_unpacked, Folder, _report, Cancellation) = (unpacked, folder, report, cancellation);

    /// <summary>The folder of the set that is made.</summary>
    public string Folder { get; }

    /// <summary>Ask it now and then.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The folder of an unpacked archive.</summary>
    /// <param name="archive">The name of the archive.</param>
    public string Unpacked(string archive) => Path.Combine(_unpacked, archive);

    /// <summary>Moves a folder of an unpacked archive into the set; one that an earlier run moved stays.</summary>
    /// <param name="archive">The name of the archive.</param>
    /// <param name="path">The folder's path in it, and in the set.</param>
    /// <exception cref="ArchiveException">The archive has no such folder.</exception>
    public void Take(string archive, string path)
    {
        var (from, to) = (Path.Combine(Unpacked(archive), path), Path.Combine(Folder, path));
        if (Directory.Exists(to))
            return;
        if (!Directory.Exists(from))
            throw new ArchiveException($"{archive}: expected a folder '{path}' in it, found none; give the right archive (--from).");
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Directory.Move(from, to);
    }

    /// <summary>Does something for each item of a list, on all processors, and shows how far it is.</summary>
    /// <param name="what">What is done, as in <c>aligning</c>.</param>
    /// <param name="items">The items.</param>
    /// <param name="work">The work for one; it may be done twice when a run is stopped.</param>
    public void Each<T>(string what, IReadOnlyList<T> items, Action<T> work)
    {
        var done = 0;
        var options = new ParallelOptions { CancellationToken = Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.ForEach(items, options, item =>
            {
                work(item);
                _report(what, Interlocked.Increment(ref done), items.Count);
            });
        }
        catch (AggregateException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
