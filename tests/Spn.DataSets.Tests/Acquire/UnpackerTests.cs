using System.Formats.Tar;
using System.Text;
using Spn.DataSets.Acquire;

namespace Spn.DataSets.Tests.Acquire;

public sealed class UnpackerTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Tar_gzip_and_zip_are_told_apart_by_content()
    {
        var tar = TestArchives.Tar(
            TestArchives.Entry(TarEntryType.Directory, "a/"), TestArchives.File("./a/one.txt", "1"), TestArchives.File("b.txt", "22"),
            TestArchives.File("empty", ""));
        var expected = new Dictionary<string, string> { ["a/one.txt"] = "1", ["b.txt"] = "22", ["empty"] = "" };
        var zip = TestArchives.Zip(("a/", []), ("a/one.txt", "1"u8.ToArray()), ("b.txt", "22"u8.ToArray()), ("empty", []));
        foreach (var archive in new[] { tar, TestArchives.Gzip(tar), zip })
            Assert.Equal(expected, Unpacked(archive));
    }

    [Fact]
    public void A_long_name_and_a_link_that_is_left_out_of_the_target_are_still_judged()
    {
        var name = string.Join('/', Enumerable.Repeat(new string('n', 90), 4));
        Assert.Equal([name], Unpacked(TestArchives.Tar(TestArchives.File(name))).Keys);
        var link = TestArchives.Tar(TestArchives.Entry(TarEntryType.SymbolicLink, "other/link", "x"), TestArchives.File("kept/x"));
        Assert.Contains("a symbolic link", Refused(link, new UnpackOptions { Keep = path => path.StartsWith("kept") ? path : null }));
    }

    [Fact]
    public void What_is_not_kept_is_not_written()
    {
        var tar = TestArchives.Tar(TestArchives.File("top/train/1.txt", "1"), TestArchives.File("top/other/2.txt", "2"));
        var keep = Conversions.EntryPathTests.Under("train");
        Assert.Equal(["train/1.txt"], Unpacked(tar, new UnpackOptions { Keep = keep }).Keys);
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("a/../../out.txt")]
    [InlineData("/etc/out.txt")]
    [InlineData("C:/out.txt")]
    [InlineData("..\\out.txt")]
    [InlineData("a/con.txt")]
    [InlineData("a/dot.")]
    [InlineData("a/space ")]
    [InlineData("a/tab\there")]
    [InlineData("a/star*")]
    public void A_name_that_leaves_the_folder_or_is_no_file_everywhere_is_refused(string name)
    {
        Assert.Contains("nothing was unpacked", Refused(TestArchives.Tar(TestArchives.File("good"), TestArchives.File(name))));
        Assert.Contains("nothing was unpacked", Refused(TestArchives.Gzip(TestArchives.Tar(TestArchives.File(name)))));
        Assert.Contains("nothing was unpacked", Refused(TestArchives.Zip(("good", [1]), (name, [2]))));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "a symbolic link")]
    [InlineData(TarEntryType.HardLink, "a hard link")]
    [InlineData(TarEntryType.CharacterDevice, "a device")]
    [InlineData(TarEntryType.BlockDevice, "a device")]
    [InlineData(TarEntryType.Fifo, "a device")]
    public void Links_and_devices_in_a_tar_are_refused(TarEntryType type, string kind)
    {
        var link = type is TarEntryType.SymbolicLink or TarEntryType.HardLink ? "good" : "";
        Assert.Contains(kind, Refused(TestArchives.Tar(TestArchives.File("good"), TestArchives.Entry(type, "bad", link))));
    }

    [Theory]
    [InlineData(0xA000, "a symbolic link")]
    [InlineData(0x2000, "a device")]
    [InlineData(0x1000, "a device")]
    public void Links_and_devices_in_a_zip_are_refused(int kind, string said) => Assert.Contains(said, Refused(TestArchives.ZipOfKind(kind)));

    [Theory]
    [InlineData("a/x", "a/x", "each file once")]
    [InlineData("a/x", "A/y", "beside 'a'")]
    [InlineData("a/x", "a/X", "beside 'a/x'")]
    [InlineData("a", "a/x", "each file once")]
    [InlineData("a/x", "a", "each file once")]
    [InlineData("caf\u00e9", "cafe\u0301", "names that differ by more than case")]
    public void Names_that_are_one_file_on_some_system_are_refused(string one, string other, string said)
    {
        Assert.Contains(said, Refused(TestArchives.Tar(TestArchives.File(one), TestArchives.File(other))));
        Assert.Contains(said, Refused(TestArchives.Zip((one, [1]), (other, [2]))));
    }

    [Fact]
    public void More_bytes_and_more_entries_than_may_come_are_refused()
    {
        var many = TestArchives.Tar([.. Enumerable.Range(0, 20).Select(i => TestArchives.File($"{i}", new byte[1000]))]);
        var limits = new UnpackLimits { Bytes = 1_000_000, Entries = 19 };
        Assert.Contains("at most 19 entries", Refused(many, new UnpackOptions { Limits = limits }));
        Assert.Contains("at most 5000 bytes", Refused(many, new UnpackOptions { Limits = limits with { Entries = 99, Bytes = 5000 } }));
        var zip = TestArchives.Zip(("1", new byte[3000]), ("2", new byte[3000]));
        Assert.Contains("at most 5000 bytes", Refused(zip, new UnpackOptions { Limits = limits with { Bytes = 5000 } }));
    }

    [Fact]
    public void A_size_that_is_only_claimed_takes_neither_memory_nor_disk()
    {
        var tar = TestArchives.Tar(new UstarTarEntry(TarEntryType.RegularFile, "huge") { DataStream = new MemoryStream(new byte[600]) });
        Assert.Contains("by what 'huge' says of itself", Refused(
            TestArchives.WithSize(tar, 0, "77777777777\0"u8), new UnpackOptions { Limits = new UnpackLimits { Bytes = 1 << 30 } }));
        Assert.Contains("fetch it again", Refused(TestArchives.WithSize(tar, 0, "00000010000\0"u8)));
        var negative = Enumerable.Repeat((byte)0xFF, 12).ToArray();
        Assert.Contains("fetch it again", Refused(TestArchives.WithSize(tar, 0, negative)));
        // The header of a long name says that the name has two gigabytes.
        var name = TestArchives.Tar(new GnuTarEntry(TarEntryType.RegularFile, new string('n', 300)) { DataStream = new MemoryStream([1]) });
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("that claims 2147483647", Refused(TestArchives.WithSize(name, 0, "17777777777\0"u8)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Bombs_are_stopped_before_they_have_grown()
    {
        var zeros = new byte[64 << 20];
        Assert.Contains("grows at most 200 times", Refused(TestArchives.Zip(("zeros", zeros))));
        Assert.Contains("grows at most 200 times", Refused(TestArchives.Gzip(TestArchives.Tar(TestArchives.File("zeros", zeros)))));
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var random = new Random(1);
        var noise = new byte[3000];
        random.NextBytes(noise);
        var tar = TestArchives.Tar(TestArchives.File("one", noise), TestArchives.File("two", noise));
        var gzip = TestArchives.Gzip(tar);
        var zip = TestArchives.Zip(("one", noise), ("two", noise));
        foreach (var share in new[] { 0.1, 0.4, 0.5, 0.9 })
        {
            Assert.Contains("fetch it again", Refused(tar[..(int)(share * (tar.Length - 1024))]));
            Assert.Contains("fetch it again", Refused(gzip[..(int)(share * gzip.Length)]));
            Assert.Contains("fetch it again", Refused(zip[..(int)(share * zip.Length)]));
        }

        // Between two entries, where a reader may take it for the end.
        Assert.Contains("cut off", Refused(TestArchives.Tar(TestArchives.File("one", noise))[..^1024]));
    }

    [Fact]
    public void A_changed_byte_of_a_zip_is_found_by_its_checksum()
    {
        var noise = new byte[3000];
        new Random(2).NextBytes(noise);
        var zip = TestArchives.Zip(("one", noise));
        zip[1500] ^= 1;
        Assert.Contains("fetch it again", Refused(zip));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<title>Sign in</title>", "a web page")]
    [InlineData("hello", "something else")]
    [InlineData("", "an empty file")]
    public void What_is_no_archive_is_told(string content, string said) => Assert.Contains(said, Refused(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void A_folder_that_exists_is_not_unpacked_over()
    {
        _folder.Bytes("x", TestArchives.Tar(TestArchives.File("a")));
        Directory.CreateDirectory(_folder.At("out"));
        Assert.Contains("it exists", Assert.Throws<IOException>(() => Unpacker.Unpack(_folder.At("x"), _folder.At("out"))).Message);
        Assert.Contains(
            "found none", Assert.Throws<FileNotFoundException>(() => Unpacker.Unpack(_folder.At("none"), _folder.At("out2"))).Message);
    }

    [Fact]
    public void Mutated_archives_are_unpacked_or_refused_and_leave_nothing()
    {
        var random = new Random(3);
        var tar = TestArchives.Tar(TestArchives.File("a/one", new string('x', 700)), TestArchives.File("b/two", "2"));
        byte[][] seeds = [tar, TestArchives.Gzip(tar), TestArchives.Zip(("a/one", new byte[700]), ("b/two", [2]))];
        var refused = 0;
        for (var i = 0; i < 600; i++)
        {
            var bytes = (byte[])seeds[i % seeds.Length].Clone();
            for (var change = 0; change < 1 + i % 5; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _folder.Bytes("mutated", bytes);
            try
            {
                Unpacker.Unpack(_folder.At("mutated"), _folder.At("out"), new UnpackOptions { Limits = new UnpackLimits { Bytes = 1 << 20 } });
                Directory.Delete(_folder.At("out"), recursive: true);
            }
            catch (ArchiveException)
            {
                refused++;
            }

            Assert.Equal([_folder.At("mutated")], Directory.GetFileSystemEntries(_folder.Path));
        }

        Assert.InRange(refused, 200, 599);
    }

    private Dictionary<string, string> Unpacked(byte[] archive, UnpackOptions? options = null)
    {
        _folder.Bytes("archive", archive);
        Unpacker.Unpack(_folder.At("archive"), _folder.At("out"), options);
        var files = SetFolder.Contents(_folder.At("out")).ToDictionary(
            file => file.Key, file => Encoding.UTF8.GetString(Convert.FromHexString(file.Value)));
        Directory.Delete(_folder.At("out"), recursive: true);
        return files;
    }

    private string Refused(byte[] archive, UnpackOptions? options = null)
    {
        _folder.Bytes("archive", archive);
        var told = Assert.Throws<ArchiveException>(() => Unpacker.Unpack(_folder.At("archive"), _folder.At("out"), options)).Message;
        Assert.Equal([_folder.At("archive")], Directory.GetFileSystemEntries(_folder.Path));
        Assert.StartsWith("archive: expected", told);
        Assert.DoesNotContain('\n', told);
        return told;
    }

    public void Dispose() => _folder.Dispose();
}
