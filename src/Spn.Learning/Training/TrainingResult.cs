namespace Spn.Learning;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All steps were made.</summary>
    Finished,

    /// <summary>It was told to stop at this step, and can go on.</summary>
    Paused,

    /// <summary>It was cancelled, its last checkpoint written, and can go on.</summary>
    Cancelled,
}

/// <summary>What a training came to.</summary>
public sealed record TrainingResult
{
    /// <summary>Why it ended.</summary>
    public required TrainingEnd End { get; init; }

    /// <summary>Steps made.</summary>
    public required long Step { get; init; }

    /// <summary>The step of the best score; −1 when nothing was scored.</summary>
    public required long BestStep { get; init; }

    /// <summary>The best mean IoU on the images to choose by; NaN when nothing was scored.</summary>
    public required double BestMeanIoU { get; init; }

    /// <summary>All lines.</summary>
    public required TrainingLog Log { get; init; }
}
