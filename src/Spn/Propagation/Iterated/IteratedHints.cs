namespace Spn;

/// <summary>Pixels whose value is known, such as sparse depth samples: after each step they are set again.</summary>
public sealed record IteratedHints
{
    /// <summary>Hints where the mask is not zero.</summary>
    /// <param name="values">N×C×H×W of the map, or N×1×H×W for all channels; read at hint pixels alone.</param>
    /// <param name="mask">N×1×H×W.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or a value of the mask is not finite.</exception>
    public IteratedHints(FeatureMap values, FeatureMap mask)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(mask);
        Expect.SameShape(values.Shape with { Channels = 1 }, mask.Shape, nameof(mask));
        if (Array.FindIndex(mask.Values, value => !float.IsFinite(value)) is >= 0 and var at)
            throw new ArgumentException($"expected a finite mask, got {mask.Values[at]} at element {at}; zero is no hint.", nameof(mask));
        (Values, Mask) = (values, mask);
    }

    /// <summary>v, N×C×H×W or N×1×H×W.</summary>
    public FeatureMap Values { get; }

    /// <summary>Where there are hints, N×1×H×W: not zero.</summary>
    public FeatureMap Mask { get; }

    /// <summary>The number of hint pixels over the whole batch.</summary>
    public int Count => Mask.Values.Count(value => value != 0);

    /// <summary>Hints where a sparse map is above zero, as depth maps mark them.</summary>
    /// <param name="sparse">N×1×H×W; zero or less is no hint.</param>
    /// <exception cref="ArgumentException">The map has more than one channel.</exception>
    public static IteratedHints Of(FeatureMap sparse)
    {
        ArgumentNullException.ThrowIfNull(sparse);
        return new IteratedHints(sparse, Positive(sparse));
    }

    /// <summary>
    /// Hint pixels keep the value that x has there: what CSPN's released code does, whose sparse map is only a mask.
    /// </summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="sparse">N×1×H×W; above zero is a hint.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public static IteratedHints Keep(FeatureMap x, FeatureMap sparse)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(sparse);
        return new IteratedHints(x, Positive(sparse));
    }

    /// <summary>The shape and the number of hints.</summary>
    public override string ToString() => FormattableString.Invariant($"IteratedHints {Values.Shape}, {Count} pixels");

    private static FeatureMap Positive(FeatureMap sparse) => new(sparse.Shape, Array.ConvertAll(sparse.Values, v => v > 0 ? 1f : 0f));
}
