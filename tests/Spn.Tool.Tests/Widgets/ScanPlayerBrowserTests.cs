using System.Globalization;
using System.Text.Json.Nodes;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>The scan player in a real browser: what it scans and writes is what the library computes.</summary>
public sealed class ScanPlayerBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Player = "document.querySelector('.spn-scan').player";
    private const int Height = 11, Width = 14;

    private static readonly MapShape Shape = new(1, 1, Height, Width);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-scan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Every_direction_of_both_connections_is_the_librarys_with_and_without_the_constraint()
    {
        var seed = Environment.TickCount;
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            foreach (var normalisation in new[] { Normalisation.Clip, Normalisation.Raw })
            {
                var shape = new MapShape(2, 3, Height, Width);
                var (x, weights) = (FeatureMap.Random(shape, seed), PropagationWeights.Random(connection, shape, seed + 1));
                var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Scan(
                    x, weights, Direction.LeftToRight, new ScanPlayerOptions { Batch = 1, Channel = 2, Normalisation = normalisation }));
                foreach (var direction in Directions.All)
                {
                    var expected = Propagation.Scan(x, weights, direction, new PropagationOptions { Normalisation = normalisation })
                        .Plane(1, 2).ToArray();
                    var shown = (JsonArray)await tab.RunAsync($"[...{Player}.walks[{(int)direction}].h]");
                    var largest = expected.Max(MathF.Abs);
                    for (var i = 0; i < expected.Length; i++)
                        Assert.True(
                            Math.Abs(expected[i] - (double)shown[i]!) <= 1e-5 * largest,
                            $"seed {seed}, {connection}, {direction}, constrained {normalisation}, "
                            + $"pixel {i}: expected {expected[i]}, got {shown[i]}");
                }
            }
    }

    [BrowserFact]
    public async Task Lines_appear_one_after_the_other_and_what_is_not_reached_stays_empty()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Make(Direction.LeftToRight, new Pixel(0, 0)));
        const string Columns = $"[...Array({Player}.data.width).keys()].filter(c => {Player}.layers[1].words[c] !== 0).join()";
        Assert.Equal("line 1 of 14", await tab.TextAsync("where"));
        Assert.Equal("0", (string?)await tab.RunAsync(Columns));
        await tab.ClickAsync("forward");
        await tab.FocusAsync("slider");
        await tab.KeyAsync("ArrowRight");
        Assert.Equal("line 3 of 14", await tab.TextAsync("where"));
        Assert.Equal("0,1,2", (string?)await tab.RunAsync(Columns));
        await tab.ChooseAsync("direction", "1");
        Assert.Equal("line 12 of 14", await tab.TextAsync("where"));
        Assert.Equal("2,3,4,5,6,7,8,9,10,11,12,13", (string?)await tab.RunAsync(Columns));
    }

    [BrowserFact]
    public async Task It_plays_to_the_last_line_and_stops()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Make(Direction.BottomToTop, new Pixel(5, 5)));
        await tab.RunAsync($"({Player}.part('speed').value = '80', {Player}.part('play').click(), 1)");
        await tab.Browser.UntilAsync($"!{Player}.playback.playing");
        Assert.Equal("line 11 of 11", await tab.TextAsync("where"));
        Assert.Equal("▶ Play", await tab.TextAsync("play"));
        Assert.Equal("Pixel at row 0, column 5", await tab.TextAsync("pixel"));
    }

    [BrowserFact]
    public async Task The_equation_holds_in_the_middle_at_the_border_and_on_the_first_line()
    {
        var (x, weights) = (FeatureMap.Random(Shape, 4), Stability.Constrain(PropagationWeights.Random(Connection.ThreeWay, Shape, 5)));
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Scan(x, weights, Direction.TopToBottom));
        var hidden = Propagation.Scan(x, weights, Direction.TopToBottom);
        var cases = new[] { (new Pixel(4, 6), 3), (new Pixel(7, 0), 2), (new Pixel(10, 13), 2), (new Pixel(0, 3), 0) };
        foreach (var (pixel, neighbours) in cases)
        {
            await tab.RunAsync($"({Player}.choose({{ row: {pixel.Row}, column: {pixel.Column} }}), 1)");
            Assert.Equal($"Pixel at row {pixel.Row}, column {pixel.Column}", await tab.TextAsync("pixel"));
            var text = await tab.TextAsync("equation");
            var result = neighbours == 0 ? text.Split("= ")[^1].Split(' ')[0] : text.Split("= ")[^1];
            var expected = hidden[0, 0, pixel.Row, pixel.Column];
            Assert.Equal(expected, double.Parse(result.Replace('−', '-'), CultureInfo.InvariantCulture), 5e-4 * Math.Abs(expected));
            Assert.Equal(neighbours, text.Split("p·h(").Length - 1);
            Assert.Equal(3 - neighbours, await tab.NumberAsync(
                "[...document.querySelectorAll('[data-part=closeup] text')].filter(text => text.textContent === 'absent').length"));
        }
    }

    [BrowserFact]
    public async Task Pointer_and_arrow_keys_choose_the_pixel_and_its_line()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Make(Direction.LeftToRight, new Pixel(0, 0)));
        await tab.PointAsync("mousePressed", 9.5 / Width, 3.5 / Height);
        await tab.PointAsync("mouseReleased", 9.5 / Width, 3.5 / Height);
        Assert.Equal("Pixel at row 3, column 9", await tab.TextAsync("pixel"));
        Assert.Equal("line 10 of 14", await tab.TextAsync("where"));
        await tab.FocusAsync("map");
        await tab.KeyAsync("ArrowRight");
        await tab.KeyAsync("ArrowDown");
        await tab.KeyAsync("ArrowLeft", shift: true);
        Assert.Equal("Pixel at row 4, column 0", await tab.TextAsync("pixel"));
        Assert.StartsWith("Pixel at row 4, column 0. h = x", await tab.TextAsync("said"), StringComparison.Ordinal);
    }

    private static Widget Make(Direction direction, Pixel start) => Spn.Visuals.Widgets.Scan(
        FeatureMap.Random(Shape, 1), PropagationWeights.Random(Connection.ThreeWay, Shape, 2), direction,
        new ScanPlayerOptions { Start = start });
}
