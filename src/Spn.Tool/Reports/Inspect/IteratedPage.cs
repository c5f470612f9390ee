using System.Text;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>What a page about an iterated operator shows.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Inspection">The propagation, one batch item.</param>
/// <param name="Photo">The photograph at the size of the map, 1×(1|3)×H×W in [0, 1].</param>
/// <param name="PhotoName">What it is.</param>
/// <param name="Channels">The channels that are shown.</param>
/// <param name="Notes">What was read and how, in sentences.</param>
internal sealed record IteratedSubject(
    string Title, IteratedInspection Inspection, FeatureMap Photo, string PhotoName, IReadOnlyList<int> Channels,
    IReadOnlyList<string> Notes);

/// <summary>The page of <c>spn inspect</c> for an iterated operator (CSPN).</summary>
internal static class IteratedPage
{
    /// <summary>Where each neighbour stands, and the way that its value moves.</summary>
    internal static readonly string[] Neighbours =
    [
        "from upper left ↘", "from above ↓", "from upper right ↙", "from the left →", "from the right ←", "from lower left ↗",
        "from below ↑", "from lower right ↖",
    ];

    /// <summary>What stands out, in sentences.</summary>
    public static IReadOnlyList<string> Findings(IteratedInspection inspection)
    {
        var changes = inspection.StepChanges;
        var wrong = inspection.Result.Output.Values.Count(value => !float.IsFinite(value));
        return
        [
            .. wrong > 0 ? [$"{Words.Many(wrong, "element")} of the output are not finite."] : Array.Empty<string>(),
            .. inspection.IdleShare > InspectionThresholds.Default.ZeroShare
                ? [$"{Numbers.Percent(inspection.IdleShare)} of the pixels have no weight at all and keep their value."]
                : Array.Empty<string>(),
            .. changes.Count > 1 && changes[^1] > changes[0]
                ? [$"The last step changes more than the first, {Numbers.Pretty(changes[^1], 3)} against "
                    + $"{Numbers.Pretty(changes[0], 3)} on average: values grow from step to step."] : Array.Empty<string>(),
        ];
    }

