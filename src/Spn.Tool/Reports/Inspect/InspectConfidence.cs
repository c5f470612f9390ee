using System.Text.Json;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>The section about confidence: a still picture and a table, and where script runs a slider.</summary>
internal static class InspectConfidence
{
    /// <summary>The page counts in steps of 1/200: its thresholds are exact.</summary>
    private const int Steps = 200;

    private const double Start = 0.9, Opacity = 0.75;

    private static readonly Rgb Unsure = LabelPictures.FalsePositive;

    public static InspectSection Section(InspectedClasses classes)
    {
        var (sure, right) = (classes.Confidence!, Right(classes));
        double[] levels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
        var splits = levels.Select(sure.At).ToList();
        var table = InspectHtml.Table(
            "Pixels less sure than a threshold",
            classes.Truth is null ? ["threshold", "less sure"] : ["threshold", "less sure", "of these right", "of the others right"],
            splits.Select(split => (IReadOnlyList<string>)
            [
                Numbers.Percent(split.Threshold), Numbers.Percent(split.ShareBelow),
                .. classes.Truth is null ? Array.Empty<string>()
                    : [Numbers.Percent(split.AccuracyBelow), Numbers.Percent(split.AccuracyFrom)],
            ]));
        var data = JsonSerializer.Serialize(new
        {
            height = sure.Values.Height, width = sure.Values.Width,
            sure = PackedBytes.Of(Array.ConvertAll(
                sure.Values.Values, value => (byte)Math.Clamp((int)(Steps * (double)value), 0, Steps))),
            right = right is null ? null : PackedBytes.Of(right),
            colour = new int[] { Unsure.R, Unsure.G, Unsure.B }, opacity = Opacity,
        });
        var photo = InspectPage.Small(classes);
        var grey = InspectHtml.Uri(Image.FromFeatureMap(InspectPage.Grey(photo.Photo)));
        var still = InspectHtml.Picture(
            $"vermilion: pixels whose answer is less sure than {Numbers.Percent(Start)}", Marked(photo.Photo, sure));
        var html = $"""
            <div class="confidence">
            <div data-part="still">{still}</div>
            <div class="slider" hidden>
            <p><label>Threshold <input type="range" min="0" max="{Steps}" step="1" value="{Numbers.Coordinate(Start * Steps)}"></label>
            <output></output></p>
            <p data-part="said" aria-live="polite"></p>
            <div class="stack"><img alt="the photograph, grey" src="{grey}">
            <canvas role="img" aria-label="pixels less sure than the threshold, vermilion"></canvas></div>
            </div>
            <p class="failed" data-part="failed" role="alert" hidden></p>
            <script type="application/json" data-part="data">{data}</script>
            </div>

            """.ReplaceLineEndings("\n");
        return InspectHtml.Section("confidence", "Confidence",
            "The probability of each pixel's answer. Unsure pixels should lie along edges and be wrong more often than the others. "
            + "Bad: whole objects unsure, or errors that are as sure as the rest.",
            html + table);
    }

    /// <summary>1 where the answer is right, 0 where it is wrong, 2 where the truth is not known; null without a truth.</summary>
    private static byte[]? Right(InspectedClasses classes) => classes.Truth is not { } truth ? null
        : [.. truth.Labels.Zip(classes.Confidence!.Answer.Labels, (known, said) =>
            known == LabelMap.Ignore ? (byte)2 : known == said ? (byte)1 : (byte)0)];

    private static Image Marked(FeatureMap photo, AnswerConfidence sure)
    {
        var marked = Resize.Nearest(new LabelMap(sure.Values.Height, sure.Values.Width, Array.ConvertAll(
            sure.Values.Values, value => value < Start ? (byte)0 : LabelMap.Ignore)), photo.Height, photo.Width);
        return LabelPictures.Overlay(InspectPage.Grey(photo), marked, new Palette(["unsure"], [Unsure]), Opacity);
    }
}
