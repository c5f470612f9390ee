namespace Spn.Visuals;

public static partial class Figures
{
    /// <summary>The figure that a notebook shows for a value of ours when nothing else is said.</summary>
    /// <param name="value">A map, weights, labels, an image, or a <see cref="Figure"/>, which comes back as it is.</param>
    /// <exception cref="ArgumentException">There is no picture for values of this type; the message lists those that have one.</exception>
    public static Figure Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            Figure figure => figure,
            FeatureMap map => FeatureMap(map),
            PropagationWeights weights => Weights(weights),
            LabelMap labels => Labels(labels),
            Imaging.Image image => Image(image),
            _ => throw new ArgumentException($"expected {string.Join(", ", Types.Select(type => type.Name))}, got {value.GetType().Name}; draw one of its parts.", nameof(value)),
        };
    }

    /// <summary>The types that <see cref="Of"/> has a picture for.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [typeof(Figure), typeof(FeatureMap), typeof(PropagationWeights), typeof(LabelMap), typeof(Imaging.Image)];
}
