using System.Text.Json.Nodes;
using Spn.Imaging;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>What every player keeps to: no network, no complaint, the keyboard, print, little motion, small screens, no script.</summary>
public sealed class PlayersBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private static readonly MapShape Shape = new(1, 1, 8, 11);
    private static readonly FeatureMap Photo = FeatureMap.Generate(
        new MapShape(1, 3, 8, 11), (_, c, row, column) => (row + column + c) / 20f);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-players-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<Widget> Players { get; } =
    [
        Spn.Visuals.Widgets.Diffusion(
            [.. Diffusion.States(FeatureMap.Random(Shape, 1), Weights(), Direction.LeftToRight).Take(5)],
            new DiffusionPlayerOptions { Photo = Photo }),
        Spn.Visuals.Widgets.Scan(FeatureMap.Random(Shape, 1), Weights(), Direction.TopToBottom),
        Spn.Visuals.Widgets.Compare(Labels(0), Labels(2), Photo, new CompareOptions { Truth = Labels(1) }),
    ];

    [BrowserFact]
    public async Task They_open_without_complaint_ask_for_nothing_and_hide_the_still_picture()
    {
        foreach (var player in Players)
        {
            var tab = await PlayerTab.OpenAsync(fixture, _folder, player);
            Assert.Empty(tab.Browser.Complaints);
            Assert.All(tab.Browser.Requests, address => Assert.Matches("^(file|data):", address));
            Assert.Equal(0, await tab.NumberAsync("document.querySelector('[data-part=still]').getBoundingClientRect().height"));
        }
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_every_control_and_the_focus_is_seen()
    {
        foreach (var player in Players)
        {
            var tab = await PlayerTab.OpenAsync(fixture, _folder, player);
            await tab.RunAsync("""
                (window.controls = [...document.querySelectorAll(".spn-player :is(button, input, select, canvas[tabindex])")]
                    .filter(control => control.getClientRects().length > 0 && (control.type !== "radio" || control.checked)),
                window.seen = new Set(), 1)
                """);
            var count = (int)await tab.NumberAsync("controls.length");
            Assert.True(count >= 5);
            for (var i = 0; i < count; i++)
            {
                await tab.KeyAsync("Tab");
                Assert.Equal("solid", (string?)await tab.RunAsync(
                    "(seen.add(document.activeElement), getComputedStyle(document.activeElement).outlineStyle)"));
            }

            Assert.Equal("", (string?)await tab.RunAsync(
                "controls.filter(control => !seen.has(control)).map(control => control.outerHTML).join()"));
        }
    }

    [BrowserFact]
    public async Task Print_shows_the_still_picture_in_place_of_the_live_one()
    {
        foreach (var player in Players)
        {
            var tab = await PlayerTab.OpenAsync(fixture, _folder, player);
            var heights = (JsonArray)await tab.Browser.OnPaperAsync(() => tab.RunAsync(
                "['still', 'live'].map(part => document.querySelector(`[data-part=${part}]`).getBoundingClientRect().height)"));
            Assert.True((double)heights[0]! > 50);
            Assert.Equal(0, (double)heights[1]!);
        }
    }

    [BrowserFact]
    public async Task A_telephone_has_room_and_letters_stay_legible()
    {
        foreach (var player in Players)
        {
            var tab = await PlayerTab.OpenAsync(fixture, _folder, player);
            var (beyond, smallest) = await tab.Browser.OnATelephoneAsync(async () => (
                await tab.NumberAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
                await tab.NumberAsync("""
                    Math.min(...[...document.querySelectorAll(".spn-player [data-part=live] *")]
                        .filter(part => part.children.length === 0 && part.textContent !== "")
                        .map(part => parseFloat(getComputedStyle(part).fontSize) * (part.ownerSVGElement ? part.getScreenCTM().a : 1)))
                    """)));
            Assert.Equal(0, beyond);
            Assert.True(smallest >= 11, $"letters of {smallest} px");
        }
    }

    [BrowserFact]
    public async Task Without_script_there_is_a_picture_with_words_for_it()
    {
        var browser = await fixture.GetAsync();
        foreach (var player in Players)
        {
            var path = Path.Combine(_folder, "still.html");
            player.Save(path);
            await browser.WithoutScriptAsync(() => browser.OpenAsync(path));
            Assert.True((double)await browser.EvaluateAsync(
                "document.querySelector('[data-part=still] img').getBoundingClientRect().width") > 100);
            Assert.Contains(" 8×11 pixels",
                (string?)await browser.EvaluateAsync("document.querySelector('[data-part=still] img').alt"), StringComparison.Ordinal);
            Assert.Equal(0, (double)await browser.EvaluateAsync(
                "document.querySelector('[data-part=live]').getBoundingClientRect().height"));
        }
    }

    [BrowserFact]
    public async Task Two_of_each_on_one_page_are_independent()
    {
        var path = Path.Combine(_folder, "six.html");
        var six = string.Concat(Players.Concat(Players).Select(player => player.ToHtml()));
        await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><body>{six}");
        var tab = await PlayerTab.OpenAsync(fixture, path, 6);
        await tab.RunAsync("(window.players = [...document.querySelectorAll('.spn-player')].map(root => root.player), 1)");
        await tab.RunAsync(
            "(players[0].part('forward').click(), players[1].root.querySelector('[value=\"3\"]').click(), players[2].slide(100), 1)");
        Assert.Equal("1,3,600,0,2,500", (string?)await tab.RunAsync(
            "[0, 3].flatMap(i => [players[i].at, players[i + 1].walk.direction, players[i + 2].part('divider').value]).join()"));
        Assert.Empty(tab.Browser.Complaints);
    }

    private static PropagationWeights Weights() => PropagationWeights.Random(Connection.ThreeWay, Shape, 2);

    private static LabelMap Labels(int shift) => LabelMap.Generate(8, 11, (row, column) => (byte)((row + column + shift) / 6));
}
