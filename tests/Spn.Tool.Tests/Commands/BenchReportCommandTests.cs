using System.Text;
using Spn.Tool.Benchmarks;
using Spn.Tool.Commands;
using Spn.Tool.Reports;
using Spn.Tool.Tests.Notebooks.Html.Browser;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench report</c>: how large a report is, and that it says how long it took to open.</summary>
public sealed class BenchReportCommandTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-bench-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_report_of_a_thousand_images_stays_under_thirty_megabytes()
    {
        var side = Thumbnail.Side(1000);
        double Bytes(int images) => Encoding.UTF8.GetByteCount(ModelReportPage.Of(ReportBenchmark.Of(images, side)));
        var (few, more) = (Bytes(12), Bytes(20));
        var image = (more - few) / 8;
        Assert.InRange(image, 1_000, 30_000);
        Assert.True(few + 988 * image < 30e6, $"{few} bytes for 12 images, {image} for each more");
    }

    [BrowserFact]
    public async Task Its_page_says_how_long_it_took_to_open_when_it_is_asked()
    {
        var said = CommandLine.Run(BenchCommand.Create(), "report", "--out", _folder, "--images", "3");
        var path = Path.Combine(_folder, "report-3.html");
        Assert.StartsWith(FormattableString.Invariant($"wrote {path}, {new FileInfo(path).Length / 1e6:f2} MB, "), said);
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        await browser.EvaluateAsync("(location.hash = '#measure', 1)");
        await browser.SendAsync("Page.reload", []);
        var measured = "document.querySelector('[data-part=measured]')";
        for (var attempt = 0; attempt < 600 && !(bool)await browser.EvaluateAsync($"{measured} !== null"); attempt++)
            await Task.Delay(50);
        var lines = ((string)(await browser.EvaluateAsync($"{measured}.textContent"))!).Split('\n');
        Assert.StartsWith("3 rows shown; ", lines[0]);
        Assert.Equal(["file read", "script done", "first picture drawn"], lines.Skip(1).Select(line => line.Split(':')[0]));
        var times = lines.Skip(1).Select(line =>
            int.Parse(line.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Empty(browser.Complaints);
    }
}
