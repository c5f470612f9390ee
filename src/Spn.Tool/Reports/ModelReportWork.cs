using Spn.Learning;
using Spn.Tool.Commands;

namespace Spn.Tool.Reports;

/// <summary>Asks models about image after image.</summary>
internal static class ModelReportWork
{
    /// <summary>A part of a report, with the counts of <c>spn evaluate</c>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="scored">One model or two, and the images.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it.</exception>
    public static ReportPart Gather(
        System.CommandLine.ParseResult parsed, ScoredModels scored, CancellationToken cancellation)
    {
        ScoredColumn[] columns =
        [
            .. scored.HasCoarse ? [ScoredColumn.Coarse] : Array.Empty<ScoredColumn>(),
            .. scored.Models.Zip(scored.Names, ScoredColumn.Of),
        ];
        var shard = EvaluationArguments.ShardOf(parsed, scored.Set.Test.Count);
        var run = EvaluationArguments.Run(parsed, scored, columns);
        var side = Thumbnail.Side(run.Images);
        List<ModelReportImage> images = [];
        var part = EvaluationWork.Gather(scored, columns, run, shard, result => images.Add(ModelReportImage.Of(
            result.Image.Image.Name, result.Image.Photo, result.Image.Image.Labels, result.Predicted, result.Counts, side)), cancellation);
        return new ReportPart { Evaluation = part, Colours = [.. scored.Set.Palette.Colours], Images = images };
    }
}
