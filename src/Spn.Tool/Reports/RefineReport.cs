using System.Net;
using System.Text;
using Spn.Imaging;
using Spn.Learning;
using Spn.Photos;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Pages;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>A page about a refinement: scores, and pictures of every photograph, the worst first. One HTML file without script.</summary>
internal sealed class RefineReport
{
    private const int MostShown = 40;
    private const int Side = 420;

    private readonly string _path;
    private readonly List<ReportEntry> _entries = [];
    private readonly SortedSet<byte> _present = [];
    private Palette? _palette;
    private bool _ofOneClass;

    /// <summary>A report that will be written to a file.</summary>
    /// <exception cref="ArgumentException">The file's name does not end in .html.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public RefineReport(string path)
    {
        PageFile.Check("--report", path);
        _path = path;
    }

    /// <summary>Draws one photograph, small: from any thread.</summary>
    /// <param name="image">Its file.</param>
    /// <param name="refined">What became of it.</param>
    /// <param name="errorClass">The class whose errors are shown; null: all.</param>
    public static ReportEntry Draw(string image, Refined refined, string? errorClass)
    {
        var (before, after) = (refined.Before.Value, refined.After);
        var small = Small(refined);
        List<(string, byte[])> pictures =
        [
            ("coarse", Photograph.EncodeJpeg(LabelPictures.Overlay(small.Photo, small.Before.Value, small.Palette))),
            ("refined", Photograph.EncodeJpeg(LabelPictures.Overlay(small.Photo, small.After, small.Palette))),
            ("outlines", Photograph.EncodeJpeg(LabelPictures.Contours(small.Photo, small.After, small.Palette))),
        ];
        if (small.Truth is not null)
            pictures.Add((
                errorClass is null ? "errors" : $"errors of {errorClass}", Photograph.EncodeJpeg(RefineJob.Errors(small, errorClass))));
        var changed = Changed(before.Labels, after.Labels);
        return new ReportEntry(Path.GetFileName(image), Mean(refined.Truth, before), Mean(refined.Truth, after), changed, pictures)
        {
            Labels = after.LabelsBySize(),
            Palette = refined.Palette,
            IsOfOneClass = errorClass is not null || ReferenceEquals(refined.Palette, Refined.ObjectPalette),
        };
    }

    /// <summary>Takes in a photograph; of those that will not be shown numbers alone are kept.</summary>
    public void Add(ReportEntry entry)
    {
        (_palette, _ofOneClass) = (entry.Palette, entry.IsOfOneClass);
        _present.UnionWith(entry.Labels);
        _entries.Add(entry);
        if (_entries.Count > 2 * MostShown)
            Forget();
    }

    /// <summary>Writes the page.</summary>
    /// <param name="table">The scores of all photographs together; empty where there is no truth.</param>
    public void Write(string table)
    {
        Forget();
        var scored = _entries.Any(entry => !double.IsNaN(entry.After));
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Refinement</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n")
            .Append("<h1>Refinement</h1>\n");
        if (table.Length > 0)
            html.Append("<pre>").Append(WebUtility.HtmlEncode(table)).Append("</pre>\n");
        html.Append("<p>").Append(Order(scored)).Append("</p>\n");
        html.Append("<ul class=\"key\">\n");
        foreach (var label in _present)
            Key(html, _palette![label], _palette.NameOf(label) + (_palette.NameOf(label) == "background" ? " (left clear)" : ""));
        html.Append("</ul>\n");
        if (scored)
            ErrorKey(html);
        foreach (var entry in _entries.Where(entry => entry.Pictures.Count > 0))
            Section(html, entry);
        if (_entries.Any(entry => entry.Pictures.Count == 0))
            Rest(html, scored);
        AtomicFile.WriteText(_path, html.Append("</body>\n</html>\n").ToString());
    }

    private string Order(bool scored)
    {
        var shown = Math.Min(MostShown, _entries.Count);
        var photographs = _entries.Count == 1 ? "1 photograph" : FormattableString.Invariant($"{_entries.Count} photographs");
        var order = _entries.Count == 1 ? "" : scored
            ? ", that of the least mean IoU first"
            : ", that which the refinement changed most first";
        var cut = shown < _entries.Count ? FormattableString.Invariant($" The first {shown} are shown; the rest are a table.") : "";
        return $"{photographs}{order}.{cut}" + (scored ? " An IoU is the mean over the classes of the photograph's truth." : "");
    }

    private void ErrorKey(StringBuilder html)
    {
        html.Append("<p>Errors, over the grey photograph:</p>\n<ul class=\"key\">\n");
        Key(html, LabelPictures.TruePositive, _ofOneClass ? "right: of the class (true positive)" : "mended by the refinement");
        Key(html, LabelPictures.FalsePositive, _ofOneClass ? "not of the class (false positive)" : "spoilt by the refinement");
        Key(html, LabelPictures.FalseNegative, _ofOneClass ? "of the class and missed (false negative)" : "wrong before and after");
        html.Append("</ul>\n<p>What the truth leaves open is dark.</p>\n");
    }