    /// <summary>All between the tags of the body.</summary>
    public static string Body(IteratedSubject subject)
    {
        List<InspectSection> sections = [Steps(subject), Weights(subject), Rows(subject), Explorer(subject)];
        var html = new StringBuilder(
            $"<style>\n{InspectHtml.Resource("inspect.css")}</style>\n"
            + $"<main class=\"spn-inspect\">\n<h1>{Words.Encode(Words.Cut(subject.Title, 200))}</h1>\n");
        foreach (var note in subject.Notes)
            html.Append(InspectHtml.Say(note));
        html.Append(InspectHtml.Say(
            "It has no scans: this page has no directions, no maximum of four with a winner and no length along a scan. Rows are of the "
            + "operator of all steps."));
        html.Append(Top(subject)).Append("<section id=\"findings\">\n<h2>What stands out</h2>\n");
        var findings = Findings(subject.Inspection);
        html.Append(findings.Count == 0 ? "<p class=\"sound\">Nothing stands out. The sections show what there is.</p>\n"
            : $"<ul>\n{string.Concat(findings.Select(words => $"<li>{Words.Encode(words)}</li>\n"))}</ul>\n");
        html.Append("</section>\n<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
        foreach (var section in sections)
            html.Append($"<li><a href=\"#{section.Id}\">{Words.Encode(section.Title)}</a></li>\n");
        html.Append("</ol>\n</nav>\n");
        foreach (var section in sections)
            html.Append(section.Html);
        var script = WidgetPage.Resource("Shared.bytes.js") + InspectHtml.Resource("inspect.js");
        return html.Append("</main>\n").Append(WidgetPage.Admitted($"(() => {{\n\"use strict\";\n{script}}})();")).ToString();
    }

    private static string Top(IteratedSubject subject)
    {
        var (inspection, changes) = (subject.Inspection, subject.Inspection.Changes);
        var most = Enumerable.Range(0, changes.Count).MaxBy(c => changes[c]);
        return InspectHtml.Row(
        [
            InspectHtml.Picture(subject.PhotoName, Image.FromFeatureMap(
                Commands.Smaller.Within(subject.Photo, InspectHtml.Side).Of(subject.Photo))),
        ]) + Figures.FeatureMap(InspectScans.Planes([inspection.Result.Input, inspection.Result.Output], most), new MapFigureOptions
        {
            Title = $"Channel {Numbers.Count(most)}, which changes most", ChannelNames = ["x", "output"], Side = 380,
        }).ToHtml();
    }

    private static InspectSection Steps(IteratedSubject subject)
    {
        var (inspection, options) = (subject.Inspection, subject.Inspection.Result.Options);
        double[] steps = [.. inspection.StepChanges.Select((_, t) => (double)(t + 1))];
        return InspectHtml.Section("steps", "The steps in numbers",
            "The change should fall from step to step. Bad: it stays as it is (the steps are too few), or it grows.",
            InspectHtml.Table("Over all channels", ["what", "value"],
            [
                ["steps", Numbers.Count(options.Steps)],
                ["centre weight on", options.Centre == IteratedCentre.Start ? "the first value, x" : "the current value"],
                ["mean centre weight 1 − Σq", Numbers.Pretty(Math.Round(inspection.Centre.Values.Average(v => (double)v), 6), 3)],
                ["weights below zero", Numbers.Percent(inspection.NegativeShare)],
                ["pixels without any weight", Numbers.Percent(inspection.IdleShare)],
                ["hint pixels", Numbers.Count(inspection.Result.Hints?.Count ?? 0)],
                ["mean |output − x|", Numbers.Pretty(inspection.Changes.Average(), 3)],
            ])
            + Figures.LineChart(
                [new ChartSeries { Name = "mean |change|", X = steps, Y = inspection.StepChanges }],
                new ChartFigureOptions
                {
                    Title = "Mean |change| of a step", XName = "step", YName = "mean |change|",
                    LogarithmicY = inspection.StepChanges.All(v => v > 0), Width = 620,
                }).ToHtml());
    }

    private static InspectSection Weights(IteratedSubject subject) => InspectHtml.Section("weights", "Weights of each neighbour",
        "Weights should be strong inside objects and small towards neighbours beyond an edge. Bad: a panel of a single colour does not "
        + "see the image. A panel is named by the neighbour that a pixel takes from, and the way that the value moves.",
        Figures.FeatureMap(subject.Inspection.Used, new MapFigureOptions
        {
            Title = "Weights q as they are used, mean over channels", ValueName = "q", ChannelNames = Neighbours, Side = 200,
            MaxPlanes = Neighbours.Length,
        }).ToHtml()
        + Figures.FeatureMap(Rounded(subject.Inspection.Centre), new MapFigureOptions
        {
            Title = "The centre weight 1 − Σq", ValueName = "1 − Σq", Side = 300,
        }).ToHtml());

    private static InspectSection Rows(IteratedSubject subject)
    {
        var (result, channel) = (subject.Inspection.Result, subject.Channels[0]);
        var (height, width) = (result.Input.Height, result.Input.Width);
        var rows = AffinityExplorer.Probes(new Pixel(height / 2, width / 2), height, width).Distinct().Take(3)
            .Select(pixel => IteratedAffinity.Row(result.Weights, pixel, result.Options, result.Hints, 0, channel)).ToList();
        return InspectHtml.Section("rows", "Rows of the operator",
            "Who influences a pixel, after all steps: its own object should fill, and nothing beyond its edges.",
            InspectHtml.Table("Each row sums to 1 where weights are normalised", ["pixel", "sum", "from hints", "mean distance, px"],
                rows.Select(row => (IReadOnlyList<string>)
                [
                    row.Pixel.ToString(), Numbers.Pretty(row.Sum, 4), Numbers.Percent(row.HintShare), Numbers.Pretty(Distance(row), 3),
                ]))
            + Figures.Grid(
                [.. rows.Select(row => Figures.IteratedSlice(row, subject.Photo))], new GridFigureOptions { Columns = 1 }).ToHtml());
    }

    private static InspectSection Explorer(IteratedSubject subject)
    {
        var result = subject.Inspection.Result;
        return InspectHtml.Section("explorer", "Explorer: who influences a pixel",
            "Point at a pixel and see who influences it. Draw a wall and see what changes.",
            Widgets.Affinity(result.Weights, subject.Photo, result.Options, result.Hints, new AffinityExplorerOptions
            {
                Channels = subject.Channels,
            }).ToHtml());
    }

    /// <summary>To six digits: a sum of ones in float32 is not wrong by more.</summary>
    private static FeatureMap Rounded(FeatureMap map) => new(map.Shape, Array.ConvertAll(map.Values, value => MathF.Round(value, 6)));

    /// <summary>The mean distance from which a pixel takes its value, by the sizes of the entries.</summary>
    private static double Distance(IteratedSlice row)
    {
        var (far, all, width) = (0.0, 0.0, row.Values.Width);
        for (var i = 0; i < row.Values.Values.Length; i++)
        {
            var size = Math.Abs(row.Values.Values[i]) + Math.Abs(row.Hints?.Values[i] ?? 0);
            far += size * Math.Sqrt(Math.Pow(i / width - row.Pixel.Row, 2) + Math.Pow(i % width - row.Pixel.Column, 2));
            all += size;
        }

        return far / all;
    }
}
