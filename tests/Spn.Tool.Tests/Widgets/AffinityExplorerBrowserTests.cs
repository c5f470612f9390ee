using System.Text.Json.Nodes;
using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>The affinity explorer in a real browser: what it shows is what the library computes.</summary>
public sealed partial class AffinityExplorerBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const int Height = 24, Width = 32, Classes = 3;
    private const string Explorer = "document.querySelector('.spn-explorer').player";

    private static readonly MapShape Shape = new(1, 1, Height, Width);

    private static readonly FeatureMap Photo = FeatureMap.Random(new MapShape(1, 3, Height, Width), 3);

    private static readonly LabelMap Truth = LabelMap.Generate(
        Height, Width, (row, column) => row < 2 ? LabelMap.Ignore : (byte)(column / 11 + row / 20 > 2 ? 2 : column / 11));

    /// <summary>Evidence in steps of 1/255, as the page holds it.</summary>
    private static readonly FeatureMap Evidence = FeatureMap.Generate(
        new MapShape(1, Classes, 3, 4), (_, c, row, column) => (c * 80 + row * 37 + column * 21) % 256 / 255f);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-widget-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task It_opens_without_complaint_and_asks_for_nothing()
    {
        var browser = await OpenAsync(Explore());
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.Matches("^(file|data):", address));
        Assert.True((bool)await browser.EvaluateAsync("document.querySelector('[data-part=still]').hidden"));
    }

    [BrowserFact]
    public async Task A_row_and_a_column_of_every_direction_are_the_librarys()
    {
        var browser = await OpenAsync(Explore());
        foreach (var (index, weights) in new[] { (0, Weights(Connection.ThreeWay)), (1, Weights(Connection.OneWay)) })
        {
            await ChooseAsync(browser, "weights", index);
            foreach (var pixel in new[] { new Pixel(0, 0), new Pixel(Height - 1, Width - 1), new Pixel(11, 19), new Pixel(5, 0) })
                foreach (var direction in Directions.All)
                {
                    await CheckAsync(browser, "row", direction, Affinity.Row(weights, direction, pixel));
                    await CheckAsync(browser, "column", direction, Affinity.Column(weights, direction, pixel));
                }
        }
    }

    [BrowserFact]
    public async Task All_four_are_their_mean_and_the_winner_is_that_of_the_op()
    {
        var (browser, weights, pixel) = (await OpenAsync(Explore()), Weights(Connection.ThreeWay), new Pixel(13, 9));
        var rows = Directions.All.Select(direction => Affinity.Row(weights, direction, pixel).Values.Values).ToList();
        await ChooseAsync(browser, "question", "row");
        await ChooseAsync(browser, "direction", "all");
        Near(Enumerable.Range(0, Height * Width).Select(i => (double)rows.Average(row => row[i])), await SliceAsync(browser, pixel));

        var result = Propagation.Forward(Upsampled(), weights);
        await ChooseAsync(browser, "direction", "winner");
        for (var c = 0; c < Classes; c++)
        {
            await ChooseAsync(browser, "class", c);
            Near(Affinity.EffectiveRow(result, pixel, channel: c).Values.Values.Select(v => (double)v), await SliceAsync(browser, pixel));
        }
    }

    [BrowserFact]
    public async Task A_painted_wall_and_an_opened_door_give_what_the_library_computes_with_them()
    {
        var (browser, weights) = (await OpenAsync(Explore()), Weights(Connection.ThreeWay));
        Near(Refined(weights), await LabelsAsync(browser));
        var score = await browser.EvaluateAsync("document.querySelector('[data-part=scores] tr:nth-child(2) td:nth-child(3)').textContent");
        var refined = new LabelMap(Height, Width, [.. Refined(weights).Select(v => (byte)v)]);
        var expected = SegmentationScore.Compare(Truth, refined, Classes).MeanIoU;
        Assert.Equal(FormattableString.Invariant($"{100 * expected:F1} %"), (string?)score);

        await ChooseAsync(browser, "size", 0);
        await ChooseAsync(browser, "tool", "wall");
        for (var row = 3; row < 20; row++)
            await PointAsync(browser, "mousePressed", row, 15, thenRelease: true);
        Set(weights, Enumerable.Range(3, 17).Select(row => new Pixel(row, 15)), 0);
        Near(Refined(weights), await LabelsAsync(browser));
        Near(Affinity.Row(weights, Direction.LeftToRight, new Pixel(10, 28)).Values.Values.Select(v => (double)v),
            await SliceAsync(browser, new Pixel(10, 28)));

        await ChooseAsync(browser, "tool", "door");
        await PointAsync(browser, "mousePressed", 10, 15, thenRelease: true);
        Set(weights, [new Pixel(10, 15)], MathF.Round(0.98f / 3 * 127) / 127);
        Near(Refined(weights), await LabelsAsync(browser));

        await browser.EvaluateAsync($"{Explorer}.find('undo').click(), 1");
        Set(weights, [new Pixel(10, 15)], 0);
        Near(Refined(weights), await LabelsAsync(browser));
        await browser.EvaluateAsync($"{Explorer}.find('reset').click(), 1");
        Near(Refined(Weights(Connection.ThreeWay)), await LabelsAsync(browser));
    }

    [BrowserFact]
    public async Task Hovering_and_the_arrow_keys_move_the_pixel_and_Enter_pins_it()
    {
        var browser = await OpenAsync(Explore());
        await PointAsync(browser, "mouseMoved", 7, 5);
        Assert.Equal("7, 5", await PixelAsync(browser));
        await browser.EvaluateAsync($"{Explorer}.find('map').focus(), 1");
        foreach (var key in new[] { "ArrowRight", "ArrowDown", "Enter" })
            await KeyAsync(browser, key);
        Assert.Equal("8, 6", await PixelAsync(browser));
        await KeyAsync(browser, "ArrowLeft", shift: true);
        Assert.Equal("8, 0", await PixelAsync(browser));
        Assert.Equal("1: 8, 6",
            (string?)await browser.EvaluateAsync("document.querySelector('[data-part=pins] tr:nth-child(2) th').textContent"));
        Assert.Contains(
            "pixel (row, column): 8, 0",
            (string?)await browser.EvaluateAsync($"{Explorer}.find('said').textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task One_way_stands_beside_three_way_on_one_scale()
    {
        var (browser, pixel) = (await OpenAsync(Explore()), new Pixel(14, 21));
        Near(Affinity.Row(Weights(Connection.OneWay), Direction.LeftToRight, pixel).Values.Values.Select(v => (double)v),
            await SliceAsync(browser, pixel, "heatBeside"));
        var high = (double)await browser.EvaluateAsync($"{Explorer}.scale.high");
        Assert.Equal(
            (double)await browser.EvaluateAsync($"Math.max(...[...{Explorer}.heat, ...{Explorer}.heatBeside].map(Math.abs))"), high, 1e-6);
        await ChooseAsync(browser, "scale", "linear");
        await ChooseAsync(browser, "opacity", 100);
        var drawn = await browser.EvaluateAsync($$"""
            (explorer => {
                const both = [[explorer.heat, explorer.stage], [explorer.heatBeside, explorer.stageBeside]];
                const [heat, stage] = both.find(([heat]) => heat.some(value => Math.abs(value) === explorer.scale.high));
                const at = heat.findIndex(value => Math.abs(value) === explorer.scale.high);
                return [...stage.context.getImageData(at % {{Width}}, Math.floor(at / {{Width}}), 1, 1).data].slice(0, 3).join();
            })({{Explorer}})
            """);
        Assert.Equal((string?)await browser.EvaluateAsync($"[...{Explorer}.world.heat.slice(765)].join()"), (string?)drawn);
        Assert.True((int)await browser.EvaluateAsync("document.querySelectorAll('.spn-tick').length") >= 3);
    }

    [BrowserFact]
    public async Task A_wall_is_drawn_and_taken_back_by_keyboard_while_the_pixel_stays()
    {
        var browser = await OpenAsync(Explore());
        await browser.EvaluateAsync($"({Explorer}.move(5, 9), {Explorer}.find('map').focus(), 1)");
        await ChooseAsync(browser, "tool", "wall");
        await ChooseAsync(browser, "size", 0);
        foreach (var key in new[] { "ArrowDown", "ArrowLeft", "Enter" })
            await KeyAsync(browser, key);
        Assert.Equal($"{6 * Width + 8},wall", (string?)await browser.EvaluateAsync($"[...{Explorer}.brush.edited].join()"));
        Assert.Equal("5, 9", await PixelAsync(browser));
        var weights = Weights(Connection.ThreeWay);
        Set(weights, [new Pixel(6, 8)], 0);
        Near(Refined(weights), await LabelsAsync(browser));
        await KeyAsync(browser, "z", control: true);
        Near(Refined(Weights(Connection.ThreeWay)), await LabelsAsync(browser));
    }

    /// <summary>Weights in steps of 1/127, which the page holds as they are, with signs.</summary>
    private static PropagationWeights Weights(Connection connection) => PropagationWeights.Generate(connection, Shape,
        (_, direction, n, _, row, column) =>
            ((int)direction * 7 + n * 13 + row * 5 + column * 11) % 52 / 127f - (n == 2 && row % 3 == 0 ? 20 / 127f : 0));

    private static Widget Explore() => Spn.Visuals.Widgets.Affinity(Weights(Connection.ThreeWay), Photo, new AffinityExplorerOptions
    {
        Evidence = Evidence,
        Truth = Truth,
        Palette = Palette.Categorical,
        Beside = [new NamedWeights("one-way", Weights(Connection.OneWay))],
    });

    private static FeatureMap Upsampled() => Resize.Bilinear(Evidence, Height, Width);

    private static IEnumerable<double> Refined(PropagationWeights weights) =>
        OneHot.ArgMax(Propagation.Forward(Upsampled(), weights).Output).Labels.Select(label => (double)label);

    private static void Set(PropagationWeights weights, IEnumerable<Pixel> pixels, float value)
    {
        foreach (var pixel in pixels)
            foreach (var direction in Directions.All)
                for (var n = 0; n < weights.Neighbours; n++)
                    weights[0, direction, n, 0, pixel.Row, pixel.Column] = value;
    }

    private async Task<Chromium> OpenAsync(Widget widget)
    {
        var path = Path.Combine(_folder, "explorer.html");
        widget.Save(path);
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        await ReadyAsync(browser, 1);
        return browser;
    }

    private static Task ReadyAsync(Chromium browser, int count) =>
        browser.UntilAsync($"[...document.querySelectorAll('.spn-explorer')].filter(root => root.player).length === {count}");

    private static async Task CheckAsync(Chromium browser, string question, Direction direction, AffinitySlice expected)
    {
        await ChooseAsync(browser, "question", question);
        await ChooseAsync(browser, "direction", ((int)direction).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Near(expected.Values.Values.Select(v => (double)v), await SliceAsync(browser, expected.Pixel));
    }

    private static Task ChooseAsync(Chromium browser, string choice, string value) =>
        browser.EvaluateAsync($"document.querySelector('[data-choice={choice}] input[value=\"{value}\"]').click(), 1");

    private static Task ChooseAsync(Chromium browser, string part, int value) => browser.EvaluateAsync(
        $"(input => {{ input.value = {value}; input.dispatchEvent(new Event('input', {{ bubbles: true }})); return 1; }})"
        + $"({Explorer}.find('{part}'))");

    private static async Task<JsonArray> SliceAsync(Chromium browser, Pixel pixel, string heat = "heat") =>
        (JsonArray)await browser.EvaluateAsync(
            $"({Explorer}.move({pixel.Row}, {pixel.Column}), [...{Explorer}.{heat}])");

    private static async Task<JsonArray> LabelsAsync(Chromium browser) =>
        (JsonArray)await browser.EvaluateAsync($"[...{Explorer}.refined.labels]");

    private static async Task<string?> PixelAsync(Chromium browser) =>
        (string?)await browser.EvaluateAsync($"({Explorer}.read(), document.querySelector('[data-part=numbers] tr td').textContent)");

    private static async Task PointAsync(Chromium browser, string type, int row, int column, bool thenRelease = false)
    {
        var place = (JsonArray)await browser.EvaluateAsync(
            $"(box => [box.left + ({column} + 0.5) / {Width} * box.width, box.top + ({row} + 0.5) / {Height} * box.height])"
            + $"({Explorer}.find('map').getBoundingClientRect())");
        foreach (var each in thenRelease ? new[] { type, "mouseReleased" } : [type])
            await browser.SendAsync("Input.dispatchMouseEvent", new()
            {
                ["type"] = each, ["x"] = (double)place[0]!, ["y"] = (double)place[1]!,
                ["button"] = each == "mouseMoved" ? "none" : "left", ["clickCount"] = 1,
            });
    }

    private static async Task KeyAsync(Chromium browser, string key, bool shift = false, bool control = false)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
            await browser.SendAsync("Input.dispatchKeyEvent", new()
            {
                ["type"] = type, ["key"] = key, ["modifiers"] = (shift ? 8 : 0) + (control ? 2 : 0),
                ["windowsVirtualKeyCode"] = key == "Tab" ? 9 : 0,
            });
    }

    private static void Near(IEnumerable<double> expected, JsonArray actual)
    {
        var values = expected.ToList();
        Assert.Equal(values.Count, actual.Count);
        for (var i = 0; i < values.Count; i++)
            Assert.True(Math.Abs(values[i] - (double)actual[i]!) <= 1e-5, $"pixel {i}: expected {values[i]}, got {actual[i]}");
    }
}
