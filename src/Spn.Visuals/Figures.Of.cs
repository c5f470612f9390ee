using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Visuals;

public static partial class Figures
{
    /// <summary>What is drawn of each type: the one place that a new kind of value is added to.</summary>
    private static readonly Kind[] Kinds =
    [
        Of<Figure>(figure => figure),
        Of<FeatureMap>(map => FeatureMap(map)),
        Of<PropagationWeights>(weights => Weights(weights)),
        Of<PropagationResult>(Propagation),
        Of<PropagationGradient>(gradient => Gradient(gradient.Input, gradient.Weights)),
        Of<DirectionMap>(winner => DirectionMap(winner)),
        Of<AffinityMatrix>(g => Affinity(g)),
        Of<AffinitySlice>(slice => AffinitySlice(slice)),
        Of<IteratedSlice>(slice => IteratedSlice(slice)),
        Of<DiffusionState>(state => Diffusion([state], new DiffusionFigureOptions { Title = state.ToString() })),
        Of<StabilityReport>(report => Stability(report)),
        Of<LabelMap>(labels => Labels(labels)),
        Of<Scene>(Scene),
        Of<SegmentationScore>(score => Score(score)),
        Of<ConfusionMatrix>(matrix => Confusion(matrix)),
        Of<TrainingLog>(log => Training(log)),
        Of<NetworkTable>(network => Network(network)),
        Of<Image>(image => Image(image)),
        Of<Palette>(Palette),
        Of<double[,]>(matrix => Matrix(matrix)),
        Of<float[,]>(matrix => Matrix(matrix)),
    ];

    /// <summary>The types that <see cref="Of(object)"/> has a picture for.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Kinds.Select(kind => kind.Type)];

    /// <summary>The figure that a notebook shows for a value of ours when nothing else is said.</summary>
    /// <param name="value">A value of one of <see cref="Types"/>; a <see cref="Figure"/> comes back as it is.</param>
    /// <exception cref="ArgumentException">There is no picture for values of this type; the message lists those that have one.</exception>
    public static Figure Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var kind = Array.Find(Kinds, one => one.Type.IsInstanceOfType(value)) ?? throw new ArgumentException(
            $"expected {string.Join(", ", Types.Select(type => type.Name))}, got {value.GetType().Name}; draw one of its parts.",
            nameof(value));
        return kind.Draw(value);
    }

    private static Kind Of<T>(Func<T, Figure> draw) => new(typeof(T), value => draw((T)value));

    private static Figure Gradient(FeatureMap input, PropagationWeights weights)
    {
        var options = new MapFigureOptions
        {
            MaxPlanes = 4, Side = 220, ValueName = "gradient", Title = $"Gradient of the input, {input.Shape}",
        };
        var ofWeights = new WeightsFigureOptions { Title = "Gradient of the weights", ValueName = "gradient" };
        return Grid([FeatureMap(input, options), Weights(weights, ofWeights)], new GridFigureOptions { Columns = 1 });
    }

    private sealed record Kind(Type Type, Func<object, Figure> Draw);
}
