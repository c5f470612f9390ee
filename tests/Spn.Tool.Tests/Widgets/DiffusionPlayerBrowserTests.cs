using System.Text.Json.Nodes;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>The diffusion player in a real browser: it steps, plays and pauses, and its values are the states'.</summary>
public sealed class DiffusionPlayerBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Player = "document.querySelector('.spn-diffusion').player";

    /// <summary>Where it is, and whether it plays.</summary>
    private const string State = $"`${{{Player}.at}} ${{{Player}.playback.playing}}`";

    private static readonly MapShape Shape = new(1, 1, 9, 14);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-diffusion-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Few_values_are_the_states_exactly()
    {
        var states = States(12);
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(states));
        for (var i = 0; i < states.Count; i++)
        {
            var shown = (JsonArray)await tab.RunAsync($"[...{Player}.data.states[{i}].values]");
            Assert.Equal(states[i].U.Values.Select(value => (double)value), shown.Select(value => (double)value!));
        }
    }

    [BrowserFact]
    public async Task Many_values_are_the_states_within_the_stated_steps()
    {
        var shape = new MapShape(1, 1, 150, 230);
        IReadOnlyList<DiffusionState> states =
            [.. Diffusion.States(
                FeatureMap.Random(shape, 1), PropagationWeights.Constant(Connection.ThreeWay, shape, 0.3f), Direction.RightToLeft)
                .Take(2)];
        states[1].U.Values[77] = float.NaN;
        states[1].U.Values[78] = float.NegativeInfinity;
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(states));
        for (var i = 0; i < states.Count; i++)
        {
            var values = states[i].U.Values;
            var shown = (JsonArray)await tab.RunAsync(
                $"[...{Player}.data.states[{i}].values].map(value => Number.isFinite(value) ? value : String(value))");
            var finite = values.Where(float.IsFinite).ToList();
            var bound = ((double)finite.Max() - finite.Min()) / (2 * 65532) * 1.000001;
            for (var k = 0; k < values.Length; k++)
                if (float.IsFinite(values[k]))
                    Assert.InRange(Math.Abs(values[k] - (double)shown[k]!), 0, bound);
                else
                    Assert.Equal(float.IsNaN(values[k]) ? "NaN" : "-Infinity", (string?)shown[k]);
        }
    }

    [BrowserFact]
    public async Task Buttons_the_slider_the_strip_and_the_charts_choose_T()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(States(12)));
        Assert.Equal("T = 1", await tab.TextAsync("where"));
        await tab.ClickAsync("back");
        Assert.Equal("T = 1", await tab.TextAsync("where"));
        await tab.ClickAsync("forward");
        Assert.Equal("T = 2", await tab.TextAsync("where"));
        await tab.FocusAsync("slider");
        await tab.KeyAsync("ArrowRight");
        Assert.Equal("T = 3", await tab.TextAsync("where"));
        await tab.RunAsync("(document.querySelector('[data-part=strip] button:last-child').click(), 1)");
        Assert.Equal("T = 12", await tab.TextAsync("where"));
        Assert.Equal("true",
            (string?)await tab.RunAsync("document.querySelector('[data-part=strip] button:last-child').getAttribute('aria-current')"));
        await tab.RunAsync("""
            (svg => {
                const box = svg.getBoundingClientRect();
                svg.dispatchEvent(new PointerEvent("pointerdown", { clientX: box.left + 1, clientY: box.top + 20, bubbles: true }));
                return 1;
            })(document.querySelector("[data-part=energy]"))
            """);
        Assert.Equal("T = 1", await tab.TextAsync("where"));
    }

    [BrowserFact]
    public async Task It_plays_when_asked_stops_when_asked_and_at_the_end()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(States(60)));
        Assert.Equal("0 false", (string?)await tab.RunAsync(State));
        await tab.RunAsync($"({Player}.part('speed').value = '120', 1)");
        await tab.FocusAsync("play");
        await tab.KeyAsync(" ");
        await tab.Browser.UntilAsync($"{Player}.at >= 3");
        await tab.KeyAsync(" ");
        Assert.False((bool)await tab.RunAsync($"{Player}.playback.playing"));
        await tab.RunAsync($"({Player}.playback.seek(57), {Player}.part('play').click(), 1)");
        await tab.Browser.UntilAsync($"{Player}.at === 59 && !{Player}.playback.playing");
        Assert.Equal("▶ Play", await tab.TextAsync("play"));
    }

    [BrowserFact]
    public async Task Who_asked_for_less_motion_gets_one_step_for_each_press()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(States(12)));
        var states = await tab.Browser.WithLessMotionAsync(
            () => tab.RunAsync($"[1, 2].map(() => ({Player}.part('play').click(), {State})).join()"));
        Assert.Equal("1 false,2 false", (string?)states);
    }

    [BrowserFact]
    public async Task Pointer_and_arrow_keys_read_values_out()
    {
        var states = States(3);
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(states));
        await tab.PointAsync("mouseMoved", 5.5 / Shape.Width, 2.5 / Shape.Height);
        Assert.StartsWith("U at row 2, column 5", await tab.TextAsync("numbers"), StringComparison.Ordinal);
        await tab.FocusAsync("map");
        await tab.KeyAsync("ArrowDown");
        await tab.KeyAsync("ArrowLeft");
        Assert.StartsWith("U at row 3, column 4", await tab.TextAsync("numbers"), StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{states[0].Energy():G4}"), await tab.TextAsync("numbers"), StringComparison.Ordinal);
        Assert.Equal(states[0].U[0, 0, 3, 4], await tab.NumberAsync($"{Player}.value"), 1e-4);
    }

    [BrowserFact]
    public async Task Colours_are_the_same_for_all_T_until_each_may_have_its_own_range()
    {
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(States(12)));
        const string Legend = "document.querySelector('[data-part=legend]').textContent";
        var first = (string?)await tab.RunAsync(Legend);
        await tab.RunAsync($"({Player}.playback.seek(11), 1)");
        Assert.Equal(first, (string?)await tab.RunAsync(Legend));
        await tab.RunAsync($"({Player}.playback.seek(0), 1)");
        await tab.ChooseAsync("range", "own");
        Assert.NotEqual(first, (string?)await tab.RunAsync(Legend));
    }

    [BrowserFact]
    public async Task States_that_explode_say_so_and_count_what_is_not_finite()
    {
        var raw = new PropagationOptions { Normalisation = Normalisation.Raw };
        IReadOnlyList<DiffusionState> states =
            [.. Diffusion.States(
                FeatureMap.Random(Shape, 3), PropagationWeights.Constant(Connection.ThreeWay, Shape, 50f), Direction.LeftToRight, raw)
                .Take(9)];
        var wrong = states[^1].U.Values.Count(value => !float.IsFinite(value));
        Assert.True(wrong > 0);
        var tab = await PlayerTab.OpenAsync(fixture, _folder, Spn.Visuals.Widgets.Diffusion(states));
        await tab.RunAsync($"({Player}.playback.seek(8), 1)");
        Assert.StartsWith($"{wrong} of {Shape.PlaneSize} values are not finite", await tab.TextAsync("alarm"), StringComparison.Ordinal);
        Assert.Equal(wrong, await tab.NumberAsync($"{Player}.data.states[8].values.filter(value => !Number.isFinite(value)).length"));
        Assert.Equal(wrong, await tab.NumberAsync($"{Player}.layer.words.filter(word => word === 0xffc800ff).length"));
        Assert.Contains("not finite", await tab.TextAsync("numbers"), StringComparison.Ordinal);
        Assert.Empty(tab.Browser.Complaints);
    }

    private static IReadOnlyList<DiffusionState> States(int count) =>
        [.. Diffusion.States(FeatureMap.Random(Shape, 1), PropagationWeights.Random(Connection.ThreeWay, Shape, 2), Direction.LeftToRight)
            .Take(count)];
}
