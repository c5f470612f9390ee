using System.Text;
using Spn.Imaging;
using Spn.Learning;
using Spn.Photos;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>Images of a report as pictures that need no script.</summary>
/// <param name="report">The report.</param>
internal sealed class ModelReportStills(ModelReport report)
{
    private const int MostWorst = 6, MostOfOthers = 4;

    /// <summary>The worst images, then the best, each once.</summary>
    public string WorstAndBest()
    {
        var ordered = report.Ordered(image => image.MeanIoU[report.Model]).ToList();
        var worst = ordered.Take(Math.Min(MostWorst, (ordered.Count + 1) / 2)).ToList();
        return List("Worst images", worst, versus: false)
            + List("Best images", ordered.Skip(worst.Count).Reverse().Take(MostOfOthers), versus: false);
    }

    /// <summary>The images where one model is most ahead of the other, and those where it is most behind.</summary>
    public string FarthestApart()
    {
        var (one, other) = (report.Scores[report.Model].Name, report.Scores[report.Versus].Name);
        double Lead(ModelReportImage image) => image.MeanIoU[report.Model] - image.MeanIoU[report.Versus];
        var ordered = report.Ordered(Lead).ToList();
        var (ahead, behind) = (
            Enumerable.Reverse(ordered).Where(i => Lead(report.Images[i]) > 0), ordered.Where(i => Lead(report.Images[i]) < 0));
        return List($"{one} most ahead of {other}", ahead.Take(MostOfOthers), versus: true)
            + List($"{other} most ahead of {one}", behind.Take(MostOfOthers), versus: true);
    }

    private string List(string title, IEnumerable<int> images, bool versus)
    {
        var html = new StringBuilder($"<h3>{Words.Encode(title)}</h3>\n");
        var before = html.Length;
        foreach (var i in images)
            Append(html, i, versus);
        return html.Length > before ? html.ToString() : html.Append("<p>None.</p>\n").ToString();
    }

    private void Append(StringBuilder html, int index, bool versus)
    {
        var image = report.Images[index];
        var name = Words.Encode(Words.Cut(image.Name, 120));
        html.Append($"<section class=\"still\" data-open=\"{index}\">\n<h4>{name}</h4>\n<p>{Words.Encode(Sentence(image, versus))}</p>\n")
            .Append("<div class=\"strip\">\n");
        foreach (var (caption, picture) in Pictures(image, versus))
            html.Append($"<figure><img alt=\"{name}: {Words.Encode(caption)}\" width=\"{picture.Width}\" height=\"{picture.Height}\" ")
                .Append("src=\"data:image/jpeg;base64,").Append(Convert.ToBase64String(Photograph.EncodeJpeg(picture, 75)))
                .Append($"\"><figcaption>{Words.Encode(caption)}</figcaption></figure>\n");
        html.Append("</div>\n</section>\n");
    }

    private string Sentence(ModelReportImage image, bool versus)
    {
        string Of(int series) => $"{ScoreTable.Percent(image.MeanIoU[series])} % {report.Scores[series].Name}";
        var (one, other) = versus ? (report.Versus, report.Model) : (0, report.Model);
        return one == other ? $"Mean IoU {Of(other)}."
            : $"Mean IoU {Of(one)}, {Of(other)} ({ScoreTable.Change(image.MeanIoU[other] - image.MeanIoU[one])}).";
    }

    private IEnumerable<(string Caption, Image Picture)> Pictures(ModelReportImage image, bool versus)
    {
        var (photo, maps) = (image.Thumbnail.UnpackPhoto(), image.Thumbnail.UnpackMaps());
        var (truth, predicted) = (maps[0], maps.Skip(1).ToList());
        Image Overlay(LabelMap labels) => LabelPictures.Overlay(photo, labels, report.Palette);
        Image Errors(int series) => LabelPictures.Changes(photo, truth, predicted[report.HasCoarse ? 0 : series], predicted[series]);
        yield return ("photograph", Image.FromFeatureMap(photo));
        if (report.HasCoarse && !versus)
            yield return ("coarse", Overlay(predicted[0]));
        foreach (var series in versus ? new[] { report.Model, report.Versus } : [report.Model])
        {
            yield return (report.Scores[series].Name, Overlay(predicted[series]));
            if (versus)
                yield return ($"errors of {report.Scores[series].Name}", Errors(series));
        }

        yield return ("truth", Overlay(truth));
        if (!versus)
            yield return ("errors", Errors(report.Model));
    }
}
