using System.Text;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Segmentation;
using Spn.Visuals;

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
        var html = new StringBuilder($"<style>\n{InspectHtml.Resource("inspect.css")}</style>\n<main class=\"spn-inspect\">\n<h1>{Words.Encode(Words.Cut(subject.Title, 200))}</h1>\n");
        foreach (var note in subject.Notes)
            html.Append(InspectHtml.Say(note));
        html.Append(Top(subject)).Append(Findings(subject)).Append("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
        foreach (var section in sections)
            html.Append($"<li><a href=\"#{section.Id}\">{Words.Encode(section.Title)}</a></li>\n");
        html.Append("</ol>\n<p class=\"live\" hidden><button type=\"button\" data-fold=\"close\">Fold all</button> <button type=\"button\" data-fold=\"open\">Unfold all</button></p>\n</nav>\n");
        foreach (var section in sections)
            html.Append(section.Html);
        var script = InspectHtml.Shared("bytes.js") + InspectHtml.Resource("inspect.js");
        return html.Append("</main>\n").Append(WidgetPage.Admitted($"(() => {{\n\"use strict\";\n{script}}})();")).ToString();
    }

    private static string Findings(InspectionSubject subject)
    {
        var limits = InspectionThresholds.Default;
        var html = new StringBuilder("<section id=\"findings\">\n<h2>What stands out</h2>\n");
        if (subject.Findings.Count == 0)
            html.Append("<p class=\"sound\">Nothing stands out by the thresholds below. The sections show what there is.</p>\n");
        else
            html.Append("<p>Each line leads to the pictures that show it.</p>\n<ul>\n")
                .Append(string.Concat(subject.Findings.Select(finding =>
                    $"<li><a href=\"#{InspectionSubject.SectionOf(finding)}\"{Chosen(finding)}>{Words.Encode(finding.Words)}</a></li>\n")))
                .Append("</ul>\n");
        html.Append("<details class=\"small\"><summary>When something stands out</summary><p>").Append(Words.Encode(
            $"A direction is switched off where {Numbers.Percent(limits.ZeroShare)} of its weights are zero; it never wins below {Numbers.Percent(limits.WinShare)} of the maximum; "
            + $"it stands at the limit where Σ|p| ≥ 1 at {Numbers.Percent(limits.LimitShare)} of its pixels (without the constraint: where any passes {Numbers.Plain(limits.RawSum, 5)}); "
            + $"its reach is short below {Numbers.Percent(limits.LengthRatio)} of that of the others; its gradient grows beyond {Numbers.Plain(limits.GradientGrowth)} times. "
            + $"All are next to zero where Σ|p| is below {Numbers.Plain(limits.IdleSum)} on average. "
            + $"A class is taken for another where {Numbers.Percent(limits.TakenFor)} of its pixels are, and loses from {Numbers.Plain(100 * limits.IoULoss)} points of IoU on; "
            + $"classes of less than {Numbers.Percent(limits.LeastClass)} of the image are not judged."));
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
            return InspectHtml.Row(
            [
                InspectHtml.Picture("photograph", Image.FromFeatureMap(Small(subject.MapPhoto))),
                Figures.FeatureMap(InspectScans.Planes([subject.Inspection.Input, subject.Inspection.Output], most), new MapFigureOptions
                {
                    Title = $"Channel {Numbers.Count(most)}, which changes most", ChannelNames = ["x", "output"],
                }).ToHtml(),
            ]);
        }

        var classes = Small(given);
        var (photo, before, after, palette) = (classes.Photo, classes.Before, classes.After, classes.Palette);
        var changed = given.Before.Labels.Zip(given.After.Labels).Count(pair => pair.First != pair.Second) / (double)given.Before.Labels.Length;
        List<string> pictures =
        [
            InspectHtml.Picture("input", Image.FromFeatureMap(photo)),
            InspectHtml.Picture("coarse", LabelPictures.Overlay(photo, before, palette)),
            InspectHtml.Picture("refined", LabelPictures.Overlay(photo, after, palette)),
            InspectHtml.Picture($"difference: {Numbers.Percent(changed)} of the pixels changed class, in the colour of the new one", Difference(classes)),
        ];
        if (classes.Truth is { } truth)
            pictures.AddRange(
            [
                InspectHtml.Picture("truth", LabelPictures.Overlay(photo, truth, palette)),
                InspectHtml.Picture("errors: mended green, spoilt vermilion, wrong before and after blue", LabelPictures.Changes(photo, truth, before, after)),
            ]);
        var present = before.LabelsBySize().Union(after.LabelsBySize()).Union(classes.Truth?.LabelsBySize() ?? []).Order();
        var scored = given.Truth is not { } known ? ""
            : InspectHtml.Say($"Mean IoU {Numbers.Percent(SegmentationScore.Compare(known, given.Before, given.Count).MeanIoU)} coarse, "
                + $"{Numbers.Percent(SegmentationScore.Compare(known, given.After, given.Count).MeanIoU)} refined.");
        return InspectHtml.Row(pictures) + InspectHtml.Key(present.Select(label => (palette[label], palette.NameOf(label)))) + scored
            + (ReferenceEquals(classes, given) ? "" : InspectHtml.Say($"Pictures are drawn smaller, {Numbers.Count(InspectHtml.Side)} pixels along their longer side; numbers are of the whole maps."));
    }

    /// <summary>The refined class where it is another than the coarse one, over the grey photograph.</summary>
    private static Image Difference(InspectedClasses classes)
    {
        var changed = new LabelMap(classes.After.Height, classes.After.Width, [.. classes.Before.Labels.Zip(
            classes.After.Labels, (before, after) => before == after ? LabelMap.Ignore : after)]);
        var opaque = new Palette(classes.Names.Select(name => $"to {name}").ToList(), [.. Enumerable.Range(0, classes.Count).Select(c => classes.Palette[(byte)c])]);
        return LabelPictures.Overlay(Grey(classes.Photo), changed, opaque, 0.9);
    }

    /// <summary>A photograph without its colours.</summary>
    public static FeatureMap Grey(FeatureMap photo) => photo.Channels == 1 ? photo : FeatureMap.Generate(
        photo.Shape with { Channels = 1 },
        (n, _, row, column) => 0.299f * photo[n, 0, row, column] + 0.587f * photo[n, 1, row, column] + 0.114f * photo[n, 2, row, column]);

    /// <summary>Maps as large as they are drawn; the same where they are small.</summary>
    public static InspectedClasses Small(InspectedClasses classes)
    {
        var photo = Small(classes.Photo);
        LabelMap Labels(LabelMap labels) => Resize.Nearest(labels, photo.Height, photo.Width);
        return ReferenceEquals(photo, classes.Photo) ? classes : classes with
        {
            Photo = photo, Before = Labels(classes.Before), After = Labels(classes.After),
            Truth = classes.Truth is null ? null : Labels(classes.Truth),
        };
    }

    private static FeatureMap Small(FeatureMap photo)
    {
        var side = Math.Max(photo.Height, photo.Width);
        return side <= InspectHtml.Side ? photo : Resize.Area(
            photo, Math.Max(1, photo.Height * InspectHtml.Side / side), Math.Max(1, photo.Width * InspectHtml.Side / side));
    }

    private static InspectSection Explorer(InspectionSubject subject)
    {
        const string Look = "Point at a pixel and see who influences it. Influence should fill the pixel's own object and stop at its edges; "
            + "a pixel fed from other objects, or by itself alone, is where the refinement fails. Draw a wall and see what changes.";
        if (subject.Inspection.Weights.Values.Any(value => !float.IsFinite(value)))
            return InspectHtml.Section("explorer", "Explorer", Look, InspectHtml.Say("Weights are NaN or infinite, so there is nothing to explore: mend them first."));
        var classes = subject.Classes;
        var (height, width) = (subject.MapPhoto.Height, subject.MapPhoto.Width);
        var widget = Widgets.Affinity(subject.Inspection.Weights, subject.MapPhoto, new AffinityExplorerOptions
        {
            Channels = [.. subject.Channels],
            Stabilize = subject.Inspection.Stabilized,
            Evidence = classes?.Evidence,
            Truth = classes?.Truth is { } truth ? Resize.Nearest(truth, height, width) : null,
            Palette = classes?.Palette ?? Palette.Categorical,
        });
        var said = classes?.Evidence is null ? "" : InspectHtml.Say(
            "The refined map in the explorer carries the coarse probabilities of all classes with the weights of the one channel that is chosen; the model's own answer is at the top of this page.");
        return InspectHtml.Section("explorer", "Explorer: who influences a pixel", Look, said + widget.ToHtml());
    }
}
