using System.Text;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Segmentation;
using Spn.Visuals;
using LookArguments = Spn.Tool.Commands.LookArguments;
using Smaller = Spn.Tool.Commands.Smaller;

namespace Spn.Tool.Reports;

/// <summary>The page of <c>spn inspect</c>: pictures and numbers first, script only to choose among them.</summary>
internal static class InspectPage
{
    /// <summary>All between the tags of the body.</summary>
    public static string Body(InspectionSubject subject)
    {
        List<InspectSection> sections =
        [
            .. subject.Classes is { Truth: not null } scored ? InspectClasses.Sections(scored) : [],
            .. subject.Classes is { Confidence: not null } sure ? [InspectConfidence.Section(sure)] : Array.Empty<InspectSection>(),
            .. InspectScans.Sections(subject),
            .. subject.Paths is { } paths ? [InspectClasses.Paths(paths, subject.Classes!.Names)] : Array.Empty<InspectSection>(),
            Explorer(subject),
        ];
        var html = new StringBuilder(
            $"<style>\n{InspectHtml.Resource("inspect.css")}</style>\n"
            + $"<main class=\"spn-inspect\">\n<h1>{Words.Encode(Words.Cut(subject.Title, 200))}</h1>\n");
        foreach (var note in subject.Notes)
            html.Append(InspectHtml.Say(note));
        html.Append(Top(subject)).Append(Findings(subject)).Append("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
        foreach (var section in sections)
            html.Append($"<li><a href=\"#{section.Id}\">{Words.Encode(section.Title)}</a></li>\n");
        html.Append(
            "</ol>\n<p class=\"live\" hidden><button type=\"button\" data-fold=\"close\">Fold all</button> "
            + "<button type=\"button\" data-fold=\"open\">Unfold all</button></p>\n</nav>\n");
        foreach (var section in sections)
            html.Append(section.Html);
        var script = WidgetPage.Resource("Shared.bytes.js") + InspectHtml.Resource("inspect.js");
        return html.Append("</main>\n").Append(WidgetPage.Admitted($"(() => {{\n\"use strict\";\n{script}}})();")).ToString();
    }

    private static string Findings(InspectionSubject subject)
    {
        var limits = InspectionThresholds.Default;
        var html = new StringBuilder("<section id=\"findings\">\n<h2>What stands out</h2>\n");
        if (subject.Findings.Count == 0)
            html.Append("<p class=\"sound\">Nothing stands out by the thresholds below, which leave small losses of a class unsaid. ")
                .Append("The sections show what there is.</p>\n");
        else
            html.Append("<p>Each line leads to the pictures that show it.</p>\n<ul>\n")
                .Append(string.Concat(subject.Findings.Select(finding =>
                    $"<li><a href=\"#{InspectionSubject.SectionOf(finding)}\"{Chosen(finding)}>{Words.Encode(finding.Words)}</a></li>\n")))
                .Append("</ul>\n");
        html.Append("<details class=\"small\"><summary>When something stands out</summary><p>").Append(Words.Encode(
            $"A direction is switched off where {Numbers.Percent(limits.ZeroShare)} of its weights are zero; "
            + (subject.HasMaximum ? $"it never wins below {Numbers.Percent(limits.WinShare)} of what one direction wins alone; " : "")
            + InspectWords.SumThreshold(subject.Inspection.Normalisation, limits)
            + $"its reach is short below {Numbers.Percent(limits.LengthRatio)} of that of the others; its gradient grows beyond "
            + $"{Numbers.Plain(limits.GradientGrowth)} times. All are next to zero where {subject.Inspection.Sum} is below "
            + $"{Numbers.Plain(limits.IdleSum)} on average. A class is taken for another where {Numbers.Percent(limits.TakenFor)} of its "
            + $"pixels are, and loses from {Numbers.Plain(100 * limits.IoULoss)} points of IoU on; classes of less than "
            + $"{Numbers.Percent(limits.LeastClass)} of the image are not judged."));
        return html.Append("</p></details>\n</section>\n").ToString();
    }

    /// <summary>The class that a click shows as well.</summary>
    private static string Chosen(InspectionFinding finding) =>
        finding.Classes.Count > 0 ? $" data-class=\"{Numbers.Coordinate(finding.Classes[0])}\"" : "";

    private static string Top(InspectionSubject subject)
    {
        if (subject.Classes is not { } given)
        {
            var change = subject.Inspection.Changes;
            var most = Enumerable.Range(0, change.Count).MaxBy(c => change[c]);
            return InspectHtml.Row([InspectHtml.Picture(subject.PhotoName, Image.FromFeatureMap(Small(subject.MapPhoto)))])
                + Figures.FeatureMap(InspectScans.Planes([subject.Inspection.Input, subject.Inspection.Output], most), new MapFigureOptions
                {
                    Title = $"Channel {Numbers.Count(most)}, which changes most", ChannelNames = ["x", "output"], Side = 380,
                }).ToHtml();
        }

        var classes = Small(given);
        var (photo, before, after, palette) = (classes.Photo, classes.Before, classes.After, classes.Palette);
        var changed = given.Before.Labels.Zip(given.After.Labels).Count(pair => pair.First != pair.Second)
            / (double)given.Before.Labels.Length;
        List<string> pictures =
        [
            InspectHtml.Picture(subject.Paths is null ? subject.PhotoName : "input", Image.FromFeatureMap(photo)),
            InspectHtml.Picture("coarse", LabelPictures.Overlay(photo, before, palette)),
            InspectHtml.Picture("refined", LabelPictures.Overlay(photo, after, palette)),
            InspectHtml.Picture(
                $"difference: {Numbers.Percent(changed)} of the pixels changed class, in the colour of the new one", Difference(classes)),
        ];
        if (classes.Truth is { } truth)
            pictures.AddRange(
            [
                InspectHtml.Picture("truth", LabelPictures.Overlay(photo, truth, palette)),
                InspectHtml.Picture(
                    "errors: mended green, spoilt vermilion, wrong before and after blue",
                    LabelPictures.Changes(photo, truth, before, after)),
            ]);
        var present = before.LabelsBySize().Union(after.LabelsBySize()).Union(classes.Truth?.LabelsBySize() ?? []).Order();
        var scored = given.Truth is not { } known ? ""
            : InspectHtml.Say($"Mean IoU {Numbers.Percent(SegmentationScore.Compare(known, given.Before, given.Count).MeanIoU)} coarse, "
                + $"{Numbers.Percent(SegmentationScore.Compare(known, given.After, given.Count).MeanIoU)} refined.");
        var smaller = ReferenceEquals(classes, given) ? "" : InspectHtml.Say(
            $"Pictures are drawn smaller, {Numbers.Count(InspectHtml.Side)} pixels along the longer side; numbers are of the whole maps.");
        var key = InspectHtml.Key(present.Select(label => (palette[label], palette.NameOf(label))));
        return InspectHtml.Row(pictures) + key + scored + smaller;
    }

    /// <summary>The refined class where it is another than the coarse one, over the grey photograph.</summary>
    private static Image Difference(InspectedClasses classes)
    {
        var changed = new LabelMap(classes.After.Height, classes.After.Width, [.. classes.Before.Labels.Zip(
            classes.After.Labels, (before, after) => before == after ? LabelMap.Ignore : after)]);
        var opaque = new Palette(
            classes.Names.Select(name => $"to {name}").ToList(),
            [.. Enumerable.Range(0, classes.Count).Select(c => classes.Palette[(byte)c])]);
        return LabelPictures.Overlay(Grey(classes.Photo), changed, opaque, 0.9);
    }

    /// <summary>A photograph without its colours.</summary>
    public static FeatureMap Grey(FeatureMap photo) => photo.Channels == 1 ? photo : FeatureMap.Generate(
        photo.Shape with { Channels = 1 },
        (n, _, row, column) => (float)PhotoCanvas.Luma(photo[n, 0, row, column], photo[n, 1, row, column], photo[n, 2, row, column]));

    /// <summary>Maps as large as they are drawn; the same where they are small.</summary>
    public static InspectedClasses Small(InspectedClasses classes)
    {
        var size = Smaller.Within(classes.Photo, InspectHtml.Side);
        return size.Is(classes.Photo) ? classes : classes with
        {
            Photo = size.Of(classes.Photo), Before = size.Of(classes.Before)!, After = size.Of(classes.After)!,
            Truth = size.Of(classes.Truth),
        };
    }

    private static FeatureMap Small(FeatureMap photo) => Smaller.Within(photo, InspectHtml.Side).Of(photo);

    private static InspectSection Explorer(InspectionSubject subject)
    {
        const string Look = "Point at a pixel and see who influences it. Influence should fill the pixel's own object and stop at its "
            + "edges; a pixel fed from other objects, or by itself alone, is where the refinement fails. Draw a wall and see what changes.";
        if (subject.Inspection.Weights.Values.Any(value => !float.IsFinite(value)))
            return InspectHtml.Section("explorer", "Explorer", Look, InspectHtml.Say(
                "Weights are NaN or infinite, so there is nothing to explore: mend them first."));
        var (classes, affinities) = (subject.Classes, ExplorerInput.Affinities(subject.Inspection.Weights).Channels);
        var paired = subject.Paths is not null ? null : LookArguments.OfClasses(affinities, classes?.Evidence?.Channels);
        var widget = Widgets.Affinity(subject.Inspection.Weights, subject.MapPhoto, new AffinityExplorerOptions
        {
            Channels = paired ?? subject.Channels,
            Normalisation = subject.Inspection.Normalisation,
            Chunk = subject.Inspection.Chunk,
            Evidence = classes?.Evidence,
            Truth = classes?.MapTruth,
            Palette = classes?.Palette ?? Palette.Categorical,
        });
        var said = classes?.Evidence is null || affinities == 1 ? ""
            : subject.Paths is not null ? InspectHtml.Say("The model's own answer, of all its channels, is at the top of this page.")
            : paired is null ? InspectHtml.Say("The refined map at the top of this page carries class c by the weights of channel c.")
            : "";
        return InspectHtml.Section("explorer", "Explorer: who influences a pixel", Look, said + widget.ToHtml());
    }
}
