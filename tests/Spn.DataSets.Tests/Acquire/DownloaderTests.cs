using Spn.DataSets.Acquire;

namespace Spn.DataSets.Tests.Acquire;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] s_body = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];

    private readonly SetFolder _folder = new();
    private readonly LocalServer _server = new(s_body);

    [Fact]
    public async Task A_file_comes_whole_and_nothing_is_left_beside_it()
    {
        List<DownloadProgress> seen = [];
        await Fetch(progress: new Seen(seen));
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["x.tar"], Names());
        Assert.Equal(["whole"], _server.Requests);
        Assert.Equal(new DownloadProgress(s_body.Length, s_body.Length), seen[^1]);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x.tar")]
    public async Task A_server_that_sends_on_to_what_is_no_http_is_refused(string elsewhere)
    {
        _server.Elsewhere = elsewhere;
        Assert.StartsWith("expected ", (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_from_where_it_broke()
    {
        _server.Cuts.Enqueue(100_000);
        _server.Cuts.Enqueue(50_000);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["whole", "bytes=100000-", "bytes=150000-"], _server.Requests);
    }

    [Fact]
    public async Task A_run_that_was_stopped_is_gone_on_with_by_the_next()
    {
        foreach (var cut in new[] { 70_000, 0, 0, 0 })
            _server.Cuts.Enqueue(cut);
        var told = (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message;
        Assert.Contains("got no further than 70000 bytes", told);
        Assert.Contains("--from x.tar", told);
        Assert.Equal(["x.tar.part", "x.tar.part.json"], Names());
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal("bytes=70000-", _server.Requests[^1]);
    }

    [Fact]
    public async Task A_file_that_has_changed_meanwhile_is_fetched_whole()
    {
        foreach (var cut in new[] { 70_000, 0, 0, 0 })
            _server.Cuts.Enqueue(cut);
        await Assert.ThrowsAsync<DownloadException>(() => Fetch());
        (_server.Body, _server.Tag) = ([.. s_body.Reverse()], "\"2\"");
        await Fetch();
        Assert.Equal(_server.Body, File.ReadAllBytes(Path));
    }

    [Fact]
    public async Task A_server_that_sends_no_parts_sends_all_again()
    {
        _server.Ranges = false;
        _server.Cuts.Enqueue(100_000);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["whole", "bytes=100000-"], _server.Requests);
    }

    [Fact]
    public async Task A_server_that_sends_no_parts_and_always_breaks_off_is_given_up()
    {
        _server.Ranges = false;
        for (var i = 0; i < 40; i++)
            _server.Cuts.Enqueue(50_000 + 10_000 * (i % 3));
        Assert.Contains("got no further than", (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message);
        Assert.InRange(_server.Requests.Count, 4, 12);
    }

    [Fact]
    public async Task A_part_of_nobody_knows_which_version_is_fetched_anew()
    {
        _server.Tag = "";
        _server.Cuts.Enqueue(100_000);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["whole", "whole"], _server.Requests);
    }

    [Fact]
    public async Task A_weak_tag_is_no_proof_that_a_part_fits()
    {
        _server.Tag = "W/\"1\"";
        _server.Cuts.Enqueue(100_000);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["whole", "whole"], _server.Requests);
    }

    [Fact]
    public async Task A_file_of_unknown_length_ends_where_the_connection_does()
    {
        _server.SaysLength = false;
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
    }

    [Fact]
    public async Task A_part_that_is_whole_only_gets_its_name()
    {
        _folder.Bytes("x.tar.part", s_body);
        new DownloadState($"{_server.Address}/x.tar", "\"1\"", "", s_body.Length).Write(_folder.At("x.tar.part.json"));
        await Fetch();
        Assert.Equal(["x.tar"], Names());
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_thrown_away()
    {
        _folder.Bytes("x.tar.part", [.. s_body, .. s_body]);
        new DownloadState($"{_server.Address}/x.tar", "\"1\"", "", -1).Write(_folder.At("x.tar.part.json"));
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["bytes=600000-", "whole"], _server.Requests);
    }

    [Theory]
    [InlineData("{ \"Address\"")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_damaged_note_of_a_part_begins_it_anew(string note)
    {
        _folder.Bytes("x.tar.part", [1, 2, 3]);
        _folder.Text("x.tar.part.json", note);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        Assert.Equal(["whole"], _server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_at_once()
    {
        _server.Failures.Enqueue(404);
        var told = (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message;
        Assert.StartsWith($"expected a file at {_server.Address}/x.tar, the server answered 404 NotFound", told);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_four_times()
    {
        _server.Failures.Enqueue(503);
        _server.Failures.Enqueue(429);
        await Fetch();
        Assert.Equal(s_body, File.ReadAllBytes(Path));
        for (var i = 0; i < 9; i++)
            _server.Failures.Enqueue(500);
        File.Delete(Path);
        Assert.Contains("the server answered 500", (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message);
        Assert.Equal(5, _server.Failures.Count);
    }

    [Fact]
    public async Task Another_size_than_is_known_and_more_than_may_come_are_told()
    {
        Assert.Contains(
            "expected 7 bytes at", (await Assert.ThrowsAsync<DownloadException>(() => Fetch(Source() with { Bytes = 7 }))).Message);
        _server.SaysLength = false;
        Assert.Contains(
            "expected at most 1000 bytes at",
            (await Assert.ThrowsAsync<DownloadException>(() => Fetch(Source() with { MostBytes = 1000 }))).Message);
    }

    [Theory]
    [InlineData("ftp://example.org/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("x.tar")]
    public async Task Only_http_is_fetched(string address) => Assert.Contains(
        "expected an address that begins with http",
        (await Assert.ThrowsAsync<DownloadException>(() => Fetch(Source() with { Address = address }))).Message);

    [Fact]
    public async Task A_server_that_nobody_is_at_is_told()
    {
        _server.Dispose();
        Assert.Contains("got no further than 0 bytes", (await Assert.ThrowsAsync<DownloadException>(() => Fetch())).Message);
    }

    [Fact]
    public async Task Who_stops_it_keeps_the_part()
    {
        using var stop = new CancellationTokenSource();
        _server.Cuts.Enqueue(10);
        _server.Failures.Enqueue(503);
        stop.CancelAfter(TimeSpan.FromMilliseconds(200));
        using var client = new HttpClient();
        var slow = new Downloader(client, TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.FetchAsync(Source(), Path, null, stop.Token));
    }

    private string Path => _folder.At("x.tar");

    private ArchiveSource Source() => new() { File = "x.tar", Address = $"{_server.Address}/x.tar" };

    private async Task Fetch(ArchiveSource? source = null, IProgress<DownloadProgress>? progress = null)
    {
        using var client = new HttpClient();
        await new Downloader(client, TimeSpan.FromMilliseconds(1)).FetchAsync(source ?? Source(), Path, progress);
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFiles(_folder.Path).Select(System.IO.Path.GetFileName).Order();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private sealed class Seen(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }
}
