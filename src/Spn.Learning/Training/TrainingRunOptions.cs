using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>What a <see cref="TrainingRun"/> does beside stepping.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>The paper's rate, no scores, no files.</summary>
    public static TrainingRunOptions Default { get; } = new();

    /// <summary>Steps, rates, how often to score and to write.</summary>
    public TrainingOptions Training { get; init; } = TrainingOptions.Default;

    /// <summary>
    /// Scores the model as it stands on images that it is not trained on; null scores nothing, and then there is no best checkpoint.
    /// </summary>
    public Func<ISegmenter, CancellationToken, EvaluationScore>? Evaluate { get; init; }

    /// <summary>Where the model is moved to before the first step; null leaves it where it is.</summary>
    public Device? Device { get; init; }

    /// <summary>Where checkpoints and the log are written; null writes nothing.</summary>
    public TrainingFolder? Folder { get; init; }

    /// <summary>
    /// Stops after so many steps in all, to go on later; 0 does not. Unlike fewer steps it leaves the schedule of the rate as it is.
    /// </summary>
    public long PauseAt { get; init; }

    /// <summary>Texts that checkpoints carry: the config, the names of the classes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
