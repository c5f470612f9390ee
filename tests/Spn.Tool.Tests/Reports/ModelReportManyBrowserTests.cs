using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tool.Reports;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Reports;

/// <summary>A report of more images than are shown at once, one of them damaged: its records are made here, no model is asked.</summary>
public sealed partial class ModelReportManyBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const int Count = 205, Damaged = 1;

    private static readonly Palette Palette = new(["ground", "house"], [new Rgb(200, 200, 200), new Rgb(0, 90, 180)]);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-many-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_list_and_the_images_of_a_cell_come_in_parts_and_the_keyboard_stays_in_them()
    {
        var browser = await OpenAsync();
        (string, string, int)[] lists = [("[data-part=list]", "tbody tr", Count), ("[data-part=gallery]", ".cards > button", Count - 1)];
        foreach (var (box, one, all) in lists)
        {
            var shown = $"document.querySelectorAll('{box} {one}').length";
            var more = $"document.querySelector('{box} > button')";
            Assert.Equal(200, (int)await browser.EvaluateAsync(shown));
            Assert.Equal($"Show {all - 200} of {all - 200} more images", (string?)await browser.EvaluateAsync($"{more}.textContent"));
            await browser.EvaluateAsync($"({more}.focus(), {more}.click(), 1)");
            Assert.Equal(all, (int)await browser.EvaluateAsync(shown));
            Assert.True((bool)await browser.EvaluateAsync($"{more}.hidden"));
            Assert.Equal(200, (int)await browser.EvaluateAsync(
                $"[...document.querySelectorAll('{box} {one}')].findIndex(one => one.contains(document.activeElement))"));
        }

        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_picture_that_is_damaged_says_so_in_its_place()
    {
        var browser = await OpenAsync();
        await browser.EvaluateAsync($"(document.querySelector('.spn-report').report.detail.open({Damaged}), 1)");
        await UntilAsync(browser, "[...document.querySelectorAll('dialog canvas')].every(canvas => 'failed' in canvas.dataset)");
        Assert.True((bool)await browser.EvaluateAsync(
            "[...document.querySelectorAll('dialog canvas + .note')]"
            + ".every(note => note.textContent.startsWith('This picture cannot be shown: '))"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Errors_have_the_colours_of_the_still_pictures()
    {
        var browser = await OpenAsync();
        var colours = await browser.EvaluateAsync("JSON.stringify(document.querySelector('.spn-report').report.thumbnails.data.colours)");
        static string Text(Rgb colour) => $"[{colour.R},{colour.G},{colour.B}]";
        Assert.Equal(
            $"{{\"right\":{Text(LabelPictures.TruePositive)},\"spoilt\":{Text(LabelPictures.FalsePositive)},"
            + $"\"wrong\":{Text(LabelPictures.FalseNegative)},\"unknown\":{Text(default)}}}",
            (string?)colours);
    }

    [BrowserFact]
    public async Task Shares_have_two_decimals_and_none_is_a_dash()
    {
        var browser = await OpenAsync();
        Assert.Equal("50.00", (string?)await browser.EvaluateAsync("document.querySelector('.matrix button').textContent"));
        Assert.Equal("31.43", (string?)await browser.EvaluateAsync("document.querySelector('.list tbody td').textContent"));
        await browser.EvaluateAsync($"(document.querySelector('.spn-report').report.detail.open({Count - 1}), 1)");
        Assert.StartsWith("4 × 4 pixels. Mean IoU: – % coarse",
            (string?)await browser.EvaluateAsync("document.querySelector('dialog p').textContent"));
    }

    private async Task<Chromium> OpenAsync()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 4, 4), (_, c, row, column) => (c + row + column) / 8f);
        // A quarter of the truth is house; half of each class is taken for the other: IoU 6/14 and 2/10. The last truth is unknown.
        var truth = LabelMap.Generate(4, 4, (row, _) => (byte)(row / 3));
        var unknown = LabelMap.Generate(4, 4, (_, _) => LabelMap.Ignore);
        var predicted = LabelMap.Generate(4, 4, (_, column) => (byte)(column / 2));
        var records = new ModelReportRecords(["coarse", "three-way"], Palette, trimap: 1, side: 32);
        for (var i = 0; i < Count; i++)
            records.Add(FormattableString.Invariant($"image {i}"), photo, i < Count - 1 ? truth : unknown, [predicted, predicted]);
        var page = ModelReportPage.Of(records.Report("images", ["model"], hasCoarse: true));
        var photos = 0;
        page = Photo().Replace(page, match => photos++ == Damaged ? "\"photo\":\"AAAA\"" : match.Value);
        Assert.Equal(Count, photos);
        var path = Path.Combine(_folder, "many.html");
        await File.WriteAllTextAsync(path, page);
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        await UntilAsync(browser, "document.querySelector('.spn-report').report !== undefined");
        return browser;
    }

    private static async Task UntilAsync(Chromium browser, string condition)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
            if ((bool)await browser.EvaluateAsync(condition))
                return;
        Assert.Fail($"never: {condition}; {string.Join("; ", browser.Complaints)}");
    }

    [GeneratedRegex("\"photo\":\"[^\"]*\"")]
    private static partial Regex Photo();
}
