using System.IO.Compression;
using Spn.Imaging;

namespace Spn.DataSets.Acquire;

/// <summary>
/// Unpacks tar, tar.gz and zip archives, told apart by content. Every entry is a file or a folder inside the target: a path that leaves
/// it, a link, a device, a name that is there already, and more bytes or entries than may be are refused, and nothing is kept then.
/// </summary>
public static class Unpacker
{
    /// <summary>Unpacks an archive into a new folder.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="folder">The folder to make; what is unpacked stands there whole, or not at all.</param>
    /// <param name="options">What to keep and how much may come; all within the default limits when null.</param>
    /// <param name="progress">Is told the bytes of the archive that have been taken.</param>
    /// <param name="cancellation">Stops between two pieces of an entry.</param>
    /// <exception cref="ArchiveException">It is damaged, cut off, no archive, or not safe to unpack.</exception>
    /// <exception cref="IOException">The archive cannot be read, or the folder exists or cannot be written.</exception>
    public static void Unpack(
        string archive, string folder, UnpackOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(archive);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Path.Exists(folder))
            throw new IOException($"cannot unpack to '{folder}': it exists; remove it or name another folder.");
        var target = Path.GetFullPath(folder);
        var temporary = $"{target}.tmp";
        using var file = Open(archive);
        try
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            var job = new UnpackJob(Path.GetFileName(archive), temporary, options ?? new UnpackOptions(), () => file.Position, cancellation)
            {
                Progress = progress,
            };
            Read(file, job);
            Directory.Move(temporary, target);
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private static void Read(FileStream file, UnpackJob job)
    {
        var start = new byte[512];
        var count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        switch (start)
        {
            case [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..]:
                ZipEntries.Unpack(file, job);
                break;
            case [0x1F, 0x8B, ..]:
                using (var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true))
                    TarEntries.Unpack(gzip, job);
                break;
            case [..] when count == start.Length && start.AsSpan(257).StartsWith("ustar"u8):
                TarEntries.Unpack(file, job);
                break;
            default:
                throw new ArchiveException(
                    $"{job.Name}: expected a tar, tar.gz or zip archive, got {Described(start.AsSpan(0, count))}; fetch it again, or give "
                    + "the right file (--from).");
        }
    }

    private static string Described(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        return text.StartsWith("<"u8) ? "a web page: its site may ask for a login or a consent first" : ImageFile.Describe(start);
    }

    private static FileStream Open(string archive) => File.Exists(archive)
        ? new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan)
        : throw new FileNotFoundException($"expected an archive at {Path.GetFullPath(archive)}, found none; correct the path.", archive);
}
