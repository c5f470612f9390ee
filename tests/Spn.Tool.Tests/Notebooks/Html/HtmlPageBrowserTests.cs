using System.Text.Json.Nodes;
using Spn.Tool.Notebooks.Html;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using static Spn.Tool.Tests.Notebooks.Html.SampleNotebook;

namespace Spn.Tool.Tests.Notebooks.Html;

/// <summary>The page in a real browser, opened as a file, as a reader opens it.</summary>
public sealed class HtmlPageBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_page_opens_without_complaint_and_asks_for_nothing_but_itself()
    {
        var browser = await OpenAsync(Of(
            Markdown("# One\n\nText with $x_t$ and\n\n$$\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}$$\n\n![p](attachment:p.png)",
                new() { ["p.png"] = new JsonObject { ["image/png"] = Png } }),
            Code("var x = 1;", Data("image/png", Png), Data("text/html", "<p>fine</p>"),
                Data("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"))));
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.Matches("^(file|data):", address));
    }

    [BrowserFact]
    public async Task Every_formula_is_drawn_with_a_size()
    {
        var browser = await OpenAsync(
            Of(Markdown("$a$, $\\frac{1}{2}$ and\n\n$$\\sum_{i=1}^n \\left( x_i \\right)^2$$\n\n```math\n\\sqrt{x}\n```")));
        var sizes = (JsonArray)await browser.EvaluateAsync(
            "[...document.querySelectorAll('math')].map(m => Math.min(m.getBoundingClientRect().width, m.getBoundingClientRect().height))");
        Assert.Equal(4, sizes.Count);
        Assert.All(sizes, size => Assert.True((double)size! > 4, $"a formula is {size} pixels small"));
    }

    [BrowserFact]
    public async Task A_fraction_stands_upright_and_a_matrix_has_its_rows_below_each_other()
    {
        var browser = await OpenAsync(Of(Markdown("$$\\frac{a}{b} \\begin{pmatrix} c \\\\ d \\end{pmatrix}$$")));
        const string Tops = "(names => [...document.querySelectorAll('math mi')].filter(e => names.includes(e.textContent)).map(e => e.getBoundingClientRect().top))";
        var fraction = (JsonArray)await browser.EvaluateAsync($"{Tops}(['a', 'b'])");
        var matrix = (JsonArray)await browser.EvaluateAsync($"{Tops}(['c', 'd'])");
        Assert.True((double)fraction[0]! < (double)fraction[1]!);
        Assert.True((double)matrix[0]! < (double)matrix[1]!);
    }

    [BrowserFact]
    public async Task A_script_in_an_output_runs_and_one_smuggled_into_the_text_does_not()
    {
        var browser = await OpenAsync(Of(
            Markdown("<img src=\"data:,\" onerror=\"document.title = 'smuggled'\">"),
            Code("1", Data("text/html", "<output id=\"o\"></output><script>document.getElementById('o').textContent = 'ran ü';</script>"),
                Data("text/plain", "<script>document.title = 'plain'</script>"))));
        Assert.Equal("ran ü", (string?)await browser.EvaluateAsync("document.getElementById('o').textContent"));
        Assert.Equal("Lesson", (string?)await browser.EvaluateAsync("document.title"));
    }

    [BrowserFact]
    public async Task The_page_cannot_reach_the_network_even_when_an_output_tries()
    {
        var browser = await OpenAsync(Of(Code("1", Data(
            "text/html", "<p id=\"r\">…</p><script>fetch('http://127.0.0.1:9/x').then(() => r.textContent = 'reached', () => r.textContent = 'refused'); const r = document.getElementById('r');</script>"))));
        await browser.SendAsync("Runtime.evaluate",
            new() { ["expression"] = "new Promise(r => setTimeout(r, 300))", ["awaitPromise"] = true });
        Assert.Equal("refused", (string?)await browser.EvaluateAsync("document.getElementById('r').textContent"));
        Assert.Contains(browser.Complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Nothing_is_wider_than_the_window_of_a_telephone_or_a_projector()
    {
        var browser = await OpenAsync(Of(
            Markdown("# A long title about linear propagation\n\n| a | b | c |\n|---|---|---|\n| " + new string('x', 200)
                + " | 2 | 3 |\n\n$$" + string.Join(" + ", Enumerable.Range(0, 60).Select(i => $"x_{{{i}}}")) + "$$"),
            Code("var line = \"" + new string('y', 400) + "\";",
                Data("text/html", "<div style=\"width:3000px\">wide</div>"), Stream("stdout", new string('z', 500)))));
        try
        {
            foreach (var width in new[] { 360, 1280, 1920 })
            {
                await browser.SendAsync("Emulation.setDeviceMetricsOverride", new()
                {
                    ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false,
                });
                Assert.Equal(0, (int)await browser
                    .EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            }
        }
        finally
        {
            await browser.SendAsync("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    private async Task<Chromium> OpenAsync(string notebook)
    {
        var path = Path.Combine(_folder, "lesson.html");
        await File.WriteAllTextAsync(path, Pages.Render(notebook, "Lesson"));
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        return browser;
    }
}
