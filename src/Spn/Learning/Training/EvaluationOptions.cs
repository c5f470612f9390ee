namespace Spn.Learning;

/// <summary>How segmentations are scored.</summary>
public sealed record EvaluationOptions
{
    /// <summary>A trimap of three pixels, classes named by number.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>What the column of this segmentation is headed by.</summary>
    public string Name { get; init; } = "model";

    /// <summary>The names of the classes; by number where left out.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Pixels on each side of a boundary that the trimap takes in, 1 to 255.</summary>
    public int TrimapWidth { get; init; } = 3;

    /// <summary>Whether a refined label must win somewhere in the coarse map, as the paper has it for PASCAL VOC.</summary>
    public bool OnlyCoarseClasses { get; init; }

    /// <summary>Is told the number of images done; may be null.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>The same under another name.</summary>
    public EvaluationOptions WithName(string name) => this with { Name = name };

    /// <summary>The same with names of the classes.</summary>
    public EvaluationOptions WithClassNames(IReadOnlyList<string> names) => this with { ClassNames = names };

    /// <summary>The same with another trimap.</summary>
    public EvaluationOptions WithTrimapWidth(int width) => this with { TrimapWidth = width };

    internal void Check()
    {
        if (TrimapWidth is < 1 or > 255)
            throw new ArgumentOutOfRangeException(null, $"expected a trimap of 1 to 255 pixels, got {TrimapWidth}.");
    }
}
