using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Pages;
using Spn.Tool.Reports;
using Spn.Tool.Tests.Notebooks.Html.Browser;
using Spn.Visuals;

namespace Spn.Tool.Tests.Reports;

/// <summary>The inspection page in a real browser.</summary>
public sealed partial class InspectBrowserTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private static readonly Lazy<InspectionSubject> Subject = new(Make);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task It_opens_without_complaint_asks_for_nothing_and_has_an_alt_text_on_every_picture()
    {
        var browser = await OpenAsync();
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, address => Assert.Matches("^(file|data):", address));
        Assert.Equal("", (string?)await browser.EvaluateAsync(
            "[...document.images].filter(image => !image.alt || image.complete && !image.naturalWidth)"
            + ".map(image => image.outerHTML.slice(0, 300)).join()"));
        Assert.Equal("", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.spn-inspect a[href^=\"#\"]')].filter(a => !document.querySelector(a.hash))"
            + ".map(a => a.hash).join()"));
        Assert.Equal("", (string?)await browser.EvaluateAsync(
            "(ids => ids.filter((id, i) => ids.indexOf(id) < i).join())([...document.querySelectorAll('[id]')].map(e => e.id))"));
    }

    [BrowserFact]
    public async Task The_slider_says_what_the_library_counts()
    {
        var browser = await OpenAsync();
        foreach (var step in new[] { 0, 90, 121, 180, 199, 200 })
        {
            var split = Subject.Value.Classes!.Confidence!.At(step / 200.0);
            string Percent(double share) => double.IsNaN(share) ? "n/a" : Spn.Visuals.Numbers.Percent(share);
            Assert.Equal(
                $"{Percent(split.ShareBelow)} of the pixels are less sure than this. Of these {Percent(split.AccuracyBelow)} are right, "
                + $"of the others {Percent(split.AccuracyFrom)}.",
                (string?)await browser.EvaluateAsync(
                    $"(root => {{ const slider = root.querySelector('input'); slider.value = {step}; "
                    + "slider.dispatchEvent(new Event('input')); return root.querySelector('[data-part=said]').textContent; })"
                    + "(document.querySelector('.confidence'))"));
        }

        var painted = (int)await browser.EvaluateAsync(
            "(c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((v, i) => i % 4 === 3 && v > 0).length)"
            + "(document.querySelector('.confidence canvas'))");
        Assert.Equal(Subject.Value.Classes!.Confidence!.Values.Values.Count(value => value < 1), painted);
    }

    [BrowserFact]
    public async Task A_class_and_a_channel_are_chosen_and_all_choices_of_channels_follow()
    {
        var browser = await OpenAsync();
        Assert.Equal("1", await ShownAsync(browser, "class", "items => items.filter(i => !i.hidden).length"));
        await ChooseAsync(browser, "class", "2");
        Assert.Equal("2", await ShownAsync(browser, "class", "items => items.filter(i => !i.hidden).map(i => i.dataset.value)"));
        await ChooseAsync(browser, "channel", "6");
        Assert.Equal("6,6,6", await ShownAsync(browser, "channel", "items => items.filter(i => !i.hidden).map(i => i.dataset.value)"));
    }

    [BrowserFact]
    public async Task What_stands_out_leads_by_keyboard_to_an_unfolded_section_and_to_its_class()
    {
        var browser = await OpenAsync();
        await browser.EvaluateAsync("document.querySelector('[data-fold=close]').click(), 1");
        Assert.Equal(0, (int)await browser.EvaluateAsync("document.querySelectorAll('.spn-inspect > details[open]').length"));
        await browser.EvaluateAsync("document.querySelector('#findings a[href=\"#weights\"]').focus(), 1");
        foreach (var type in new[] { "keyDown", "keyUp" })
            await browser.SendAsync("Input.dispatchKeyEvent", new()
            {
                ["type"] = type, ["key"] = "Enter", ["code"] = "Enter", ["windowsVirtualKeyCode"] = 13,
                ["text"] = type == "keyDown" ? "\r" : "",
            });
        Assert.Equal("weights", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.spn-inspect > details[open]')].map(d => d.id).join()"));
        Assert.Equal("solid", (string?)await browser.EvaluateAsync(
            "(a => (a.focus(), getComputedStyle(a).outlineStyle))(document.querySelector('#findings a'))"));
        await browser.EvaluateAsync("document.querySelector('#findings a[data-class]').click(), 1");
        var about = (string?)await browser.EvaluateAsync("document.querySelector('#findings a[data-class]').dataset.class");
        Assert.Equal(about, await ShownAsync(browser, "class", "items => items.filter(i => !i.hidden).map(i => i.dataset.value)"));
        Assert.Equal(0, (int)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.spn-inspect :is(summary, select, input, button, a)')].filter(e => e.tabIndex < 0).length"));
    }

    [BrowserFact]
    public async Task On_paper_the_still_picture_stands_for_the_slider()
    {
        var browser = await OpenAsync();
        const string Shown = "['.slider', '[data-part=still]']"
            + ".map(part => document.querySelector('.confidence ' + part).checkVisibility()).join()";
        Assert.Equal("true,false", (string?)await browser.EvaluateAsync(Shown));
        await browser.SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = "print" });
        try
        {
            Assert.Equal("false,true", (string?)await browser.EvaluateAsync(Shown));
        }
        finally
        {
            await browser.SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = "" });
        }
    }

    [BrowserFact]
    public async Task A_telephone_has_room_for_it()
    {
        var browser = await OpenAsync();
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });
        try
        {
            Assert.Equal(
                0, (int)await browser.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
        finally
        {
            await browser.SendAsync("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    [BrowserFact]
    public async Task Without_script_all_pictures_are_there()
    {
        var browser = await fixture.GetAsync();
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        try
        {
            await browser.OpenAsync(Write());
        }
        finally
        {
            await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = false });
        }

        Assert.Equal(0, (int)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.spn-inspect section[data-value] img, .confidence [data-part=still] img')]"
            + ".filter(i => i.getBoundingClientRect().width < 50).length"));
        Assert.Equal(0, (int)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.spn-inspect .live, .spn-inspect .slider')]"
            + ".filter(e => e.getBoundingClientRect().height > 0).length"));
    }

    [BrowserFact]
    public async Task What_cannot_be_unpacked_is_said_and_the_still_picture_stays()
    {
        var browser = await fixture.GetAsync();
        var path = Write();
        await File.WriteAllTextAsync(path, Broken().Replace(await File.ReadAllTextAsync(path), "$1AAAA$2"));
        await browser.OpenAsync(path);
        const string Failed = "document.querySelector('.confidence [data-part=failed]')";
        for (var attempt = 0; attempt < 600 && (bool)await browser.EvaluateAsync($"{Failed}.hidden"); attempt++)
            await Task.Delay(50);
        var said = (string?)await browser.EvaluateAsync($"{Failed}.textContent");
        Assert.StartsWith("The slider could not start here (", said, StringComparison.Ordinal);
        Assert.True((bool)await browser.EvaluateAsync("document.querySelector('.confidence [data-part=still] img').checkVisibility()"));
        Assert.False((bool)await browser.EvaluateAsync("document.querySelector('.confidence .slider').checkVisibility()"));
    }

    [Fact]
    public void Names_that_begin_alike_are_told_apart_in_the_ways_of_the_classes()
    {
        string[] names = ["traffic light", "road", "traffic sign", "building"];
        Assert.Equal(["traff.1", "road", "traff.2", "buildi."], InspectClasses.Short(names));
    }

    [Fact]
    public void The_same_subject_gives_the_same_bytes_and_names_of_users_are_encoded()
    {
        var palette = new Palette(["<script>alert(1)</script>", "b\"c", "d", "e", "f", "g", "h"], Subject.Value.Classes!.Palette.Colours);
        var subject = Subject.Value with { Title = "<em>&", Classes = Subject.Value.Classes with { Palette = palette } };
        var body = InspectPage.Body(subject);
        Assert.Equal(body, InspectPage.Body(subject));
        Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<em>", body, StringComparison.Ordinal);
    }

    /// <summary>A scene whose coarse map is carried by weights made by hand, one direction of which is switched off.</summary>
    private static InspectionSubject Make()
    {
        var scene = SceneGenerator.Render(4, 60, 80);
        var evidence = Resize.Bilinear(OneHot.Encode(scene.Coarse(), 7), 60, 80);
        var weights = HandWeights.ColourDistance(scene.Photo);
        for (var k = 0; k < weights.Neighbours; k++)
            weights.Plane(0, Direction.RightToLeft, k, 0).Clear();
        var inspection = PropagationInspection.Of(Propagation.Forward(evidence, weights));
        var probabilities = Normalised(inspection.Output);
        var classes = new InspectedClasses(
            scene.Photo, OneHot.ArgMax(evidence), OneHot.ArgMax(probabilities), scene.Labels, 7, scene.Palette)
        {
            Confidence = AnswerConfidence.Of(probabilities, scene.Labels), Evidence = evidence, MapTruth = scene.Labels,
        };
        var (swapped, common) = (new double[7, 7], scene.Labels.LabelsBySize());
        for (var i = 0; i < 7; i++)
            swapped[i, i == common[0] ? common[1] : i == common[1] ? common[0] : i] = 1;
        return new InspectionSubject("Inside a scene", inspection, scene.Photo)
        {
            Classes = classes, Channels = [0, 3, 6], Paths = swapped,
            Findings =
            [
                .. InspectionFindings.Of(inspection), .. InspectionFindings.OfPaths(swapped, classes.Names),
                .. InspectModel.OfScores(classes),
            ],
        };
    }

    /// <summary>The packed probabilities of a page.</summary>
    [GeneratedRegex("""("sure":")[^"]*(")""")]
    private static partial Regex Broken();

    private static FeatureMap Normalised(FeatureMap map) => FeatureMap.Generate(map.Shape, (n, c, row, column) =>
        map[n, c, row, column] / Enumerable.Range(0, map.Channels).Sum(other => map[n, other, row, column]));

    private string Write(InspectionSubject? subject = null)
    {
        var path = Path.Combine(_folder, "page.html");
        File.WriteAllText(path, ToolPage.Whole(Subject.Value.Title, InspectPage.Body(subject ?? Subject.Value)));
        return path;
    }

    private async Task<Chromium> OpenAsync()
    {
        var browser = await fixture.GetAsync();
        await browser.OpenAsync(Write());
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
            if ((bool)await browser.EvaluateAsync("Boolean(document.querySelector('.confidence').confidence)"))
                return browser;
        Assert.Fail($"the page did not start: {string.Join("; ", browser.Complaints)}");
        return browser;
    }

    private static Task ChooseAsync(Chromium browser, string group, string value) => browser.EvaluateAsync(
        $"(select => {{ select.value = '{value}'; select.dispatchEvent(new Event('change')); return 1; }})"
        + $"(document.querySelector('[data-pick={group}] select'))");

    /// <summary>What a function says of the items of each choice of a group, with commas between.</summary>
    private static async Task<string?> ShownAsync(Chromium browser, string group, string function) => (string?)await browser.EvaluateAsync(
        $"[...document.querySelectorAll('[data-pick={group}]')].map(c => ({function})([...c.querySelectorAll('[data-value]')])).join()");
}
