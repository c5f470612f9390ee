using System.Text;
using Spn.Tool.Pages;
using Spn.Imaging;
using Spn.Learning;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>A report as one HTML file. Without script it has the scores, the confusion matrix and the worst and the best images.</summary>
internal sealed class ModelReportPage
{
    private static readonly string[] Scripts = ["maps", "detail", "confusion", "list", "scatter"];

    private readonly ModelReport _report;
    private readonly StringBuilder _html = new();

    private ModelReportPage(ModelReport report) => _report = report;

    private EvaluationScore Model => _report.Scores[_report.Model];

    /// <summary>The file.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="measured">Whether it says how long it took to open when it is opened with <c>#measure</c>.</param>
    public static string Of(ModelReport report, bool measured = false) => new ModelReportPage(report).Whole(measured);

    private string Whole(bool measured)
    {
        var title = $"Model report: {string.Join(" against ", _report.Scores.Skip(_report.Model).Select(score => score.Name))}";
        _html.Append($"<style>\n{Resource("model-report.css")}</style>\n<main class=\"spn-report\">\n<h1>{Words.Encode(title)}</h1>\n");
        Summary();
        Scores();
        Scatters();
        if (_report.Versus >= 0)
            Versus();
        Confusion();
        Images();
        _html.Append("<dialog data-part=\"detail\" aria-label=\"One image\"></dialog>\n</main>\n");
        _html.Append($"<script type=\"application/json\" data-part=\"data\">{ModelReportData.Of(_report)}</script>\n");
        var script = string.Concat(Scripts.Select(part => Resource($"model-report-{part}.js")).Append(Resource("model-report.js")))
            + (measured ? Resource("model-report-measure.js") : "");
        _html.Append(WidgetPage.Admitted($"(() => {{\n\"use strict\";\n{WidgetPage.Resource("Shared.bytes.js")}{script}}})();"));
        return ToolPage.Whole(title, _html.ToString());
    }

    private void Summary()
    {
        var images = Words.Many(_report.Images.Count, "image");
        _html.Append($"<p>{Words.Encode(string.Join(" against ", _report.Files))} on {images} of {Words.Encode(_report.Data)}, ")
            .Append($"{Words.Many(_report.Palette.Count, "class")}, {Words.Many(Model.Pixels.Pixels, "pixel")} whose truth is known.</p>\n")
            .Append("<div class=\"tiles\">\n");
        Tile("mean IoU", score => score.MeanIoU);
        Tile($"mean IoU near boundaries ({Words.Many(Model.TrimapWidth, "pixel")})", score => score.TrimapMeanIoU);
        Tile("overall accuracy", score => score.Pixels.OverallAccuracy);
        if (_report.HasCoarse)
            _html.Append($"<div><strong>{Better(0, _report.Model)}</strong><span>images better than their coarse map</span></div>\n");
        if (_report.Versus >= 0)
            _html.Append($"<div><strong>{Better(_report.Versus, _report.Model)}</strong>")
                .Append($"<span>images better than by {Name(_report.Versus)}</span></div>\n");
        _html.Append("</div>\n<ul class=\"key\" data-part=\"classes\">\n");
        for (var c = 0; c < _report.Palette.Count; c++)
            Key(_report.Palette[(byte)c], _report.Palette.NameOf((byte)c));
        _html.Append("</ul>\n");
    }

    private string Better(int than, int series) => FormattableString.Invariant(
        $"{_report.Images.Count(image => image.MeanIoU[series] > image.MeanIoU[than])} of {_report.Images.Count}");

    private void Tile(string name, Func<EvaluationScore, double> value)
    {
        _html.Append($"<div><strong>{ScoreTable.Percent(value(Model))} %</strong><span>{name}</span>");
        foreach (var other in _report.Scores.Where(score => score != Model))
            _html.Append($"<span>{Words.Encode(other.Name)} {ScoreTable.Percent(value(other))} % ")
                .Append($"({ScoreTable.Change(value(Model) - value(other))})</span>");
        _html.Append("</div>\n");
    }

