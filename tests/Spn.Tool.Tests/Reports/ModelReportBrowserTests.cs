using System.Text.Json.Nodes;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Tests.Notebooks.Html.Browser;

namespace Spn.Tool.Tests.Reports;

/// <summary>The report in a real browser: what it lists and draws is what the library counts.</summary>
[Collection(TorchCollection.Name)]
public sealed class ModelReportBrowserTests(BrowserFixture fixture, ModelReportFixture report)
    : IClassFixture<BrowserFixture>, IClassFixture<ModelReportFixture>
{
    private const string Names = "(box => [...document.querySelectorAll(box + ' button[data-image]')]"
        + ".map(button => button.querySelector('span')?.textContent ?? button.textContent))";

    private const string Report = "document.querySelector('.spn-report').report";

    [BrowserFact]
    public async Task It_opens_without_complaint_and_asks_for_nothing()
    {
        var browser = await OpenAsync(report.Page);
        await browser.EvaluateAsync("document.querySelector('[data-part=gallery]').scrollIntoView(), 1");
        await WaitAsync(browser, "document.querySelectorAll('.cards canvas[data-marked]').length > 0");
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.Matches("^(file|data):", address));
        Assert.False((bool)await browser.EvaluateAsync("document.querySelector('.dead').checkVisibility()"));
    }

    [BrowserFact]
    public async Task A_cell_lists_exactly_the_images_that_have_its_pixels_those_with_the_most_first()
    {
        var (browser, maps) = (await OpenAsync(report.Page), report.Maps());
        for (var series = 0; series < 3; series++)
        {
            await browser.EvaluateAsync(
                $"({Report}.confusion.choice.value = {series}, {Report}.confusion.choice.dispatchEvent(new Event('change')), 1)");
            var pixels = maps.SelectMany(map => map.Truth.Labels.Zip(map.Predicted[series].Labels)
                .Where(pair => pair.First != LabelMap.Ignore).Select(pair => (pair.First, pair.Second, map.Name)));
            var cells = pixels.GroupBy(cell => (cell.First, cell.Second)).ToList();
            Assert.Equal(cells.Count, (int)await browser.EvaluateAsync("document.querySelectorAll('.matrix button').length"));
            foreach (var cell in cells)
            {
                await browser.EvaluateAsync($"{Cell(cell.Key)}.click(), 1");
                var expected = cell.GroupBy(one => one.Name).OrderByDescending(images => images.Count())
                    .ThenBy(images => maps.FindIndex(map => map.Name == images.Key)).Select(images => images.Key);
                Assert.Equal(expected, Texts(await browser.EvaluateAsync($"{Names}('[data-part=gallery]')")));
                Assert.Equal(cell.Key.ToString(), (string?)await browser.EvaluateAsync(
                    "[...document.querySelectorAll('.matrix [aria-pressed=true]')]"
                    + ".map(({ dataset }) => `(${dataset.truth}, ${dataset.predicted})`).join()"));
            }
        }
    }

    [BrowserFact]
    public async Task Its_thumbnails_show_where_these_pixels_are()
    {
        var (browser, maps) = (await OpenAsync(report.Page), report.Maps());
        var (name, truth, predicted) = maps[2];
        var pair = truth.Labels.Zip(predicted[1].Labels).Where(pair => pair.First != pair.Second && pair.First != LabelMap.Ignore)
            .GroupBy(pair => pair).MaxBy(pairs => pairs.Count())!.Key;
        await browser.EvaluateAsync($"{Cell(pair)}.click(), 1");
        await browser.EvaluateAsync("document.querySelector('[data-part=gallery]').scrollIntoView(), 1");
        const string Canvas = "document.querySelector('.cards [data-image=\"2\"] canvas')";
        await WaitAsync(browser, $"{Canvas}.dataset.marked !== undefined");
        var marked = (JsonArray)await browser.EvaluateAsync(
            "(data => Array.from({ length: data.length / 4 }, (_, i) => i).filter(i => data[4 * i] - data[4 * i + 2] > 150))"
            + $"({Canvas}.getContext('2d').getImageData(0, 0, 40, 32).data)");
        Assert.Equal(
            Enumerable.Range(0, 32 * 40).Where(i => (truth.Labels[i], predicted[1].Labels[i]) == pair), marked.Select(i => (int)i!));
        Assert.Equal($"{name}: pixels of the cell", (string?)await browser.EvaluateAsync($"{Canvas}.getAttribute('aria-label')"));
    }

    [BrowserFact]
    public async Task The_list_is_sorted_by_any_column_and_filtered_by_name_and_change()
    {
        var (browser, maps) = (await OpenAsync(report.Page), report.Maps());
        double IoU((string Name, LabelMap Truth, LabelMap[] Predicted) map, int series) =>
            Math.Round(SegmentationScore.Compare(map.Truth, map.Predicted[series], 7).MeanIoU, 6);
        var byModel = maps.OrderBy(map => IoU(map, 1)).Select(map => map.Name);
        Assert.Equal(byModel, Texts(await browser.EvaluateAsync($"{Names}('.list tbody')")));
        Assert.Equal(maps.OrderBy(map => IoU(map, 1)).Select(map => ScoreTable.Percent(IoU(map, 1))),
            Texts(await browser.EvaluateAsync("[...document.querySelectorAll('.list tbody tr')].map(row => row.cells[2].textContent)")));
        await browser.EvaluateAsync("(head => (head.click(), head.click(), 1))(document.querySelectorAll('.list thead button')[5])");
        var lead = maps.OrderByDescending(map => IoU(map, 1) - IoU(map, 2)).ToList();
        Assert.Equal(lead.Select(map => map.Name), Texts(await browser.EvaluateAsync($"{Names}('.list tbody')")));
        Assert.Equal("descending",
            (string?)await browser.EvaluateAsync("document.querySelectorAll('.list thead th')[5].getAttribute('aria-sort')"));

        await browser.EvaluateAsync($"({Report}.list.only.value = '5,1', {Report}.list.fill(), 1)");
        Assert.Equal(
            lead.Where(map => IoU(map, 1) > IoU(map, 2)).Select(map => map.Name),
            Texts(await browser.EvaluateAsync($"{Names}('.list tbody')")));
        await browser.EvaluateAsync($"({Report}.list.only.value = '', {Report}.list.filter.value = 'SCENE 3', {Report}.list.fill(), 1)");
        Assert.Equal(["test scene 3"], Texts(await browser.EvaluateAsync($"{Names}('.list tbody')")));
        Assert.Equal("1 of 6 images", (string?)await browser.EvaluateAsync($"{Report}.list.found.textContent"));
    }

    [BrowserFact]
    public async Task An_image_opens_with_all_its_maps_and_the_keys_go_on_to_the_next()
    {
        var (browser, maps) = (await OpenAsync(report.Page), report.Maps());
        await browser.EvaluateAsync("document.querySelectorAll('.list tbody button')[0].focus(), 1");
        await KeyAsync(browser, "Enter");
        var first = maps.MinBy(map => SegmentationScore.Compare(map.Truth, map.Predicted[1], 7).MeanIoU);
        Assert.Equal(first.Name, (string?)await browser.EvaluateAsync("document.querySelector('dialog[open] h2').textContent"));
        await WaitAsync(browser, "[...document.querySelectorAll('dialog canvas')].every(canvas => canvas.dataset.marked)");
        int Wrong(int one, int other) => Enumerable.Range(0, first.Truth.Labels.Length).Count(i => first.Truth.Labels[i] is var right
            && (right == LabelMap.Ignore || first.Predicted[one].Labels[i] != right || first.Predicted[other].Labels[i] != right));
        var marked = (JsonArray)await browser.EvaluateAsync(
            "[...document.querySelectorAll('dialog canvas')].map(canvas => Number(canvas.dataset.marked))");
        Assert.Equal([Wrong(0, 1), Wrong(0, 2), Wrong(1, 2)], marked.Skip(5).Select(number => (int)number!));

        var score = SegmentationScore.Compare(first.Truth, first.Predicted[2], 7);
        var present = score.Classes.Where(one => one.Present || first.Predicted.Any(map => map.Labels.Contains((byte)one.Index)));
        Assert.Equal(present.Select(one => one.Present ? ScoreTable.Percent(one.IoU) : "–"),
            Texts(await browser.EvaluateAsync("[...document.querySelectorAll('dialog tbody tr')].map(row => row.cells[3].textContent)")));
        await KeyAsync(browser, "ArrowRight");
        Assert.Equal("2 of 6", (string?)await browser.EvaluateAsync("document.querySelector('dialog .bar span').textContent"));
        await KeyAsync(browser, "Escape");
        Assert.False((bool)await browser.EvaluateAsync("document.querySelector('dialog').open"));
        Assert.Equal(first.Name, (string?)await browser.EvaluateAsync("document.activeElement.textContent"));
    }

    [BrowserFact]
    public async Task Arrow_keys_go_through_the_matrix_and_focus_is_seen()
    {
        var browser = await OpenAsync(report.Page);
        await browser.EvaluateAsync("document.querySelector('.matrix button').focus(), 1");
        await KeyAsync(browser, "ArrowRight");
        Assert.True((bool)await browser.EvaluateAsync(
            "document.activeElement === document.querySelectorAll('.matrix tbody tr:first-child button')[1]"));
        Assert.NotEqual("none", (string?)await browser.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle"));
        await KeyAsync(browser, "Enter");
        Assert.Equal("true", (string?)await browser.EvaluateAsync("document.activeElement.getAttribute('aria-pressed')"));
        Assert.Equal(1, (int)await browser.EvaluateAsync("document.querySelectorAll('.matrix button[tabindex=\"0\"]').length"));
    }

    [BrowserFact]
    public async Task A_point_of_the_plot_opens_its_image()
    {
        var (browser, maps) = (await OpenAsync(report.Page), report.Maps());
        await browser.EvaluateAsync("document.querySelectorAll('.scatter svg')[1].focus(), 1");
        await KeyAsync(browser, "ArrowRight");
        await KeyAsync(browser, "Enter");
        double Lead(LabelMap truth, LabelMap[] predicted) =>
            SegmentationScore.Compare(truth, predicted[1], 7).MeanIoU - SegmentationScore.Compare(truth, predicted[2], 7).MeanIoU;
        Assert.Equal(
            maps.MinBy(map => Lead(map.Truth, map.Predicted)).Name,
            (string?)await browser.EvaluateAsync("document.querySelector('dialog[open] h2').textContent"));
        await KeyAsync(browser, "Escape");
        await browser.EvaluateAsync(
            "(point => (({ x, y, width, height }) => (point.dispatchEvent(new MouseEvent('click', "
            + "{ bubbles: true, clientX: x + width / 2, clientY: y + height / 2 })), 1))(point.getBoundingClientRect()))"
            + "(document.querySelector('.scatter circle[data-image=\"4\"]'))");
        Assert.Equal(maps[4].Name, (string?)await browser.EvaluateAsync("document.querySelector('dialog[open] h2').textContent"));
    }

    [BrowserFact]
    public async Task A_telephone_has_room_for_it()
    {
        var browser = await OpenAsync(report.Page);
        await browser.SendAsync(
            "Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        try
        {
            Assert.Equal(0, (int)await browser
                .EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            await browser.EvaluateAsync($"({Report}.detail.open(0), 1)");
            Assert.Equal(
                0, (int)await browser
                .EvaluateAsync("(dialog => dialog.scrollWidth - dialog.clientWidth)(document.querySelector('dialog'))"));
        }
        finally
        {
            await browser.SendAsync("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    [BrowserFact]
    public async Task Without_script_there_are_scores_a_still_matrix_and_pictures_with_words()
    {
        var (page, browser) = (report.Page, await fixture.GetAsync());
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        try
        {
            await browser.OpenAsync(page);
        }
        finally
        {
            await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = false });
        }

        Assert.True((bool)await browser.EvaluateAsync(
            "[...document.querySelectorAll('[data-part=scores], .dead img, .scatter svg')].every(part => part.checkVisibility())"));
        Assert.True((bool)await browser.EvaluateAsync("[...document.querySelectorAll('.live')].every(part => !part.checkVisibility())"));
        Assert.True((int)await browser.EvaluateAsync("document.querySelectorAll('.still img').length") >= 6 * 5);
        Assert.True((bool)await browser.EvaluateAsync(
            "[...document.images].every(image => image.alt.length > 10 && image.getBoundingClientRect().width > 40)"));
    }

    private async Task<Chromium> OpenAsync(string page)
    {
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(page);
        await WaitAsync(browser, $"{Report} !== undefined");
        return browser;
    }

    private static string Cell((byte Truth, byte Predicted) cell) =>
        $"document.querySelector('.matrix [data-truth=\"{cell.Truth}\"][data-predicted=\"{cell.Predicted}\"]')";

    private static async Task WaitAsync(Chromium browser, string condition)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
            if ((bool)await browser.EvaluateAsync(condition))
                return;
        Assert.Fail($"never: {condition}; {string.Join("; ", browser.Complaints)}");
    }

    private static async Task KeyAsync(Chromium browser, string key)
    {
        var code = key switch { "Enter" => 13, "Escape" => 27, "ArrowRight" => 39, _ => 0 };
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var parameters = new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
            if (key == "Enter" && type == "keyDown")
                parameters["text"] = "\r";
            await browser.SendAsync("Input.dispatchKeyEvent", parameters);
        }
    }

    private static IEnumerable<string> Texts(JsonNode array) => ((JsonArray)array).Select(text => (string)text!);
}
