using System.Text.Json.Nodes;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Widgets;

/// <summary>The explorer of an iterated operator, and of scans with an input gate, in a browser: what it shows is the library's.</summary>
public sealed class IteratedExplorerBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Explorer = "document.querySelector('.spn-explorer').player";

    private static readonly MapShape Shape = new(1, 1, 20, 26);

    private static readonly FeatureMap Photo = FeatureMap.Random(Shape with { Channels = 3 }, 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-widget-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public Task Rows_columns_walls_and_the_refined_map_are_the_librarys() => CheckAsync(IteratedCentre.Current, hinted: false);

    [BrowserFact]
    public Task So_they_are_with_hints_and_with_the_centre_weight_on_x() => CheckAsync(IteratedCentre.Start, hinted: true);

    private async Task CheckAsync(IteratedCentre centre, bool hinted)
    {
        var weights = IteratedWeights.Random(Shape, 1);
        var options = new IteratedOptions { Steps = 7, Centre = centre };
        var x = FeatureMap.Generate(Shape with { Channels = 2 }, (_, c, row, column) => (c * 80 + row * 37 + column * 21) % 256 / 255f);
        var hints = hinted ? IteratedHints.Keep(x, FeatureMap.Random(Shape, 2)) : null;
        var browser = await OpenAsync(Spn.Visuals.Widgets.Affinity(
            weights, Photo, options, hints, new AffinityExplorerOptions { Evidence = x, Name = "cspn" }));
        foreach (var pixel in new[] { new Pixel(0, 0), new Pixel(11, 17), new Pixel(19, 25) })
        {
            Near(Whole(IteratedAffinity.Row(weights, pixel, options, hints)), await SliceAsync(browser, "row", pixel));
            Near(Whole(IteratedAffinity.Column(weights, pixel, options, hints)), await SliceAsync(browser, "column", pixel));
        }

        await LabelsAsync(browser, IteratedPropagation.Forward(x, weights, options, hints).Output);
        await browser.EvaluateAsync($"({Explorer}.brush.begin(), {Explorer}.brush.paint(9, 9, 1, 'wall'), {Explorer}.changed(), 1)");
        var walled = weights.Copy();
        for (var row = 8; row <= 10; row++)
            for (var column = 8; column <= 10; column++)
                for (var k = 0; k < 8; k++)
                    if (Math.Abs(row - 9) + Math.Abs(column - 9) < 2)
                        walled.Plane(0, k, 0)[row * 26 + column] = 0;
        Near(Whole(IteratedAffinity.Row(walled, new Pixel(8, 11), options, hints)), await SliceAsync(browser, "row", new Pixel(8, 11)));
        await LabelsAsync(browser, IteratedPropagation.Forward(x, walled, options, hints).Output);
        Assert.Equal("true,false", (string?)await browser.EvaluateAsync(
            "[document.querySelector('[data-choice=direction]').hidden, document.querySelector('[data-part=no-scans]').hidden].join()"));
        Assert.Contains("7 steps", (string?)await browser.EvaluateAsync($"({Explorer}.read(), {Explorer}.find('numbers').textContent)"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Scans_with_an_input_gate_in_chunks_are_those_of_the_library()
    {
        // Weights in whole steps, so that rounding them changes nothing.
        var weights = PropagationWeights.Generate(Connection.ThreeWay, Shape, (_, direction, k, _, row, column) =>
            ((int)direction * 7 + k * 13 + row * 5 + column * 11) % 42 / 127f);
        weights = weights.WithInputGate(FeatureMap.Random(Shape with { Channels = 4 }, 5));
        var options = new AffinityOptions { Normalisation = Normalisation.Raw, Chunk = 6 };
        var x = FeatureMap.Generate(Shape with { Channels = 2 }, (_, c, row, column) => (c * 80 + row * 37 + column * 21) % 256 / 255f);
        var browser = await OpenAsync(Spn.Visuals.Widgets.Affinity(
            weights, Photo, new AffinityExplorerOptions { Normalisation = Normalisation.Raw, Chunk = 6, Evidence = x }));
        await LabelsAsync(browser, Propagation.Forward(x, weights, new() { Normalisation = Normalisation.Raw, Chunk = 6 }).Output);
        foreach (var direction in Directions.All)
        {
            await browser.EvaluateAsync(
                $"(document.querySelector('[data-choice=direction] input[value=\"{(int)direction}\"]').click(), 1)");
            var pixel = new Pixel(12, 16);
            Near(Affinity.Row(weights, direction, pixel, options).Values.Values, await SliceAsync(browser, "row", pixel));
            Near(Affinity.Column(weights, direction, pixel, options).Values.Values, await SliceAsync(browser, "column", pixel));
        }

        Assert.Contains("need not sum to 1", (string?)await browser.EvaluateAsync(
            $"({Explorer}.choices.question = 'row', {Explorer}.read(), {Explorer}.find('lead').textContent)"));
        // Shares are of the magnitudes: those of all classes are one, and a row has all in common with itself, whatever its sum.
        Assert.Equal("true", (string?)await browser.EvaluateAsync($$"""
            (() => {
                const it = {{Explorer}};
                it.pin();
                it.read();
                const { mine, others, unknown } = it.measured;
                const all = it.find("pins").textContent.includes("100.0 %");
                return String(all && mine > 0 && others > 0 && unknown === 0 && Math.abs(mine + others - 1) < 1e-6);
            })()
            """));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Of_weights_beside_each_other_the_lead_is_that_of_the_one_that_is_chosen()
    {
        var weights = PropagationWeights.Constant(Connection.OneWay, Shape, 0.5f);
        var gated = new NamedWeights("gated", weights.WithInputGate(FeatureMap.Random(Shape with { Channels = 4 }, 5)));
        var widget = Spn.Visuals.Widgets.Affinity(weights, Photo, new AffinityExplorerOptions { Beside = [gated] });
        Assert.Contains("The weights gated have an input gate", widget.ToHtml(), StringComparison.Ordinal);
        var browser = await OpenAsync(widget);
        foreach (var chosen in new[] { 0, 1 })
            Assert.Equal(chosen == 1, ((string?)await browser.EvaluateAsync(FormattableString.Invariant(
                $"({Explorer}.chosen = {chosen}, {Explorer}.read(), {Explorer}.find('lead').textContent)")))!
                .Contains("need not sum to 1", StringComparison.Ordinal));
        Assert.Empty(browser.Complaints);
    }

    private static float[] Whole(IteratedSlice slice) =>
        [.. slice.Values.Values.Zip(slice.Hints?.Values ?? new float[slice.Values.Values.Length], (m, b) => m + b)];

    private static async Task<JsonArray> SliceAsync(Chromium browser, string question, Pixel pixel) =>
        (JsonArray)await browser.EvaluateAsync(FormattableString.Invariant(
            $"({Explorer}.choices.question = '{question}', ")
            + FormattableString.Invariant($"[...{Explorer}.slice({pixel.Row}, {pixel.Column}, new Float32Array({Shape.PlaneSize}))])"));

    /// <summary>The page's labels, but for pixels where two classes are nearly even.</summary>
    private static async Task LabelsAsync(Chromium browser, FeatureMap output)
    {
        var labels = (JsonArray)await browser.EvaluateAsync($"[...{Explorer}.refined.labels]");
        for (var i = 0; i < Shape.PlaneSize; i++)
            if (output.Plane(0, 1)[i] - output.Plane(0, 0)[i] is var lead && Math.Abs(lead) > 5e-3 * output.Values.Max(Math.Abs))
                Assert.Equal(lead > 0 ? 1 : 0, (int)labels[i]!);
    }

    private static void Near(float[] expected, JsonArray actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        var within = 1e-3 * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - (double)actual[i]!) <= within,
                FormattableString.Invariant($"{i}: {expected[i]} against {actual[i]}"));
    }

    private async Task<Chromium> OpenAsync(Widget widget)
    {
        var browser = await fixture.GetAsync();
        var path = Path.Combine(_folder, "explorer.html");
        widget.Save(path);
        await browser.OpenAsync(path);
        for (var attempt = 0; attempt < 600 && !(bool)await browser.EvaluateAsync($"{Explorer} !== undefined"); attempt++)
            await Task.Delay(50);
        return browser;
    }
}
