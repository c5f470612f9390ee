using System.Globalization;
using System.Text.RegularExpressions;
using Spn.Tool.Commands;
using Spn.Tool.Tests.Commands;
using Spn.Tool.Tests.Notebooks.Html.Browser;

namespace Spn.Tool.Tests.Widgets;

/// <summary>The pages of <c>spn bench explorer</c> time themselves.</summary>
public sealed class ExplorerMeasureTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-measure-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_page_says_how_long_heat_and_refinement_take()
    {
        var said = CommandLine.Run(BenchCommand.Create(), "explorer", "--out", _folder, "--size", "48");
        var path = Path.Combine(_folder, "explorer-48.html");
        Assert.Equal(FormattableString.Invariant($"wrote {path}, {new FileInfo(path).Length / 1e6:f2} MB"), said.TrimEnd());
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        await browser.EvaluateAsync("document.querySelector('[data-part=measure]').click(), 1");
        await browser.UntilAsync("document.querySelector('[data-done]')");
        var lines = ((string)(await browser.EvaluateAsync("document.querySelector('[data-part=measured]').textContent"))!).Split('\n');
        Assert.StartsWith("48×48, 7 classes", lines[0]);
        Assert.Equal(7, lines.Length);
        foreach (var line in lines[1..])
            foreach (var number in Regex.Match(line, "median (.+) ms, 95 % within (.+) ms, of").Groups.Values.Skip(1))
                Assert.True(double.IsFinite(double.Parse(number.Value, CultureInfo.InvariantCulture)), line);
        Assert.Equal(0, (int)await browser.EvaluateAsync("document.querySelector('.spn-explorer').player.brush.edited.size"));
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData(256, 1_500_000)]
    [InlineData(512, 4_000_000)]
    public void A_page_stays_small(int size, long most)
    {
        CommandLine.Run(BenchCommand.Create(), "explorer", "--out", _folder, "--size", FormattableString.Invariant($"{size}"));
        Assert.InRange(new FileInfo(Path.Combine(_folder, FormattableString.Invariant($"explorer-{size}.html"))).Length, 1, most);
    }
}
