using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>
/// Parts of evaluations as JSON. Reading is strict: an unknown or missing member, a count that does not belong to the others, or a number
/// out of its range is refused.
/// </summary>
internal static class EvaluationPartJson
{
    /// <summary>The largest file that is read: counts of 255 classes for 400 columns.</summary>
    public const int MostBytes = 512 << 20;

    /// <summary>How parts, and pages of parts, are written and read.</summary>
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        MaxDepth = 16,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new ConfusionMatrixJson(),
            new NaNAsNull(),
        },
    };

    public static JsonObject ToNode(object record) => JsonSerializer.SerializeToNode(record, record.GetType(), Format)!.AsObject();

    public static string Write(EvaluationPart part) => JsonSerializer.Serialize(part, Format) + "\n";

    /// <summary>The text of a file, no larger than such files are.</summary>
    public static string Text(string path) => new FileInfo(path) is not { Exists: true, Length: > MostBytes and var length }
        ? Encoding.UTF8.GetString(ImageFile.ReadBytes(path, "a part that --shard wrote")).TrimStart('\uFEFF')
        : throw new InvalidDataException($"{path}: expected a part of at most {MostBytes} bytes, got {length}; name a file of --shard.");

    public static EvaluationPart Read(string text, string source)
    {
        var part = Deserialize<EvaluationPart>(text, source) with { Source = source };
        Check(part);
        return part;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, or not of this record.</exception>
    public static T Deserialize<T>(string text, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Format) ?? throw new JsonException();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or OverflowException)
        {
            var place = exception is JsonException { Path: { Length: > 1 } path }
                ? $" (look at {(path.Length > 80 ? path[..80] + "…" : path)})" : "";
            throw new InvalidDataException(
                $"{source}: expected a part that --shard wrote, got something else or a damaged one{place}; write it anew.", exception);
        }
    }

    /// <summary>Refuses a part whose numbers cannot be those of an evaluation.</summary>
    /// <exception cref="InvalidDataException">The message says what.</exception>
    public static void Check(EvaluationPart part)
    {
        void Expect(bool holds, string what)
        {
            if (!holds)
                throw new InvalidDataException($"{part.Source}: expected {what}, got a damaged part; write it anew.");
        }

        var (run, shard) = (part.Run, part.Shard);
        try
        {
            SettingsCheck.Check(shard, "shard.");
            SettingsCheck.Check(run with { Columns = [], Classes = [] }, "run.");
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{part.Source}: {exception.Message.TrimEnd('.')}; write it anew.", exception);
        }

        Expect(shard.Number <= shard.Of, "a 'shard' whose number is one of them");
        Expect(run.Classes.Count is >= 1 and <= 255, "1 to 255 'classes'");
        Expect(run.Columns.Count is >= 1 and <= 1000 && run.Columns.All(column => column is not null), "1 to 1000 'columns'");
        Expect(part.Images.Count > 0 && part.Images.Count == (run.Images - shard.Number + shard.Of) / shard.Of,
            $"as many 'images' as {shard} of {run.Images} are");
        Expect(run.Classes.Concat(part.Images).Concat(run.Columns.Select(column => column.Name)).All(name => !string.IsNullOrEmpty(name)),
            "names that are not empty");
        Expect(part.Counts.Count == run.Columns.Count && part.Counts.All(counts => counts is not null), "'counts' of each column");
        foreach (var counts in part.Counts)
        {
            Expect(counts.Microseconds.Count == (run.Timed ? part.Images.Count : 0), "'microseconds' of each image where it was timed");
            Expect(counts.Microseconds.All(time => time is >= 0 and < 1L << 50), "'microseconds' of at least 0");
            var (pixels, near, first) = (counts.Pixels, counts.Trimap, part.Counts[0]);
            Expect(pixels.Classes == run.Classes.Count && near.Classes == run.Classes.Count, "counts of as many classes as there are");
            for (var truth = 0; truth < pixels.Classes; truth++)
            {
                Expect(
                    pixels.TruthCount(truth) == first.Pixels.TruthCount(truth) && near.TruthCount(truth) == first.Trimap.TruthCount(truth),
                    "counts of one truth in all columns");
                Expect(near.Missed(truth) <= pixels.Missed(truth), "no more pixels near boundaries than in all");
                for (var predicted = 0; predicted < pixels.Classes; predicted++)
                    Expect(near[truth, predicted] <= pixels[truth, predicted], "no more pixels near boundaries than in all");
            }
        }
    }

    /// <summary>All counts of a matrix, the missed pixels included. Their sum is exact as a double.</summary>
    private sealed class ConfusionMatrixJson : JsonConverter<ConfusionMatrix>
    {
        private sealed record Counts(IReadOnlyList<IReadOnlyList<long>> Matrix, IReadOnlyList<long> Missed);

        public override ConfusionMatrix Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var (rows, missed) = JsonSerializer.Deserialize<Counts>(ref reader, options) ?? throw new JsonException();
            if (rows.Count is 0 or > 255 || rows.Any(row => row?.Count != rows.Count))
                throw new JsonException();
            var counts = new long[rows.Count, rows.Count];
            var sum = 0L;
            for (var truth = 0; truth < rows.Count; truth++)
                for (var predicted = 0; predicted < rows.Count; predicted++)
                    sum = checked(sum + (counts[truth, predicted] = rows[truth][predicted]));
            return checked(sum + missed.Sum()) <= 1L << 53 ? new ConfusionMatrix(counts, missed) : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, ConfusionMatrix value, JsonSerializerOptions options)
        {
            var classes = Enumerable.Range(0, value.Classes);
            JsonSerializer.Serialize(writer, new Counts(
                [.. classes.Select(truth => (long[])[.. classes.Select(predicted => value[truth, predicted])])],
                [.. classes.Select(value.Missed)]), options);
        }
    }
}
