using System.Formats.Tar;

namespace Spn.DataSets.Acquire;

/// <summary>Unpacks a tar archive.</summary>
internal static class TarEntries
{
    /// <summary>A tar archive ends in a block of zeros: one that is cut off between two entries does not.</summary>
    private const int Block = 512;

    public static void Unpack(Stream stream, UnpackJob job)
    {
        var guarded = new GuardedStream(stream, job);
        try
        {
            using var reader = new TarReader(guarded, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                job.Count();
                Add(entry, job);
            }

            if (guarded.ZerosAtEnd < Block)
                throw job.Damaged();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException
            or FormatException or ArithmeticException or ArgumentException or InvalidOperationException or NotSupportedException
            or OutOfMemoryException or IndexOutOfRangeException)
        {
            throw job.Damaged(exception);
        }
    }

    private static void Add(TarEntry entry, UnpackJob job)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                job.AddFile(entry.Name, entry.Length, () => entry.DataStream ?? Stream.Null);
                break;
            case TarEntryType.Directory:
                job.AddFolder(entry.Name);
                break;
            case TarEntryType.GlobalExtendedAttributes:
                break;
            default:
                throw job.Refused(entry.Name, entry.EntryType switch
                {
                    TarEntryType.SymbolicLink => "a symbolic link",
                    TarEntryType.HardLink => "a hard link",
                    TarEntryType.BlockDevice or TarEntryType.CharacterDevice or TarEntryType.Fifo => "a device",
                    var other => FormattableString.Invariant($"an entry of type {(int)other}"),
                });
        }
    }
}
