using Spn.Learning;
using Spn.Photos;

namespace Spn.Tool.Reports;

/// <summary>Whether what a file says of the images of a report holds together: a page shows it as it is.</summary>
internal static class ReportPartCheck
{
    /// <summary>Refuses a damaged part.</summary>
    /// <exception cref="InvalidDataException">The message says what is wrong.</exception>
    public static void Check(ReportPart part)
    {
        var evaluation = part.Evaluation;
        var (classes, columns) = (evaluation.Run.Classes.Count, evaluation.Run.Columns.Count);
        Expect(evaluation, part.Colours.Count == classes, "a colour for each class");
        Expect(evaluation, columns <= 3 && evaluation.Run.Columns.Skip(1).All(column => column.Kind != EvaluationKind.Coarse),
            "one or two models, and coarse maps before them");
        Expect(evaluation, part.Images.Select(image => image?.Name).SequenceEqual(evaluation.Images), "the images of its counts");
        var sums = new long[columns, classes, classes];
        foreach (var image in part.Images)
        {
            Expect(evaluation, image.Height > 0 && image.Width > 0, "images with a size");
            Expect(evaluation, image.MeanIoU.Count == columns && image.MeanIoU.All(value => value is >= 0 and <= 1 or double.NaN),
                "a mean IoU from 0 to 1 of each column");
            Expect(evaluation, image.Counts.Count == columns && image.Counts.All(counts => counts is not null), "counts of each column");
            for (var column = 0; column < columns; column++)
                Expect(evaluation, Add(sums, column, image.Counts[column], classes), "counts of its classes");
            Pictures(evaluation, image, columns, classes);
        }

        for (var column = 0; column < columns; column++)
            for (var truth = 0; truth < classes; truth++)
                for (var predicted = 0; predicted < classes; predicted++)
                    Expect(evaluation, sums[column, truth, predicted] == evaluation.Counts[column].Pixels[truth, predicted],
                        "counts of images that add up to those of all");
    }

    private static bool Add(long[,,] sums, int column, IReadOnlyList<long> counts, int classes)
    {
        if (counts.Count % 3 != 0)
            return false;
        for (var i = 0; i < counts.Count; i += 3)
        {
            var (truth, predicted, pixels) = (counts[i], counts[i + 1], counts[i + 2]);
            if (truth < 0 || truth >= classes || predicted < 0 || predicted >= classes || pixels is <= 0 or > 1L << 53
                || (sums[column, truth, predicted] += pixels) > 1L << 53)
                return false;
        }

        return true;
    }

    private static void Pictures(EvaluationPart evaluation, ModelReportImage image, int columns, int classes)
    {
        var small = image.Thumbnail;
        Expect(evaluation, small.Height is >= 1 and <= Thumbnail.MostSide && small.Width is >= 1 and <= Thumbnail.MostSide,
            $"pictures of at most {Thumbnail.MostSide} pixels a side");
        try
        {
            var photo = Photograph.Decode(Convert.FromBase64String(small.Photo), Thumbnail.MostSide * Thumbnail.MostSide);
            Expect(evaluation, photo.Height == small.Height && photo.Width == small.Width, "photographs of their size");
            var maps = small.UnpackMaps();
            Expect(evaluation, maps.Count == columns + 1
                && maps.All(map => map.Labels.All(label => label < classes || label == LabelMap.Ignore)),
                "the truth and a map of each column");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException
            || exception is InvalidDataException && !exception.Message.StartsWith(evaluation.Source, StringComparison.Ordinal))
        {
            Expect(evaluation, false, "pictures that can be read");
        }
    }

    private static void Expect(EvaluationPart part, bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException($"{part.Source}: expected {what}, got a damaged part; write it anew.");
    }
}
