using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Visuals.Tests;

/// <summary>One figure of each kind, from small fixed values.</summary>
internal static class Samples
{
    public const string Hostile = "<script>alert(\"1\")</script> & 'quoted' \u0001 \ud800";

    public static readonly FeatureMap Small = FeatureMap.FromRows(new float[,] { { 1, 0, 0.5f }, { -2, 0.25f, 3 } });
    public static readonly FeatureMap Photo =
        FeatureMap.Generate(new MapShape(1, 3, 20, 30), (_, c, row, column) => (row + column + c) / 52f);
    public static readonly LabelMap Labels = LabelMap.Generate(20, 30, (row, column) => (byte)(row == 0 ? 255 : column > 15 ? 2 : 0));
    public static readonly LabelMap Predicted = LabelMap.Generate(20, 30, (row, column) => (byte)(row == 5 ? 255 : column > 12 ? 2 : 0));
    public static readonly PropagationWeights Weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 4, 5), 1);
    public static readonly PropagationWeights PhotoWeights =
        PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 20, 30), 0.3f);
    public static readonly Palette HostilePalette = new([Hostile, "b", "c"], [new Rgb(0, 0, 0), new Rgb(1, 2, 3), new Rgb(200, 100, 0)]);
    public static readonly ConfusionMatrix Confusion = ConfusionMatrix.FromLabels(Labels, Predicted, 3);

    public static readonly TrainingLog Log = new([
        new TrainingLogEntry { Step = 0, MeanIoU = 0.5, TrimapMeanIoU = 0.3, OverallAccuracy = 0.8 },
        new TrainingLogEntry { Step = 10, Loss = 0.75, Rate = 0.1 },
        new TrainingLogEntry { Step = 20, Loss = 0.5, Rate = 0.1, MeanIoU = 0.625, TrimapMeanIoU = 0.375, OverallAccuracy = 0.875 }]);

    public static readonly NetworkTable Layers = new(
    [
        new NetworkRow("encode1", "conv 3×3, ReLU", ["image"], new MapShape(1, 8, 20, 30), 224, 129_600),
        new NetworkRow("pool1", "max-pool 2×2", ["encode1"], new MapShape(1, 8, 10, 15), 0, 0),
    ]);

    /// <summary>A value of every type that a notebook shows.</summary>
    public static IReadOnlyList<object> Values { get; } =
    [
        Figures.FeatureMap(Small), Small, Weights, Propagation.Forward(Photo, PhotoWeights),
        Propagation.Forward(Small, PropagationWeights.Random(Connection.OneWay, Small.Shape, 2)).Winner,
        Affinity.Dense(Weights, Direction.LeftToRight), Affinity.Row(PhotoWeights, Direction.TopToBottom, new Pixel(3, 4)),
        IteratedAffinity.Row(IteratedWeights.Random(new MapShape(1, 1, 20, 30), 3), new Pixel(3, 4)),
        new DiffusionState { Step = 2, U = Photo }, Stability.Report(Weights, Direction.RightToLeft), Labels, Confusion.Score(), Confusion,
        Propagation.Backward(Propagation.Forward(Small, PropagationWeights.Random(Connection.OneWay, Small.Shape, 2)), Small),
        new Scene { Photo = Photo, Labels = Labels, Palette = Palette.Categorical },
        Log, Layers, Image.FromFeatureMap(Photo), Palette.CamVid,
            new double[,] { { 1, -2 }, { 3, double.NaN } }, new float[,] { { 1, 0.5f, 0 } },
    ];

    /// <summary>Every kind of figure, with user text where a kind takes any.</summary>
    public static IReadOnlyList<Figure> All(string title) =>
    [
        Figures.FeatureMap(Small, new MapFigureOptions { Title = title, ValueName = title }),
        Figures.FeatureMap(Photo, new MapFigureOptions { ChannelNames = [title, title] }),
        Figures.Weights(Weights, new WeightsFigureOptions { Title = title }),
        Figures.Image(Photo, new ImageFigureOptions { Title = title, Marked = [new Pixel(3, 4)] }),
        Figures.Labels(Labels, new ImageFigureOptions { Title = title, Palette = HostilePalette }),
        Figures.Overlay(Photo, Labels, new ImageFigureOptions { Title = title, Palette = HostilePalette }),
        Figures.Affinity(Affinity.Dense(Weights, Direction.BottomToTop), new MatrixFigureOptions { Title = title }),
        Figures.Matrix(new double[,] { { 1, -2 }, { 3, 4 } },
            new MatrixFigureOptions { Title = title, Labels = [title, title], RowName = title }),
        Figures.AffinitySlice(Affinity.Row(PhotoWeights, Direction.LeftToRight, new Pixel(10, 12)), Photo, title),
        Figures.IteratedSlice(IteratedAffinity.Row(IteratedWeights.Random(new MapShape(1, 1, 20, 30), 3), new Pixel(10, 12)), Photo, title),
        Figures.Diffusion([.. Diffusion.States(Photo, PhotoWeights, Direction.LeftToRight).Take(3)],
            new DiffusionFigureOptions { Title = title, OwnRange = true }),
        Figures.Stability(Stability.Report(Weights, Direction.LeftToRight), title),
        Figures.Score(Confusion.Score([title]),
            new ScoreFigureOptions { Title = title, Palette = HostilePalette, Before = Confusion.Score(), BeforeName = title }),
        Figures.Confusion(Confusion, [title], title),
        Figures.DirectionMap(Propagation.Forward(Photo, PhotoWeights).Winner, title),
        Figures.Palette(HostilePalette),
        Figures.LineChart([new ChartSeries { Name = title, Y = [1, 3, double.NaN, 2] }],
            new ChartFigureOptions { Title = title, XName = title, YName = title, Bound = 2 }),
        Figures.Network(Layers with { Rows = [.. Layers.Rows, Layers.Rows[0] with { Name = title, Kind = title, Inputs = [title] }] },
            title),
        Figures.Training([new TrainingCurve(title, Log), new TrainingCurve(title, Log)],
            new TrainingFigureOptions { Title = title, CoarseMeanIoU = 0.4 }),
        Figures.Grid([Figures.Labels(Labels), Figures.Confusion(Confusion)], new GridFigureOptions { Title = title, Captions = [title] }),
    ];
}
