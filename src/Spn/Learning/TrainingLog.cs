using System.Globalization;
using System.Text;

namespace Spn.Learning;

/// <summary>What a training has written down: losses every few steps, scores wherever it was evaluated.</summary>
/// <param name="Entries">In the order of the steps.</param>
public sealed record TrainingLog(IReadOnlyList<TrainingLogEntry> Entries)
{
    private const string Header = "step,rate,loss,mean_iou,trimap_mean_iou,overall_accuracy";

    /// <summary>A log without entries.</summary>
    public static TrainingLog Empty { get; } = new([]);

    /// <summary>The log with one more entry.</summary>
    public TrainingLog With(TrainingLogEntry entry) => new([.. Entries, entry]);

    /// <summary>The entries up to a step: what a run that goes on from there has behind it.</summary>
    public TrainingLog UpTo(long step) => new([.. Entries.Where(entry => entry.Step <= step)]);

    /// <summary>
    /// Comma-separated values with a header; a field without a value is empty. Numbers are written so that they read back the same.
    /// </summary>
    public string ToCsv()
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var entry in Entries)
            text.Append(CultureInfo.InvariantCulture, $"{entry.Step},{Field(entry.Rate)},{Field(entry.Loss)},{Field(entry.MeanIoU)},")
                .Append(CultureInfo.InvariantCulture, $"{Field(entry.TrimapMeanIoU)},{Field(entry.OverallAccuracy)}\n");
        return text.ToString();
    }

    /// <summary>Reads a log file.</summary>
    /// <param name="path">A file written from <see cref="ToCsv"/>.</param>
    /// <exception cref="InvalidDataException">The file is not such a log; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingLog Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Header)
            throw new InvalidDataException(
                $"{path}: expected the header '{Header}', got '{(lines.Length == 0 ? "" : lines[0])}'; name the log of a training.");
        return new TrainingLog([.. lines.Skip(1).Select((line, i) =>
        {
            var fields = line.Split(',');
            if (fields.Length != 6 || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                throw Malformed(path, i, line);
            return new TrainingLogEntry
            {
                Step = step, Rate = Number(1), Loss = Number(2),
                MeanIoU = Number(3), TrimapMeanIoU = Number(4), OverallAccuracy = Number(5),
            };

            double Number(int field) => fields[field].Length == 0 ? double.NaN
                : double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
                : throw Malformed(path, i, line);
        })]);
    }

    private static InvalidDataException Malformed(string path, int index, string line) =>
        new($"{path}: expected six numbers on line {index + 2}, got '{line}'; restore the log of the training, or remove it.");

    private static string Field(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The number of entries and the last step.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"TrainingLog of {Entries.Count} entries up to step {(Entries.Count == 0 ? 0 : Entries[^1].Step)}");
}

/// <summary>One line of a <see cref="TrainingLog"/>. What was not measured there is NaN.</summary>
public sealed record TrainingLogEntry
{
    /// <summary>Steps made before this line was written.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the last of them.</summary>
    public double Rate { get; init; } = double.NaN;

    /// <summary>The mean loss over the steps since the line before.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>Mean IoU on the images to choose by, 0 to 1.</summary>
    public double MeanIoU { get; init; } = double.NaN;

    /// <summary>Mean IoU near boundaries, 0 to 1.</summary>
    public double TrimapMeanIoU { get; init; } = double.NaN;

    /// <summary>The share of correct pixels, 0 to 1.</summary>
    public double OverallAccuracy { get; init; } = double.NaN;
}