    /// <summary>The rows of the table that <c>spn evaluate</c> prints, with the differences.</summary>
    private void Scores()
    {
        _html.Append("<h2>Scores</h2>\n<div class=\"beside\">\n<div class=\"scrolls\"><table data-part=\"scores\">\n")
            .Append("<thead><tr><th>IoU, %</th>");
        foreach (var score in _report.Scores)
            _html.Append($"<th>{Words.Encode(score.Name)}</th>");
        var pairs = new List<(int From, int To, string Head)>();
        if (_report.HasCoarse)
            pairs.Add((0, _report.Model, _report.Versus < 0 ? "change" : $"{Model.Name} − coarse"));
        if (_report.Versus >= 0)
            pairs.Add((_report.Versus, _report.Model, $"{Model.Name} − {_report.Scores[_report.Versus].Name}"));
        foreach (var pair in pairs)
            _html.Append($"<th>{Words.Encode(pair.Head)}</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in ScoreTable.Rows(_report.Scores))
        {
            _html.Append($"<tr><th>{Words.Encode(Words.Cut(row.Name, 60))}</th>");
            foreach (var score in _report.Scores)
                _html.Append($"<td>{ScoreTable.Percent(row.Value(score))}</td>");
            foreach (var (from, to, _) in pairs)
                Change(row.Value(_report.Scores[to]) - row.Value(_report.Scores[from]));
            _html.Append("</tr>\n");
        }

        var left = ScoreTable.OnlyPredicted(_report.Scores);
        _html.Append("</tbody></table>\n")
            .Append($"<p class=\"note\">Over {Words.Many(Model.Pixels.Pixels, "pixel")} in full size{Words.Encode(left)}.</p></div>\n")
            .Append("<div class=\"figure\">");
        _html.Append(Figures.Score(Model.Pixels, new ScoreFigureOptions
        {
            Title = $"IoU of each class: {Model.Name}",
            Palette = _report.Palette,
            Before = _report.HasCoarse ? _report.Scores[0].Pixels : _report.Versus >= 0 ? _report.Scores[_report.Versus].Pixels : null,
            BeforeName = _report.HasCoarse ? "coarse map" : _report.Versus >= 0 ? _report.Scores[_report.Versus].Name : "",
        }).ToHtml()).Append("</div>\n</div>\n");
    }

    private void Change(double share) =>
        _html.Append($"<td class=\"{(share > 0 ? "better" : share < 0 ? "worse" : "")}\">{ScoreTable.Change(share)}</td>");

    private void Scatters()
    {
        if (_report.Model == 0 && _report.Versus < 0)
            return;
        _html.Append("<h2>Image by image</h2>\n<p class=\"live note\">Choose a point to see its image: by mouse or finger, or with ")
            .Append("the arrow keys and Enter.</p>\n<div class=\"beside\">\n");
        foreach (var across in new[] { 0, _report.Versus }.Where(series => series >= 0 && series != _report.Model))
            _html.Append($"<div class=\"scatter\" data-across=\"{across}\" data-up=\"{_report.Model}\">\n")
                .Append(ModelReportScatter.Svg(_report, across, _report.Model)).Append("</div>\n");
        _html.Append("</div>\n");
    }

    private void Versus()
    {
        _html.Append("<h2>Where the two differ most</h2>\n");
        ErrorKey();
        _html.Append(new ModelReportStills(_report).FarthestApart());
    }

    private void Confusion()
    {
        _html.Append("<h2>Confusion matrix</h2>\n<div class=\"dead figure\">")
            .Append(Figures.Confusion(
                _report.Confusions[_report.Model], _report.Palette.Names, $"Confusion of {Model.Name}, % of the true class").ToHtml())
            .Append("</div>\n<div class=\"live\" data-part=\"confusion\"></div>\n");
    }

    private void Images()
    {
        var side = _report.Images.Max(image => Math.Max(image.Thumbnail.Height, image.Thumbnail.Width));
        var reduced = _report.Images.Any(image => image.Thumbnail.Width < image.Width || image.Thumbnail.Height < image.Height);
        _html.Append("<h2>Images</h2>\n<p class=\"note\">").Append(reduced
                ? FormattableString.Invariant($"Pictures are reduced to at most {side} pixels a side, and compressed; ")
                    + "scores and counts are of full size."
                : "Pictures have the size of the images; the photographs are compressed.")
            .Append(" An image's mean IoU is over the classes of its truth.</p>\n");
        ErrorKey();
        _html.Append("<div class=\"live\" data-part=\"list\"></div>\n").Append(new ModelReportStills(_report).WorstAndBest());
    }

    private void ErrorKey()
    {
        _html.Append("<ul class=\"key errors\"><li>Errors, over the grey photograph:</li>\n");
        if (_report.HasCoarse)
        {
            Key(LabelPictures.TruePositive, "wrong in the coarse map, right now");
            Key(LabelPictures.FalsePositive, "right in the coarse map, wrong now");
        }

        Key(LabelPictures.FalseNegative, _report.HasCoarse ? "wrong in both" : "wrong");
        _html.Append("<li>truth unknown: dark</li></ul>\n");
    }

    private void Key(Rgb colour, string text) =>
        _html.Append($"<li><i style=\"background:{colour}\"></i>{Words.Encode(Words.Cut(text, 60))}</li>\n");

    private string Name(int series) => Words.Encode(_report.Scores[series].Name);

    private static string Resource(string name) => PageResource.Read($"Reports.{name}");
}
