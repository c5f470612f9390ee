namespace Spn.Learning;

/// <summary>What makes a segmentation, as a table tells them apart.</summary>
public enum EvaluationKind
{
    /// <summary>The coarse maps, upsampled bilinearly.</summary>
    Coarse,

    /// <summary>A method that needs no training.</summary>
    Method,

    /// <summary>A baseline segmenter, whose input and output are smaller than the image.</summary>
    Baseline,

    /// <summary>A baseline segmenter at the image's own resolution: the paper's Highres-CNN.</summary>
    Highres,

    /// <summary>A one-way refiner.</summary>
    OneWay,

    /// <summary>A three-way refiner.</summary>
    ThreeWay,
}

/// <summary>One segmentation that is scored, and where it is from.</summary>
public sealed record EvaluationColumn
{
    /// <summary>The head of its column; trainings that differ by their seeds alone share it.</summary>
    public required string Name { get; init; }

    /// <summary>What makes it.</summary>
    public required EvaluationKind Kind { get; init; }

    /// <summary>The seed of its training; null where there is none.</summary>
    public int? Seed { get; init; }

    /// <summary>The checkpoint with its folder; empty where there is none.</summary>
    public string File { get; init; } = "";

    /// <summary>SHA-256 of the checkpoint; empty where there is none.</summary>
    public string Digest { get; init; } = "";
}
