namespace Spn.Imaging;

/// <summary>What is known about a label map before it is read.</summary>
public sealed record LabelOptions
{
    /// <summary>Indices, nothing ignored but 255, no palette.</summary>
    public static LabelOptions Default { get; } = new();

    /// <summary>The colours that stand for classes in a coloured RGB file; without one such a file is refused.</summary>
    public Palette? Palette { get; init; }

    /// <summary>A label besides 255 that means "not labelled"; it becomes <see cref="LabelMap.Ignore"/>.</summary>
    public byte? Ignored { get; init; }

    /// <summary>How many classes there are, so that a label beyond them is said with its place; 0 where nobody knows.</summary>
    public int Classes { get; init; }

    /// <summary>How numbers say classes.</summary>
    public LabelEncoding Encoding { get; init; }
}
