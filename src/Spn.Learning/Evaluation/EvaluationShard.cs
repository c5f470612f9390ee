using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>Every n-th image of a set, from the k-th on: 3/16 are images 3, 19, 35, … of it.</summary>
/// <param name="Number">k, 1 to <paramref name="Of"/>.</param>
/// <param name="Of">n.</param>
public sealed record EvaluationShard(
    [property: Range(1, EvaluationShard.Most)] int Number, [property: Range(1, EvaluationShard.Most)] int Of)
{
    internal const int Most = 100_000;

    /// <summary>All images.</summary>
    public static EvaluationShard Whole { get; } = new(1, 1);

    /// <summary>The numbers of its images, from 0, among so many.</summary>
    public IEnumerable<int> Images(int count)
    {
        for (var i = Number - 1; i < count; i += Of)
            yield return i;
    }

    /// <summary>Puts the lists of all shards of one number back into the order of the set.</summary>
    internal static IReadOnlyList<T> Joined<T>(IReadOnlyList<IReadOnlyList<T>> shards) =>
        [.. Enumerable.Range(0, shards.Sum(shard => shard.Count)).Select(i => shards[i % shards.Count][i / shards.Count])];

    /// <summary>As in <c>3/16</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Number}/{Of}");
}
