namespace Spn.Imaging;

/// <summary>What is known about a label map before it is read.</summary>
public sealed record LabelOptions
{
    /// <summary>Indices, nothing ignored but 255, no palette.</summary>
    public static LabelOptions Default { get; } = new();

    /// <summary>
    /// The colours that stand for classes in a coloured RGB file; without one such a file is refused. Its number of classes holds for all
    /// files, unless <see cref="Classes"/> says another.
    /// </summary>
    public Palette? Palette { get; init; }

    /// <summary>A label that means "not labelled"; it becomes <see cref="LabelMap.Ignore"/>. 255 always does.</summary>
    public byte? Ignored { get; init; }

    /// <summary>How many classes there are, 1 to 255, so that a label beyond them is said with its place; 0 where nobody knows.</summary>
    public int Classes { get; init; }

    /// <summary>How numbers say classes.</summary>
    public LabelEncoding Encoding { get; init; }

    /// <summary>The number of classes by what is known; 0 where nobody knows.</summary>
    internal int Limit => Classes > 0 ? Classes : Palette?.Count ?? 0;

    /// <summary>Whether something was said that only labels have.</summary>
    internal bool SayLabels => Limit > 0 || Ignored is not null || Encoding != LabelEncoding.Index;

    internal LabelOptions Check()
    {
        if (Classes is < 0 or > LabelMap.Ignore)
            throw new ArgumentOutOfRangeException(
                nameof(Classes), $"expected 1 to {LabelMap.Ignore} classes, or 0 where nobody knows, got {Classes}.");
        return Enum.IsDefined(Encoding) ? this : throw new ArgumentOutOfRangeException(
            nameof(Encoding), $"expected an encoding of labels ({string.Join(", ", Enum.GetNames<LabelEncoding>())}), got {Encoding}.");
    }
}
