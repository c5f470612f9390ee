using System.Text.Json.Nodes;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>A page with players in a browser's tab, and hands for it.</summary>
internal sealed class PlayerTab(Chromium browser)
{
    private const string Roots = ".spn-player, .spn-explorer";

    public Chromium Browser => browser;

    /// <summary>Saves a widget, opens it and waits until it has started.</summary>
    public static async Task<PlayerTab> OpenAsync(BrowserFixture fixture, string folder, Widget widget)
    {
        var path = Path.Combine(folder, "player.html");
        widget.Save(path);
        return await OpenAsync(fixture, path, 1);
    }

    public static async Task<PlayerTab> OpenAsync(BrowserFixture fixture, string path, int players)
    {
        var tab = new PlayerTab(await fixture.GetAsync());
        await tab.Browser.OpenAsync(path);
        await tab.ReadyAsync(players);
        return tab;
    }

    public Task ReadyAsync(int players) =>
        browser.UntilAsync($"[...document.querySelectorAll('{Roots}')].filter(root => root.player).length === {players}");

    public Task<JsonNode> RunAsync(string expression) => browser.EvaluateAsync(expression);

    public async Task<double> NumberAsync(string expression) => (double)await browser.EvaluateAsync(expression);

    public async Task<string> TextAsync(string part) => (string)(await browser.EvaluateAsync($"{Part(part)}.textContent"))!;

    public Task ClickAsync(string part) => browser.EvaluateAsync($"({Part(part)}.click(), 1)");

    public Task ChooseAsync(string choice, string value) =>
        browser.EvaluateAsync($"(document.querySelector('[data-choice={choice}] input[value=\"{value}\"]').click(), 1)");

    /// <summary>A control that is not one of a group: a list or a slider.</summary>
    public Task ChooseAsync(string part, int value) => browser.EvaluateAsync(
        $"(input => {{ input.value = {value}; input.dispatchEvent(new Event('input', {{ bubbles: true }})); return 1; }})({Part(part)})");

    public Task FocusAsync(string part) => browser.EvaluateAsync($"({Part(part)}.focus(), 1)");

    /// <summary>A pointer at a share of the canvas, from its upper left corner.</summary>
    public async Task PointAsync(string type, double across, double down)
    {
        var place = (JsonArray)await RunAsync($$"""
            (canvas => {
                canvas.scrollIntoView({ block: "center" });
                const box = canvas.getBoundingClientRect();
                const [left, top] = [box.left + canvas.clientLeft, box.top + canvas.clientTop];
                return [left + {{Text(across)}} * canvas.clientWidth, top + {{Text(down)}} * canvas.clientHeight];
            })({{Part("map")}})
            """);
        await browser.SendAsync("Input.dispatchMouseEvent", new()
        {
            ["type"] = type, ["x"] = (double)place[0]!, ["y"] = (double)place[1]!, ["clickCount"] = 1,
            ["button"] = type == "mouseMoved" ? "none" : "left", ["buttons"] = type == "mouseReleased" ? 0 : 1,
        });
    }

    public async Task KeyAsync(string key, bool shift = false, bool control = false)
    {
        var code = key switch
        {
            "Tab" => 9, "Enter" => 13, " " => 32, "ArrowLeft" => 37, "ArrowUp" => 38, "ArrowRight" => 39, "ArrowDown" => 40, _ => 0,
        };
        foreach (var type in new[] { "keyDown", "keyUp" })
            await browser.SendAsync("Input.dispatchKeyEvent", new()
            {
                ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = code, ["modifiers"] = (shift ? 8 : 0) + (control ? 2 : 0),
                ["text"] = type == "keyUp" || control ? "" : key switch { "Enter" => "\r", { Length: 1 } => key, _ => "" },
            });
    }

    private static string Part(string part) => $"document.querySelector(':is({Roots}) [data-part={part}]')";

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
