using Spn.Imaging;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <content>The explorer as a page: keyboard, paper, telephone, no script, what is said of what cannot be, and its size.</content>
public sealed partial class AffinityExplorerBrowserTests
{
    [BrowserFact]
    public async Task The_keyboard_reaches_every_control_and_one_sees_where_it_is()
    {
        var browser = await OpenAsync(Explore());
        List<string> reached = [];
        for (var i = 0; i < 24; i++)
        {
            await KeyAsync(browser, "Tab");
            reached.Add((string)(await browser.EvaluateAsync(
                "(e => `${e.dataset.part ?? e.name ?? e.tagName} ${getComputedStyle(e).outlineStyle}`)(document.activeElement)"))!);
        }

        string[] all =
        [
            "map", "weights", "beside", "question", "direction", "class", "show", "scale", "opacity", "tool", "size", "undo", "reset",
            "pin", "unpin",
        ];
        Assert.All(all, name => Assert.Contains($"{name} solid", reached));
    }

    [BrowserFact]
    public async Task On_paper_the_picture_and_its_numbers_stand_without_the_controls()
    {
        var browser = await OpenAsync(Explore());
        var heights = await browser.OnPaperAsync(() => browser.EvaluateAsync(
            "['map', 'numbers', 'controls'].map(part => "
            + "document.querySelector(`[data-part=${part}]`).getBoundingClientRect().height > 20).join()"));
        Assert.Equal("true,true,false", (string?)heights);
    }

