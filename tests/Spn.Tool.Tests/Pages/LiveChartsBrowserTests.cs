using System.Text.Json.Nodes;
using Spn.Segmentation;
using Spn.Tool.Pages;
using Spn.Tool.Tests.Notebooks.Html;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Pages;

/// <summary>Charts of a page in a real browser, under the page's own policy and without a network.</summary>
public sealed class LiveChartsBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Plots = "[...document.querySelectorAll('.spn-live')].filter(plot => plot.querySelector('.main-svg'))";

    private static readonly LabelMap Truth = LabelMap.Generate(12, 15, (_, column) => (byte)(column / 5));

    private static readonly ConfusionMatrix Counts =
        ConfusionMatrix.FromLabels(Truth, LabelMap.Generate(12, 15, (row, column) => (byte)((column + row / 3) / 5 % 3)), 3);

    private static readonly SegmentationScore Score = Counts.Score(["road & sky", "</script><b>x</b>", "car"]);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-charts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_chart_becomes_live_without_complaint_or_request_and_holds_the_scores()
    {
        var browser = await OpenAsync(Figures.Score(Score).ToHtml() + Figures.Confusion(Counts).ToHtml(), live: 2);
        var shown = ((JsonArray)await browser.EvaluateAsync($"{Plots}[0].data[0].x")).Select(value => (double)value!);
        Assert.Equal([.. Score.Classes.Select(c => 100 * c.IoU), 100 * Score.MeanIoU], shown);
        var name = (string?)await browser.EvaluateAsync($"{Plots}[0].querySelector('.ytick:nth-child(2)').textContent");
        Assert.Contains("</script><b>x</b>", name, StringComparison.Ordinal);
        Assert.Equal(1, (int)await browser.EvaluateAsync("document.querySelectorAll('script.spn-plotly-packed').length"));
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.Matches("^(file|data):", address));
    }

    [BrowserFact]
    public async Task Lines_histograms_and_charts_among_pictures_are_live_too_each_over_its_part_of_the_picture()
    {
        ChartSeries[] lines = [new() { Name = "a", Y = [1, 10, 100] }];
        var line = Figures.LineChart(lines, new ChartFigureOptions { Width = 200, LogarithmicY = true, Bound = 5 });
        var beside = Figures.Grid([Figures.Histogram([1, 2, 2, 3]), line], new GridFigureOptions { Columns = 2 });
        var browser = await OpenAsync(beside.ToHtml(), live: 2);
        Assert.Equal("log", (string?)await browser.EvaluateAsync($"{Plots}[1]._fullLayout.yaxis.type"));
        const string Inside = """
            (() => { const rects = selector => [...document.querySelectorAll(selector)].map(element => element.getBoundingClientRect());
              const outer = rects('.spn-figure img'), boxes = rects('.spn-live');
              return outer.length === 2 && boxes.length === 2 && boxes.every((box, i) => box.left > outer[i].left
                && box.right <= outer[i].right + 1 && box.top > outer[i].top && box.bottom <= outer[i].bottom + 1); })()
            """;
        Assert.True((bool)await browser.EvaluateAsync(Inside));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task On_a_narrow_page_the_chart_stands_under_the_picture_as_wide_as_the_page()
    {
        var browser = await fixture.GetAsync();
        await browser.SendAsync(
            "Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        try
        {
            await OpenAsync(Figures.Score(Score).ToHtml(), live: 1);
            var box = await browser.EvaluateAsync(
                "(({ width, top }) => [width, top - document.querySelector('img').getBoundingClientRect().bottom])"
                + "(document.querySelector('.spn-live').getBoundingClientRect())");
            Assert.InRange((double)box[0]!, 300, 390);
            Assert.True((double)box[1]! >= 0);
        }
        finally
        {
            await browser.SendAsync("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    [BrowserFact]
    public async Task On_paper_the_picture_shows()
    {
        var browser = await OpenAsync(Figures.Score(Score).ToHtml(), live: 1);
        await browser.SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = "print" });
        try
        {
            var shown = await browser.EvaluateAsync(
                "[getComputedStyle(document.querySelector('.spn-live')).display, "
                + "getComputedStyle(document.querySelector('img')).visibility]");
            Assert.Equal(["none", "visible"], ((JsonArray)shown).Select(word => (string)word!));
        }
        finally
        {
            await browser.SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = "" });
        }
    }

    [BrowserFact]
    public async Task Without_script_the_picture_shows_and_nothing_is_over_it()
    {
        var browser = await fixture.GetAsync();
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        try
        {
            await browser.OpenAsync(Save(Figures.Score(Score).ToHtml()));
        }
        finally
        {
            await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = false });
        }

        Assert.True((double)await browser.EvaluateAsync("document.querySelector('img').getBoundingClientRect().width") > 300);
        Assert.Equal(0, (int)await browser.EvaluateAsync("document.querySelectorAll('.spn-live').length"));
    }

    [BrowserFact]
    public async Task A_browser_that_cannot_unpack_keeps_the_picture_and_says_so()
    {
        var browser = await fixture.GetAsync();
        await BeforePageAsync(browser, "delete window.DecompressionStream;", async () =>
        {
            await browser.OpenAsync(Save(Figures.Score(Score).ToHtml()));
            await UntilAsync(browser, "document.querySelectorAll('.spn-figure > p').length", 1);
        });
        var said = (string?)await browser.EvaluateAsync("document.querySelector('.spn-figure > p').textContent");
        Assert.StartsWith("This chart stays a picture here:", said, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_chart_that_is_taken_out_of_the_page_is_not_watched_any_more()
    {
        const string Count = """
            window.ended = 0;
            const { disconnect } = ResizeObserver.prototype;
            ResizeObserver.prototype.disconnect = function () { window.ended++; return disconnect.call(this); };
            """;
        var browser = await fixture.GetAsync();
        await BeforePageAsync(browser, Count, () => OpenAsync(Figures.Score(Score).ToHtml() + Figures.Confusion(Counts).ToHtml(), live: 2));
        Assert.Equal(0, (int)await browser.EvaluateAsync("window.ended"));
        await browser.EvaluateAsync("document.querySelector('.spn-figure').remove(), 1");
        await UntilAsync(browser, "window.ended", 1);
        Assert.Equal(1, (int)await browser.EvaluateAsync($"{Plots}.length"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_restyled_chart_of_a_notebook_is_live_in_the_page_of_a_run()
    {
        var chart = Spn.Plotly.Charts.ToHtml(Spn.Plotly.Charts.Score(Score));
        var browser = await OpenPageAsync(Notebook(chart), live: 1);
        Assert.Equal("Segmentation", ((string?)await browser.EvaluateAsync($"{Plots}[0].layout.title.text"))![..12]);
        Assert.Empty(browser.Complaints);
    }

    private static string Notebook(string html) =>
        Notebooks.Html.Pages.Render(SampleNotebook.Of(SampleNotebook.Code("chart", SampleNotebook.Data("text/html", html))), "Charts");

    private Task<Chromium> OpenAsync(string body, int live) => OpenPageAsync(ToolPage.Whole("Charts", body), live);

    private async Task<Chromium> OpenPageAsync(string page, int live)
    {
        var path = Path.Combine(_folder, "charts.html");
        await File.WriteAllTextAsync(path, page);
        var browser = await fixture.GetAsync();
        await browser.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = true, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1,
        });
        await browser.OpenAsync(path);
        await UntilAsync(browser, $"{Plots}.length", live);
        return browser;
    }

    private string Save(string body)
    {
        var path = Path.Combine(_folder, "charts.html");
        File.WriteAllText(path, ToolPage.Whole("Charts", body));
        return path;
    }

    /// <summary>Does something while each new page first runs a script.</summary>
    private static async Task BeforePageAsync(Chromium browser, string source, Func<Task> work)
    {
        var script = await browser.SendAsync("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = source });
        try
        {
            await work();
        }
        finally
        {
            await browser.SendAsync("Page.removeScriptToEvaluateOnNewDocument", new() { ["identifier"] = (string?)script["identifier"] });
        }
    }

    private static async Task UntilAsync(Chromium browser, string count, int expected)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
            if ((int)await browser.EvaluateAsync(count) == expected)
                return;
        Assert.Fail($"expected {expected} of {count}: {string.Join("; ", browser.Complaints)}");
    }
}
