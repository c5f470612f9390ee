using System.Text.Json.Nodes;
using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>Before and after in a real browser: the divider, what changed, the scores, zoom and read-out.</summary>
public sealed class ComparisonBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Player = "document.querySelector('.spn-compare').player";
    private const int Height = 10, Width = 16;

    private static readonly LabelMap Before = LabelMap.Generate(Height, Width, (row, column) => (byte)((row + column) / 9));
    private static readonly LabelMap After = LabelMap.Generate(Height, Width, (row, column) => (byte)((row + column + 3) / 9));
    private static readonly LabelMap Truth = LabelMap.Generate(
        Height, Width, (row, column) => row == 0 ? LabelMap.Ignore : (byte)((row + column + 2) / 9));

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task The_divider_follows_pointer_slider_and_keys()
    {
        var tab = await OpenAsync(truth: false);
        await tab.PointAsync("mousePressed", 0.5, 0.5);
        await tab.PointAsync("mouseMoved", 0.25, 0.5);
        Assert.Equal(250, await DividerAsync(tab), 3.0);
        await tab.PointAsync("mouseReleased", 0.25, 0.5);
        await tab.PointAsync("mouseMoved", 0.75, 0.5);
        Assert.Equal(250, await DividerAsync(tab), 3.0);
        await tab.RunAsync($"({Player}.part('divider').value = 400, 1)");
        await tab.FocusAsync("divider");
        await tab.KeyAsync("ArrowRight");
        Assert.Equal(401, await DividerAsync(tab));
        await tab.FocusAsync("map");
        await tab.KeyAsync(".");
        Assert.Equal(421, await DividerAsync(tab));
        await tab.KeyAsync(",");
        Assert.Equal(401, await DividerAsync(tab));
    }

    [BrowserFact]
    public async Task Left_of_the_divider_is_before_and_right_of_it_is_after()
    {
        var tab = await OpenAsync(truth: false);
        foreach (var divider in new[] { 0, 480, 1000 })
        {
            await tab.RunAsync($"({Player}.slide({divider} - {Player}.part('divider').value), 1)");
            foreach (var (row, column) in new[] { (1, 3), (7, 1), (7, 13), (2, 8), (9, 15) })
                Assert.Equal(
                    Colour(((column + 0.5) * 1000 / Width < divider ? Before : After)[row, column]),
                    await ColourAsync(tab, row, column));
        }

        foreach (var (mode, map) in new[] { ("before", Before), ("after", After) })
        {
            await tab.ChooseAsync("show", mode);
            Assert.Equal(Colour(map[6, 5]), await ColourAsync(tab, 6, 5));
        }
    }

    [BrowserFact]
    public async Task With_a_truth_the_changes_are_those_of_the_library_and_so_are_the_scores()
    {
        var tab = await OpenAsync(truth: true);
        await tab.ChooseAsync("show", "changes");
        var expected = LabelPictures.Changes(FeatureMap.Constant(new MapShape(1, 1, Height, Width), 1), Truth, Before, After);
        var (mended, spoilt, wrong) = (0, 0, 0);
        for (var i = 0; i < Height * Width; i++)
        {
            if (Truth.Labels[i] == LabelMap.Ignore)
                continue;
            var (was, isRight) = (Before.Labels[i] == Truth.Labels[i], After.Labels[i] == Truth.Labels[i]);
            (mended, spoilt) = (mended + (!was && isRight ? 1 : 0), spoilt + (was && !isRight ? 1 : 0));
            wrong += !was && !isRight ? 1 : 0;
            var shown = (JsonArray)await tab.RunAsync(
                $"[...{Player}.changes.canvas.getContext('2d').getImageData({i % Width}, {i / Width}, 1, 1).data]");
            var full = was && isRight ? 0 : 255;
            Assert.Equal(full, (int)shown[3]!);
            for (var c = 0; c < 3 && full > 0; c++)
                Assert.Equal(expected.Samples[3 * i + c], 0.25 * 255 + 0.75 * (int)shown[c]!, 1.0);
        }

        Assert.True(mended > 0 && spoilt > 0);
        Assert.Equal(
            $"{mended},{spoilt},{wrong}",
            (string?)await tab.RunAsync($"['mended', 'spoilt', 'wrong'].map(kind => {Player}.changes.counts[kind] ?? 0).join()"));
        var scores = new[] { Before, After }.Select(map => SegmentationScore.Compare(Truth, map, 4)).ToList();
        foreach (var label in new[] { 0, 1, 2 })
            Assert.Equal(
                FormattableString.Invariant($"{100 * scores[0].Classes[label].IoU:F1},{100 * scores[1].Classes[label].IoU:F1}"),
                (string?)await tab.RunAsync(
                    $"[...document.querySelectorAll('tr[data-label=\"{label}\"] td')].slice(0, 2).map(cell => cell.textContent).join()"));
    }

    [BrowserFact]
    public async Task The_read_out_names_the_classes_also_when_zoomed_in()
    {
        var tab = await OpenAsync(truth: true);
        await tab.PointAsync("mouseMoved", 4.5 / Width, 5.5 / Height);
        await ReadsAsync(tab, 5, 4);
        await tab.FocusAsync("map");
        await tab.KeyAsync("ArrowRight");
        await ReadsAsync(tab, 5, 5);
        await tab.KeyAsync("+");
        Assert.Equal("2.0×", await tab.TextAsync("zoom"));
        await tab.ChooseAsync("show", "truth");
        await tab.PointAsync("mousePressed", 0.5, 0.5);
        await tab.PointAsync("mouseMoved", 0.25, 0.5);
        await tab.PointAsync("mouseReleased", 0.25, 0.5);
        var (left, top) = (await tab.NumberAsync($"{Player}.picture.left"), await tab.NumberAsync($"{Player}.picture.top"));
        Assert.True(left > 0);
        await tab.PointAsync("mouseMoved", 0.6, 0.4);
        await ReadsAsync(tab, (int)(top + 0.4 * Height / 2), (int)(left + 0.6 * Width / 2));
        await tab.FocusAsync("map");
        await tab.KeyAsync("0");
        Assert.Equal("1.0×", await tab.TextAsync("zoom"));
    }

    [BrowserFact]
    public async Task It_blinks_when_asked_and_once_for_each_press_where_less_motion_is_wanted()
    {
        var tab = await OpenAsync(truth: false);
        await tab.ClickAsync("blink");
        Assert.Equal("before", (string?)await tab.RunAsync($"{Player}.mode"));
        await tab.Browser.UntilAsync($"{Player}.mode === 'after'");
        await tab.ClickAsync("blink");
        Assert.Equal("swipe", (string?)await tab.RunAsync($"{Player}.mode"));
        var modes = await tab.Browser.WithLessMotionAsync(
            () => tab.RunAsync($"[1, 2].map(() => ({Player}.part('blink').click(), {Player}.mode)).join()"));
        Assert.Equal("before,after", (string?)modes);
        Assert.True((bool)await tab.RunAsync($"{Player}.blinking === null"));
    }

    private Task<PlayerTab> OpenAsync(bool truth) => PlayerTab.OpenAsync(
        fixture, _folder, Spn.Visuals.Widgets.Compare(Before, After, options: new CompareOptions { Truth = truth ? Truth : null }));

    private static Task<double> DividerAsync(PlayerTab tab) => tab.NumberAsync($"Number({Player}.part('divider').value)");

    private static async Task ReadsAsync(PlayerTab tab, int row, int column)
    {
        string Name(LabelMap map) => Palette.Categorical.NameOf(map[row, column]);
        Assert.StartsWith(
            $"pixel (row, column){row}, {column}before{Name(Before)}after{Name(After)}truth{Name(Truth)}",
            await tab.TextAsync("numbers"), StringComparison.Ordinal);
    }

    private static string Colour(byte label) => Palette.Categorical[label] is var colour ? $"{colour.R},{colour.G},{colour.B}" : "";

    /// <summary>The colour that is drawn in a pixel, away from its middle, where its mark or a number may stand.</summary>
    private static async Task<string> ColourAsync(PlayerTab tab, int row, int column) => (string)(await tab.RunAsync($$"""
        ((player, canvas) => {
            player.pixel = { row: 4, column: 8 };
            player.picture.draw();
            const unit = canvas.width / player.picture.width;
            const [x, y] = [({{column}} + 0.25) * unit, ({{row}} + 0.25) * unit];
            return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].slice(0, 3).join();
        })({{Player}}, document.querySelector("[data-part=map]"))
        """))!;
}