    [BrowserFact]
    public async Task Two_on_a_page_do_not_disturb_each_other()
    {
        var path = Path.Combine(_folder, "two.html");
        var (one, other) = (Explore().ToHtml(), Spn.Visuals.Widgets.Affinity(Weights(Connection.OneWay), Photo).ToHtml());
        await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><body>{one}{other}");
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(path);
        await ReadyAsync(browser, 2);
        const string Both = "[...document.querySelectorAll('.spn-explorer')].map(root => root.player)";
        Assert.Equal("3,1", (string?)await browser.EvaluateAsync($"{Both}.map(explorer => explorer.field.neighbours).join()"));
        await browser.EvaluateAsync($"{Both}[1].root.querySelector('input[value=\"2\"]').click(), 1");
        Assert.Equal("0,2", (string?)await browser.EvaluateAsync($"{Both}.map(explorer => explorer.choices.direction).join()"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_telephone_has_room_for_it()
    {
        var browser = await OpenAsync(Explore());
        var beyond = await browser.OnATelephoneAsync(
            () => browser.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Equal(0, (int)beyond);
    }

    [BrowserFact]
    public async Task Without_script_there_is_a_picture_with_words_for_it()
    {
        var browser = await fixture.GetAsync();
        var path = Path.Combine(_folder, "explorer.html");
        Explore().Save(path);
        await browser.WithoutScriptAsync(() => browser.OpenAsync(path));
        Assert.True((double)await browser.EvaluateAsync(
            "document.querySelector('[data-part=still] img').getBoundingClientRect().width") > 100);
        Assert.True((double)await browser.EvaluateAsync("document.querySelector('h2').getBoundingClientRect().height") > 10);
        var words = (string?)await browser.EvaluateAsync("document.querySelector('[data-part=still] img').alt");
        Assert.Matches($"photograph of {Height}×{Width} pixels.*a row of G, left to right: its own share is [0-9.]+ %", words);
        Assert.Equal(0, (double)await browser.EvaluateAsync("document.querySelector('[data-part=live]').getBoundingClientRect().height"));
    }

    [BrowserFact]
    public async Task The_close_up_shows_the_pixels_around_the_one_asked_about_and_can_be_clicked()
    {
        var shape = new MapShape(1, 1, 120, 200);
        var weights = PropagationWeights.Random(Connection.ThreeWay, shape, 4);
        var browser = await OpenAsync(Spn.Visuals.Widgets.Affinity(weights, FeatureMap.Random(shape with { Channels = 3 }, 3)));
        // Some cells of the close-up against the map's pixels, at an edge as well; the cells' middles, away from the frame.
        foreach (var (row, column) in new[] { (60, 90), (0, 199) })
            Assert.Equal("", (string?)await browser.EvaluateAsync($$"""
                (({ closer, stage, ...explorer }) => {
                    {{Explorer}}.move({{row}}, {{column}});
                    const colour = (context, x, y) => [...context.getImageData(x, y, 1, 1).data].join(), wrong = [];
                    for (let r = 0; r < 48; r += 11)
                        for (let c = 0; c < 48; c += 13)
                            if (colour(closer.context, 6 * c + 3, 6 * r + 3) !== colour(stage.context, closer.left + c, closer.top + r))
                                wrong.push(`${r}, ${c}`);
                    return wrong.join("; ");
                })({{Explorer}})
                """));
        Assert.Equal("0,152", (string?)await browser.EvaluateAsync($"[{Explorer}.closer.top, {Explorer}.closer.left].join()"));
        await browser.EvaluateAsync($$"""
            (canvas => {
                const box = canvas.getBoundingClientRect();
                const at = { clientX: box.left + 10.5 / 48 * box.width, clientY: box.top + 7.5 / 48 * box.height };
                return canvas.dispatchEvent(new PointerEvent("pointerdown", at));
            })({{Explorer}}.closer.canvas)
            """);
        Assert.Equal("7, 162", await PixelAsync(browser));
    }

    [BrowserFact]
    public async Task A_pixel_without_a_label_has_no_class_and_unlabelled_pixels_are_no_other_class()
    {
        var browser = await OpenAsync(Explore());
        Task<string> Rows(int row) => RowsAsync(browser, row, 20);
        Assert.Contains("share of its own class: –; share of other classes: –", await Rows(0), StringComparison.Ordinal);
        await ChooseAsync(browser, "direction", "2");
        var row = Affinity.Row(Weights(Connection.ThreeWay), Direction.TopToBottom, new Pixel(5, 20)).Values.Values;
        var (own, unknown) = (0.0, 0.0);
        for (var i = 0; i < row.Length; i++)
        {
            own += Truth.Labels[i] == Truth[5, 20] ? row[i] : 0;
            unknown += Truth.Labels[i] == LabelMap.Ignore ? row[i] : 0;
        }

        Assert.True(unknown > 1e-3);
        await Rows(5);
        var shares = (System.Text.Json.Nodes.JsonArray)await browser.EvaluateAsync(
            $"(({{ mine, others, unknown }}) => [mine, others, unknown])({Explorer}.measured)");
        Near([own / row.Sum(v => (double)v), 1 - (own + unknown) / row.Sum(v => (double)v), unknown / row.Sum(v => (double)v)], shares);
    }

    [BrowserFact]
    public async Task Weights_far_above_one_open_no_door_and_entries_that_are_not_finite_are_named()
    {
        var raw = PropagationWeights.Constant(Connection.ThreeWay, Shape, 90f);
        var options = new AffinityExplorerOptions { Normalisation = Normalisation.Raw };
        var browser = await OpenAsync(Spn.Visuals.Widgets.Affinity(raw, Photo, options));
        Assert.True((bool)await browser.EvaluateAsync("document.querySelector('input[value=door]').disabled"));
        Assert.False((bool)await browser.EvaluateAsync($"{Explorer}.find('no-door').hidden"));
        Assert.Contains("sum of the row: not finite", await RowsAsync(browser, Height / 2, Width - 1), StringComparison.Ordinal);
        Assert.Contains(
            "not finite, and drawn as the largest",
            (string?)await browser.EvaluateAsync($"{Explorer}.find('legend').textContent"), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_tenth_pin_is_refused_in_words()
    {
        var browser = await OpenAsync(Explore());
        await browser.EvaluateAsync($"[...Array(10).keys()].forEach(i => ({Explorer}.move(i, 3), {Explorer}.pin())), 1");
        Assert.Contains("9 pins are the most", await RowsAsync(browser, null, null), StringComparison.Ordinal);
        Assert.DoesNotContain("pins are the most", await RowsAsync(browser, 4, 4), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task With_a_channel_for_each_class_each_class_goes_through_its_own_and_with_one_for_all_the_page_says_so()
    {
        var channels = PropagationWeights.Generate(Connection.OneWay, Shape with { Channels = Classes },
            (_, direction, _, c, row, column) => ((int)direction * 7 + row * 5 + column * 11 + c * 17) % 120 / 127f);
        Widget Make(params int[] chosen) => Spn.Visuals.Widgets.Affinity(
            channels, Photo, new AffinityExplorerOptions { Evidence = Evidence, Truth = Truth, Channels = chosen });
        const string Note = "document.querySelector('.spn-note').textContent";
        var browser = await OpenAsync(Make(0, 1, 2));
        Assert.Contains("the weights of its own channel", (string?)await browser.EvaluateAsync(Note), StringComparison.Ordinal);
        Near(Refined(channels), await LabelsAsync(browser));
        browser = await OpenAsync(Make(1));
        Assert.Contains("the one channel that is chosen", (string?)await browser.EvaluateAsync(Note), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Rows_of_weights_that_are_no_whole_steps_are_within_what_the_page_states()
    {
        var photo = FeatureMap.Generate(Shape, (_, _, row, column) => (row * 7 + column * 5) % 23 / 23f);
        var weights = HandWeights.ColourDistance(photo);
        var browser = await OpenAsync(Spn.Visuals.Widgets.Affinity(
            weights, photo, new AffinityExplorerOptions { Start = new Pixel(12, 16) }));
        var said = System.Text.RegularExpressions.Regex.Match(
            (string)(await browser.EvaluateAsync($"{Explorer}.find('exact').textContent"))!, "does so by ([0-9.]+) % of its sum");
        var bound = double.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) / 100 + 0.0005;
        Assert.InRange(bound, 0.0006, 0.25);
        foreach (var direction in Directions.All)
        {
            await ChooseAsync(browser, "direction", ((int)direction).ToString(System.Globalization.CultureInfo.InvariantCulture));
            var exact = Affinity.Row(weights, direction, new Pixel(12, 16)).Values.Values;
            var shown = await SliceAsync(browser, new Pixel(12, 16));
            var difference = exact.Select((value, i) => Math.Abs(value - (double)shown[i]!)).Sum();
            Assert.True(difference <= bound * exact.Sum(value => Math.Abs((double)value)), $"{direction}: {difference} against {bound}");
        }
    }

    private static async Task<string> RowsAsync(Chromium browser, int? row, int? column)
    {
        var move = row is null ? "" : FormattableString.Invariant($"{Explorer}.move({row}, {column}), ");
        return (string)(await browser.EvaluateAsync(
            $"({move}{Explorer}.read(), {Explorer}.lines.map(line => line.join(': ')).join('; '))"))!;
    }
}
