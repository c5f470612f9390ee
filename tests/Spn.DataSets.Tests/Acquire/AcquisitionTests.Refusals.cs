using Spn.DataSets.Acquire;

namespace Spn.DataSets.Tests.Acquire;

/// <content>Requests and archives that are refused: each is told, and nothing is put in place.</content>
public sealed partial class AcquisitionTests
{
    [Fact]
    public async Task Checksums_and_sizes_that_do_not_hold_are_told_and_nothing_is_made()
    {
        var wrong = new string('0', 64);
        Task<ArchiveException> Refused(AcquireRequest request, ArchiveSource archive) =>
            Assert.ThrowsAsync<ArchiveException>(() => Run(request, Source() with { Archives = [archive] }));
        Assert.StartsWith(
            $"c.zip: expected the SHA-256 {wrong}, got ", (await Refused(Request() with { Sha256 = [wrong] }, Archive())).Message);
        Assert.Contains("expected the SHA-256 11", (await Refused(Request(), Archive() with { Sha256 = new string('1', 64) })).Message);
        Assert.Contains("expected the MD5 22", (await Refused(Request(), Archive() with { Md5 = new string('2', 32) })).Message);
        _folder.Bytes("short.zip", _server.Body[..^1]);
        Assert.Contains(
            "expected the size",
            (await Refused(Request() with { From = [_folder.At("short.zip")] }, Archive() with { Bytes = _server.Body.Length })).Message);
        Assert.False(Directory.Exists(_folder.At("out")));
        var right = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(_server.Body));
        await Run(Request() with { Sha256 = [$"c.zip={right}"] });
        Assert.Contains(_lines.All, line => line.EndsWith(right.ToLowerInvariant()));
    }

    [Fact]
    public async Task Other_counts_than_the_sets_are_told_unless_they_are_meant()
    {
        var counted = Source() with { Counts = new Dictionary<string, int> { ["train"] = 367 } };
        var told = (await Assert.ThrowsAsync<InvalidDataException>(() => Run(source: counted))).Message;
        Assert.StartsWith("expected 367 samples in the split 'train', got 2", told);
        Assert.False(Directory.Exists(_folder.At("out")));
        await Run(Request() with { Counts = ["train=9", "train=2"] }, counted);
    }

    [Fact]
    public async Task A_hostile_archive_leaves_nothing_in_place()
    {
        _server.Body = TestArchives.Zip(("train/1.png", [1]), ("../../evil", [2]));
        Assert.Contains("../../evil", (await Assert.ThrowsAsync<ArchiveException>(() => Run())).Message);
        Assert.Equal(["out.partial"], Names());
        Assert.False(Directory.Exists(_folder.At("out.partial/set")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("out.partial/unpacked")));
    }

    [Fact]
    public async Task An_archive_of_another_set_is_told()
    {
        _server.Body = TestArchives.Zip(("readme.txt", [1]));
        Assert.StartsWith("c.zip: expected a folder 'train' in it", (await Assert.ThrowsAsync<ArchiveException>(() => Run())).Message);
        // The right one is taken then, though the other was unpacked.
        _folder.Bytes("right.zip", TestArchives.ZipOf(_camVid.Path, "CamVid/"));
        await Run(Request() with { From = [_folder.At("right.zip")] });
    }

    [Fact]
    public async Task A_label_beyond_the_classes_is_told_when_the_set_is_made()
    {
        _camVid.Grey("testannot/1.png", (row, column) => row == 2 && column == 3 ? 77 : 1);
        _server.Body = TestArchives.ZipOf(_camVid.Path, "CamVid/");
        var told = (await Assert.ThrowsAsync<InvalidDataException>(() => Run())).Message;
        Assert.Contains("testannot", told);
        Assert.Contains("77", told);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task A_folder_with_other_things_is_left_alone()
    {
        _folder.Text("out/mine.txt", "mine");
        Assert.Contains("has files of something else in it", (await Assert.ThrowsAsync<IOException>(() => Run())).Message);
        Assert.Equal(["out"], Names());
        File.Delete(_folder.At("out/mine.txt"));
        await Run();
    }

    [Theory]
    [InlineData("--from is missing", "expected an archive at")]
    [InlineData("sha256 abc", "expected --sha256 with 64 hexadecimal digits, got 'abc'")]
    [InlineData("counts train", "expected --counts SPLIT=N, got 'train'")]
    [InlineData("counts train=-1", "expected --counts SPLIT=N, got 'train=-1'")]
    [InlineData(
        "mirror example.org/sets", "expected --mirror with an address that begins with http:// or https://, got 'example.org/sets'")]
    [InlineData("mirror ftp://example.org", "expected --mirror with an address that begins with http:// or https://")]
    public async Task A_wrong_request_is_told_before_anything_is_done(string wrong, string said)
    {
        var request = wrong.Split(' ') switch
        {
            ["sha256", var digits] => Request() with { Sha256 = [digits] },
            ["counts", var count] => Request() with { Counts = [count] },
            ["mirror", var mirror] => Request() with { Mirror = mirror },
            _ => Request() with { From = [_folder.At("nowhere")] },
        };
        var told = await Assert.ThrowsAnyAsync<Exception>(() => Run(request));
        Assert.True(told is ArgumentException or FileNotFoundException);
        Assert.StartsWith(said, told.Message);
        Assert.Empty(_server.Requests);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Of_several_archives_each_is_known_by_its_name()
    {
        var two = Source() with { Archives = [Archive(), Archive() with { File = "d.zip" }] };
        Task<ArgumentException> Told(AcquireRequest request) => Assert.ThrowsAsync<ArgumentException>(() => Run(request, two));
        _folder.Bytes("other.zip", [1]);
        Assert.Contains("(c.zip, d.zip), got 'other.zip'", (await Told(Request() with { From = [_folder.At("other.zip")] })).Message);
        Assert.Contains("expected --sha256 FILE=DIGITS", (await Told(Request() with { Sha256 = [new string('0', 64)] })).Message);
        Assert.Contains("got 'e.zip'", (await Told(Request() with { Sha256 = [$"e.zip={new string('0', 64)}"] })).Message);
    }
}
