using System.Text.Json.Nodes;
using Spn.Imaging;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>All four widgets start in the same way, wherever a notebook puts them, and one that cannot start says so.</summary>
public sealed class WidgetStartBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private static readonly MapShape Shape = new(1, 1, 8, 11);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Markup_that_a_notebook_inserts_with_scripts_made_anew_without_their_attributes_starts()
    {
        var tab = await OpenAsync($"<template>{string.Concat(Four().Select(widget => widget.ToHtml()))}</template><div></div>", 0);
        await tab.RunAsync("""
            (host => {
                host.innerHTML = document.querySelector("template").innerHTML;
                for (const old of host.querySelectorAll("script")) {
                    const made = document.createElement("script");
                    made.type = old.type;
                    made.textContent = old.textContent;
                    old.replaceWith(made);
                }
                return 1;
            })(document.querySelector("div"))
            """);
        await tab.ReadyAsync(4);
        Assert.Empty(tab.Browser.Complaints);
    }

    [BrowserFact]
    public async Task One_whose_data_are_cut_says_so_and_the_others_start()
    {
        foreach (var widget in Four())
        {
            var whole = widget.ToHtml();
            var data = whole.IndexOf("<script type=\"application/json\">", StringComparison.Ordinal) + 32;
            var cut = whole[..(data + 60)] + whole[whole.IndexOf("</script>", data, StringComparison.Ordinal)..];
            var tab = await OpenAsync(cut + whole, 1);
            var found = (JsonArray)await tab.RunAsync("""
                ["still", "live"].map(name => [...document.querySelectorAll(`[data-part=${name}]`)].map(part => part.hidden).join())
                    .concat(document.querySelector("[data-part=failed]").textContent)
                """);
            Assert.Equal("false,true", (string?)found[0]);
            Assert.Equal("true,false", (string?)found[1]);
            Assert.StartsWith("This could not start here: ", (string?)found[2], StringComparison.Ordinal);
            Assert.NotEmpty(tab.Browser.Complaints);
        }
    }

    private async Task<PlayerTab> OpenAsync(string body, int started)
    {
        var path = Path.Combine(_folder, "page.html");
        await File.WriteAllTextAsync(path, $"<!DOCTYPE html><meta charset=\"utf-8\"><body>{body}");
        return await PlayerTab.OpenAsync(fixture, path, started);
    }

    private static IReadOnlyList<Widget> Four()
    {
        var (map, weights) = (FeatureMap.Random(Shape, 1), PropagationWeights.Random(Connection.ThreeWay, Shape, 2));
        var labels = LabelMap.Generate(Shape.Height, Shape.Width, (row, column) => (byte)((row + column) / 6));
        return
        [
            Spn.Visuals.Widgets.Affinity(weights, FeatureMap.Constant(Shape, 0.5f)),
            Spn.Visuals.Widgets.Diffusion([.. Diffusion.States(map, weights, Direction.LeftToRight).Take(3)]),
            Spn.Visuals.Widgets.Scan(map, weights, Direction.TopToBottom),
            Spn.Visuals.Widgets.Compare(labels, labels),
        ];
    }
}
