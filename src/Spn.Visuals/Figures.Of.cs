using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Visuals;

public static partial class Figures
{
    /// <summary>The figure that a notebook shows for a value of ours when nothing else is said.</summary>
    /// <param name="value">A value of one of <see cref="Types"/>; a <see cref="Figure"/> comes back as it is.</param>
    /// <exception cref="ArgumentException">There is no picture for values of this type; the message lists those that have one.</exception>
    public static Figure Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            Figure figure => figure,
            FeatureMap map => FeatureMap(map),
            PropagationWeights weights => Weights(weights),
            PropagationResult result => Propagation(result),
            PropagationGradient gradient => Gradient(gradient.Input, gradient.Weights),
            ScanGradient gradient => Gradient(gradient.Input, gradient.Weights),
            DirectionMap winner => DirectionMap(winner),
            AffinityMatrix g => Affinity(g),
            AffinitySlice slice => AffinitySlice(slice),
            DiffusionState state => Diffusion([state], new DiffusionFigureOptions { Title = state.ToString() }),
            StabilityReport report => Stability(report),
            LabelMap labels => Labels(labels),
            Scene scene => Scene(scene),
            SegmentationScore score => Score(score),
            ConfusionMatrix matrix => Confusion(matrix),
            TrainingLog log => Training(log),
            NetworkTable network => Network(network),
            Image image => Image(image),
            Palette palette => Palette(palette),
            double[,] matrix => Matrix(matrix),
            float[,] matrix => Matrix(matrix),
            _ => throw new ArgumentException($"expected {string.Join(", ", Types.Select(type => type.Name))}, got {value.GetType().Name}; draw one of its parts.", nameof(value)),
        };
    }

    private static Figure Gradient(FeatureMap input, PropagationWeights weights) => Grid(
        [FeatureMap(input, new MapFigureOptions { MaxPlanes = 4, Side = 220, ValueName = "gradient", Title = $"Gradient of the input, {input.Shape}" }),
         Weights(weights, new WeightsFigureOptions { Title = "Gradient of the weights", ValueName = "gradient" })], new GridFigureOptions { Columns = 1 });

    /// <summary>The types that <see cref="Of"/> has a picture for.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        typeof(Figure), typeof(FeatureMap), typeof(PropagationWeights), typeof(PropagationResult), typeof(PropagationGradient), typeof(ScanGradient),
        typeof(DirectionMap), typeof(AffinityMatrix), typeof(AffinitySlice), typeof(DiffusionState), typeof(StabilityReport), typeof(LabelMap),
        typeof(Scene), typeof(SegmentationScore), typeof(ConfusionMatrix), typeof(TrainingLog), typeof(NetworkTable), typeof(Image), typeof(Palette),
        typeof(double[,]), typeof(float[,]),
    ];
}
