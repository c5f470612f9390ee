using System.Text.Encodings.Web;
using System.Text.Json;
using Spn.Imaging;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>What the script of a report reads: names, scores, counts and thumbnails.</summary>
internal static class ModelReportData
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    public static string Of(ModelReport report) => JsonSerializer.Serialize(new
    {
        classes = Enumerable.Range(0, report.Palette.Count).Select(c => new
        {
            name = report.Palette.NameOf((byte)c),
            colour = Colour(report.Palette[(byte)c]),
        }),
        // As the still pictures and the keys have them.
        colours = new
        {
            right = Colour(LabelPictures.TruePositive), spoilt = Colour(LabelPictures.FalsePositive),
            wrong = Colour(LabelPictures.FalseNegative), unknown = Colour(default),
        },
        series = report.Scores.Select(score => score.Name),
        report.HasCoarse,
        report.Model,
        report.Versus,
        images = report.Images.Select(image => new
        {
            image.Name,
            image.Height,
            image.Width,
            rows = image.Thumbnail.Height,
            columns = image.Thumbnail.Width,
            image.Thumbnail.Photo,
            image.Thumbnail.Maps,
            iou = image.MeanIoU.Select(value => double.IsNaN(value) ? (double?)null : Math.Round(value, 6)),
            image.Counts,
        }),
    }, Json);

    private static int[] Colour(Rgb colour) => [colour.R, colour.G, colour.B];
}
