using System.Text.Json.Serialization;

namespace Spn.Learning;

/// <summary>
/// The counts of an evaluation over every n-th image of a set. All parts of one evaluation, merged, are what one run over all images gives.
/// </summary>
public sealed record EvaluationPart
{
    /// <summary>What was evaluated.</summary>
    public required EvaluationRun Run { get; init; }

    /// <summary>Which of the images.</summary>
    public required EvaluationShard Shard { get; init; }

    /// <summary>The names of these images in the order of the set.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>The counts of each column of <see cref="Run"/>.</summary>
    public required IReadOnlyList<EvaluationCounts> Counts { get; init; }

    /// <summary>What messages call it: its file.</summary>
    [JsonIgnore]
    public string Source { get; init; } = "part";

    /// <summary>Reads a part.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is no part, or a damaged one; the message says where.</exception>
    public static EvaluationPart Parse(string text, string source = "part") => EvaluationPartJson.Read(text, source);

    /// <summary>Reads the file of a part.</summary>
    /// <exception cref="InvalidDataException">It is no part, or a damaged one; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EvaluationPart Load(string path) => Parse(EvaluationPartJson.Text(path), path);

    /// <summary>The part as JSON; <see cref="Parse"/> reads it.</summary>
    public string ToJson() => EvaluationPartJson.Write(this);

    /// <summary>One part of all images, from all parts of an evaluation in any order.</summary>
    /// <exception cref="InvalidDataException">A part is missing, twice there, or of another evaluation; the message names it.</exception>
    public static EvaluationPart Merge(IReadOnlyList<EvaluationPart> parts)
    {
        var all = Ordered(parts);
        return new EvaluationPart
        {
            Run = all[0].Run,
            Shard = EvaluationShard.Whole,
            Images = EvaluationShard.Joined([.. all.Select(part => part.Images)]),
            Counts = [.. all[0].Run.Columns.Select((_, column) => EvaluationCounts.Sum([.. all.Select(part => part.Counts[column])]))],
        };
    }

    /// <summary>All parts of one evaluation in the order of their numbers.</summary>
    /// <exception cref="InvalidDataException">A part is missing, twice there, or of another evaluation; the message names it.</exception>
    internal static IReadOnlyList<EvaluationPart> Ordered(IReadOnlyList<EvaluationPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new InvalidDataException("expected at least one part, got none; name those that --shard wrote.");
        var first = parts[0];
        Dictionary<int, EvaluationPart> byNumber = [];
        Dictionary<string, EvaluationPart> byImage = new(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var difference = part.Shard.Of == first.Shard.Of
                ? first.Run.DifferenceOf(part.Run)
                : FormattableString.Invariant($"parts of {part.Shard.Of} instead of {first.Shard.Of}");
            if (difference.Length > 0)
                throw new InvalidDataException(
                    $"{part.Source}: expected a part of the evaluation that {first.Source} is of, got {difference}; leave it out.");
            if (!byNumber.TryAdd(part.Shard.Number, part))
                throw new InvalidDataException(
                    $"{part.Source}: expected each part once, got {part.Shard} in {byNumber[part.Shard.Number].Source} too; leave one "
                    + "out.");
            foreach (var image in part.Images)
                if (!byImage.TryAdd(image, part))
                    throw new InvalidDataException(
                        $"{part.Source}: expected each image once, got '{image}' in {byImage[image].Source} too; evaluate anew on data "
                        + "whose images have different names.");
        }

        int[] missing = [.. Enumerable.Range(1, first.Shard.Of).Where(number => !byNumber.ContainsKey(number)).Take(10)];
        if (missing.Length > 0)
            throw new InvalidDataException(
                $"expected all {first.Shard.Of} parts, got {parts.Count}: "
                + string.Join(", ", missing.Select(number => first.Shard with { Number = number }))
                + $"{(first.Shard.Of - parts.Count > missing.Length ? " and more" : "")} missing; run what --shard does for them, or "
                + "name them.");
        return [.. byNumber.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }
}
