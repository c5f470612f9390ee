using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Spn.DataSets.Tests.Acquire;

/// <summary>Archives as tests want them, good and bad.</summary>
internal static class TestArchives
{
    /// <summary>A file of a text.</summary>
    public static TarEntry File(string name, string text = "text") => File(name, Encoding.UTF8.GetBytes(text));

    public static TarEntry File(string name, byte[] bytes) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) };

    public static TarEntry Entry(TarEntryType type, string name, string link = "")
    {
        var entry = new PaxTarEntry(type, name);
        if (link.Length > 0)
            entry.LinkName = link;
        return entry;
    }

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        return stream.ToArray();
    }

    /// <summary>The files of a folder, under a path.</summary>
    public static byte[] TarOf(string folder, string under) => Tar(
    [
        .. Files(folder).Select(file => File(under + System.IO.Path.GetRelativePath(folder, file), System.IO.File.ReadAllBytes(file))),
    ]);

    public static byte[] ZipOf(string folder, string under) => Zip(
    [
        .. Files(folder).Select(file => (under + System.IO.Path.GetRelativePath(folder, file), System.IO.File.ReadAllBytes(file))),
    ]);

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
                using (var entry = zip.CreateEntry(name).Open())
                    entry.Write(bytes);
        return stream.ToArray();
    }

    /// <summary>A zip whose only entry has the mode of a Unix file of a kind.</summary>
    public static byte[] ZipOfKind(int kind)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("odd");
            entry.ExternalAttributes = (kind | 0x1FF) << 16;
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }

        return stream.ToArray();
    }

    /// <summary>A tar header with the size field as given: 12 octal digits, or a binary number.</summary>
    public static byte[] WithSize(byte[] tar, int block, ReadOnlySpan<byte> size)
    {
        var changed = (byte[])tar.Clone();
        var header = changed.AsSpan(block * 512, 512);
        size.CopyTo(header[124..]);
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
            sum += value;
        Encoding.ASCII.GetBytes($"{System.Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
        return changed;
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