    private static void Key(StringBuilder html, Rgb colour, string text) =>
        html.Append("<li><i style=\"background:").Append(colour).Append("\"></i>").Append(WebUtility.HtmlEncode(text)).Append("</li>\n");

    private static void Section(StringBuilder html, ReportEntry entry)
    {
        var name = WebUtility.HtmlEncode(entry.Name);
        html.Append("<section>\n<h2>").Append(name).Append("</h2>\n<p>").Append(InWords(entry)).Append("</p>\n<div>\n");
        foreach (var (caption, jpeg) in entry.Pictures)
        {
            var text = WebUtility.HtmlEncode(caption);
            html.Append("<figure><img alt=\"").Append(name).Append(": ").Append(text).Append("\" src=\"data:image/jpeg;base64,")
                .Append(Convert.ToBase64String(jpeg)).Append("\"><figcaption>").Append(text).Append("</figcaption></figure>\n");
        }

        html.Append("</div>\n</section>\n");
    }

    private void Rest(StringBuilder html, bool scored)
    {
        html.Append("<h2>The rest</h2>\n<table>\n<tr><th>photograph</th>")
            .Append(scored ? "<th>coarse, IoU %</th><th>refined, IoU %</th>" : "").Append("<th>changed, %</th></tr>\n");
        foreach (var entry in _entries.Where(entry => entry.Pictures.Count == 0))
            html.Append("<tr><td>").Append(WebUtility.HtmlEncode(entry.Name)).Append("</td>")
                .Append(scored ? $"<td>{ScoreTable.Percent(entry.Before)}</td><td>{ScoreTable.Percent(entry.After)}</td>" : "")
                .Append("<td>").Append(ScoreTable.Percent(entry.Changed)).Append("</td></tr>\n");
        html.Append("</table>\n");
    }

    private static string InWords(ReportEntry entry)
    {
        var changed = $"{ScoreTable.Percent(entry.Changed)} % of the pixels changed.";
        if (double.IsNaN(entry.After))
            return changed;
        var gain = ScoreTable.Change(entry.After - entry.Before);
        return $"Mean IoU {ScoreTable.Percent(entry.Before)} % coarse, {ScoreTable.Percent(entry.After)} % refined ({gain}). {changed}";
    }

    /// <summary>Puts the worst first, and lets go of the pictures of those that will not be shown.</summary>
    private void Forget()
    {
        var ordered = _entries.OrderBy(entry => entry.Rank).ThenBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        _entries.Clear();
        _entries.AddRange(ordered.Select((entry, i) => i < MostShown ? entry : entry with { Pictures = [] }));
    }

    /// <summary>Over the classes of the truth, so that before and after stand on the same ground.</summary>
    private static double Mean(LabelMap? truth, LabelMap predicted) =>
        truth is null ? double.NaN : SegmentationScore.Compare(truth, predicted, LabelMap.Ignore).MeanIoU;

    private static double Changed(byte[] before, byte[] after)
    {
        var same = 0;
        for (var i = 0; i < before.Length; i++)
            same += before[i] == after[i] ? 1 : 0;
        return 1 - same / (double)before.Length;
    }

    /// <summary>The photograph and its maps as large as they are shown, so that large ones are never drawn.</summary>
    private static Refined Small(Refined refined)
    {
        var (height, width) = (refined.Photo.Height, refined.Photo.Width);
        var side = Math.Max(height, width);
        if (side <= Side)
            return refined;
        (height, width) = (Math.Max(1, height * Side / side), Math.Max(1, width * Side / side));
        var before = Resize.Nearest(refined.Before.Value, height, width);
        return refined with
        {
            Photo = Resize.Area(refined.Photo, height, width),
            Before = new(before),
            After = Resize.Nearest(refined.After, height, width),
            Truth = refined.Truth is null ? null : Resize.Nearest(refined.Truth, height, width),
        };
    }

    private const string Style = """

        body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1760px; padding: 0 1rem; color: #222; }
        pre { overflow-x: auto; background: #f5f5f5; padding: .8rem; }
        section { border-top: 1px solid #ccc; margin-top: 1.5rem; }
        section div { display: flex; flex-wrap: wrap; gap: 8px; }
        h2 { font-size: 1.05rem; overflow-wrap: anywhere; }
        figure { margin: 0; } figure img { display: block; max-width: 100%; }
        figcaption { font-size: 13px; color: #444; }
        .key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 22px; }
        .key i { border: 1px solid #888; display: inline-block; width: 1em; height: 1em; margin-right: .5em; vertical-align: -2px; }
        td, th { text-align: right; padding: .15rem .8rem .15rem 0; } td:first-child, th:first-child { text-align: left; }

        """;
}
