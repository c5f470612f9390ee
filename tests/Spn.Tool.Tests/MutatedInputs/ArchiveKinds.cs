using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Spn.DataSets.Acquire;

namespace Spn.Tool.Tests.MutatedInputs;

/// <summary>Archives as data sets come in, unpacked into a folder of their own each time.</summary>
internal static class ArchiveKinds
{
    private static readonly string[] Words =
        ["../", "/", "\\", "..", "C:", "\0", "a/b.png", "ustar", "00000000000", "77777777777", "path=", "size="];

    private static IReadOnlyList<(string Name, string Text)> Files { get; } =
        [("set/list.txt", "one\ntwo\n"), ("set/images/one.png", new string('x', 700)), ("set/images/two.png", "y"), ("set/empty", "")];

    public static IReadOnlyList<InputKind> All { get; } =
    [
        new("tar", [Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax), Tar(TarEntryFormat.Gnu)], Unpack, Words, Mend.Tar),
        new("tar.gz", [Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax)], Unpack, Words, Mend.Compressed),
        new("zip", [Zip(CompressionLevel.Optimal), Zip(CompressionLevel.NoCompression)], Unpack,
            [.. Words, "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006"]),
    ];

    private static void Unpack(byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("spn-archive").FullName;
        try
        {
            var (archive, target) = (Path.Combine(folder, "archive"), Path.Combine(folder, "inside", "files"));
            File.WriteAllBytes(archive, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                Unpacker.Unpack(archive, target, new UnpackOptions { Limits = new UnpackLimits { Bytes = 1 << 20, Entries = 100 } });
            }
            catch (ArchiveException exception)
            {
                Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!));
                throw new InvalidDataException(exception.Message, exception);
            }

            foreach (var path in Directory.EnumerateFileSystemEntries(target, "*", SearchOption.AllDirectories))
                Assert.False(File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint), $"{path} is a link.");
        }
        finally
        {
            // Nothing but the archive and what was unpacked: an entry that got out would stand here.
            var entries = Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
            Directory.Delete(folder, recursive: true);
            Assert.Equal(["archive", "inside"], entries);
        }
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
            foreach (var (name, text) in Files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                writer.WriteEntry(entry);
            }

        return stream.ToArray();
    }

    private static byte[] Zip(CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in Files)
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }

        return stream.ToArray();
    }
}
