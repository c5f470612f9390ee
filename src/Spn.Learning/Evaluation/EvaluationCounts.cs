using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>How often each class was taken for each over some images: what all scores come from, and what can be added up.</summary>
public sealed record EvaluationCounts
{
    /// <summary>Over all pixels whose truth is known.</summary>
    public required ConfusionMatrix Pixels { get; init; }

    /// <summary>Over those of them near a boundary.</summary>
    public required ConfusionMatrix Trimap { get; init; }

    /// <summary>How long each image took, the method alone, its input in memory; empty where nothing was timed.</summary>
    public IReadOnlyList<long> Microseconds { get; init; } = [];

    /// <summary>The scores.</summary>
    /// <param name="name">What was scored.</param>
    /// <param name="run">Names of classes and width of the trimap.</param>
    /// <param name="images">The number of images.</param>
    public EvaluationScore Score(string name, EvaluationRun run, int images)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new EvaluationScore
        {
            Name = name, Pixels = Pixels.Score(run.Classes), Trimap = Trimap.Score(run.Classes), TrimapWidth = run.Trimap, Images = images,
            Milliseconds = [.. Microseconds.Select(time => time / 1000.0)],
        };
    }

    /// <summary>The counts of shards of one set, added up; times in the order of the set.</summary>
    internal static EvaluationCounts Sum(IReadOnlyList<EvaluationCounts> shards) => new()
    {
        Pixels = ConfusionMatrix.Sum(shards.Select(shard => shard.Pixels)),
        Trimap = ConfusionMatrix.Sum(shards.Select(shard => shard.Trimap)),
        Microseconds = EvaluationShard.Joined([.. shards.Select(shard => shard.Microseconds)]),
    };
}
