using System.Text.Json;
using Spn.Imaging;
using Spn.Learning;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>What a report says of every n-th image: its counts, and each image as the page shows it.</summary>
internal sealed record ReportPart
{
    /// <summary>The counts, and what was evaluated.</summary>
    public required EvaluationPart Evaluation { get; init; }

    /// <summary>The colours of the classes.</summary>
    public required IReadOnlyList<Rgb> Colours { get; init; }

    /// <summary>The images.</summary>
    public required IReadOnlyList<ModelReportImage> Images { get; init; }

    /// <summary>Reads the file of a part.</summary>
    /// <exception cref="InvalidDataException">It is no part, or a damaged one; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReportPart Load(string path)
    {
        var part = EvaluationPartJson.Deserialize<ReportPart>(EvaluationPartJson.Text(path), path);
        part = part with { Evaluation = part.Evaluation with { Source = path } };
        EvaluationPartJson.Check(part.Evaluation);
        ReportPartCheck.Check(part);
        return part;
    }

    /// <summary>The part as JSON; <see cref="Load"/> reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationPartJson.Format) + "\n";

    /// <summary>The report of all images, from all parts in any order.</summary>
    /// <exception cref="InvalidDataException">A part is missing, twice there, or of another report; the message names it.</exception>
    public static ModelReport Report(IReadOnlyList<ReportPart> parts)
    {
        var whole = EvaluationPart.Merge([.. parts.Select(part => part.Evaluation)]);
        var (run, first) = (whole.Run, parts[0]);
        if (parts.FirstOrDefault(part => !part.Colours.SequenceEqual(first.Colours)) is { } other)
            throw new InvalidDataException(
                $"{other.Evaluation.Source}: expected the colours of {first.Evaluation.Source}, got others; leave it out.");
        return new ModelReport
        {
            Data = run.Data,
            Files = [.. run.Columns.Where(column => column.Kind != EvaluationKind.Coarse).Select(column => column.File)],
            Palette = new Palette(run.Classes, first.Colours),
            HasCoarse = run.Columns[0].Kind == EvaluationKind.Coarse,
            Scores = [.. run.Columns.Zip(whole.Counts, (column, counts) => counts.Score(column.Name, run, whole.Images.Count))],
            Confusions = [.. whole.Counts.Select(counts => counts.Pixels)],
            Images = EvaluationShard.Joined([.. parts.OrderBy(part => part.Evaluation.Shard.Number).Select(part => part.Images)]),
        };
    }
}
