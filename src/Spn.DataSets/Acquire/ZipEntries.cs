using System.IO.Compression;
using Spn.Imaging.PngFormat;

namespace Spn.DataSets.Acquire;

/// <summary>Unpacks a zip archive.</summary>
internal static class ZipEntries
{
    /// <summary>Where Unix keeps the kind of a file in an entry's attributes.</summary>
    private const int KindMask = 0xF000, Folder = 0x4000, File = 0x8000, Link = 0xA000;

    public static void Unpack(Stream file, UnpackJob job)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in zip.Entries)
            {
                job.Count();
                Add(entry, job);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException
            or FormatException or ArithmeticException or ArgumentException or InvalidOperationException or NotSupportedException
            or OutOfMemoryException)
        {
            throw job.Damaged(exception);
        }
    }

    private static void Add(ZipArchiveEntry entry, UnpackJob job)
    {
        var kind = entry.ExternalAttributes >> 16 & KindMask;
        if (kind is not (0 or Folder or File))
            throw job.Refused(entry.FullName, kind == Link ? "a symbolic link" : "a device");
        if (entry.FullName.EndsWith('/'))
        {
            job.AddFolder(entry.FullName);
            return;
        }

        if (entry.IsEncrypted)
            throw job.Refused(entry.FullName, "an entry with a password");
        job.Limits.Check(job.Name, entry.Length, entry.CompressedLength);
        var (crc, kept) = (uint.MaxValue, false);
        job.AddFile(
            entry.FullName, entry.Length, () =>
            {
                kept = true;
                return entry.Open();
            },
            piece => crc = Crc32.Append(crc, piece));
        if (kept && ~crc != entry.Crc32)
            throw new ArchiveException(
                $"{job.Name}: expected the checksum of '{Expect.Shown(entry.FullName)}' to hold, got another; the archive is damaged, "
                + "fetch "
                + "it again.");
    }
}
