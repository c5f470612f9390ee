using Spn.Imaging;

namespace Spn.Visuals.Tests;

/// <summary>One figure of each kind, from small fixed values.</summary>
internal static class Samples
{
    public const string Hostile = "<script>alert(\"1\")</script> & 'quoted' \u0001 \ud800";

    public static readonly FeatureMap Small = FeatureMap.FromRows(new float[,] { { 1, 0, 0.5f }, { -2, 0.25f, 3 } });
    public static readonly FeatureMap Photo = FeatureMap.Generate(new MapShape(1, 3, 20, 30), (_, c, row, column) => (row + column + c) / 52f);
    public static readonly LabelMap Labels = LabelMap.Generate(20, 30, (row, column) => (byte)(row == 0 ? 255 : column > 15 ? 2 : 0));
    public static readonly PropagationWeights Weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 4, 5), 1);
    public static readonly Palette HostilePalette = new([Hostile, "b", "c"], [new Rgb(0, 0, 0), new Rgb(1, 2, 3), new Rgb(200, 100, 0)]);

    /// <summary>Every kind of figure, with user text where a kind takes any.</summary>
    public static IReadOnlyList<Figure> All(string title) =>
    [
        Figures.FeatureMap(Small, new MapFigureOptions { Title = title, ValueName = title }),
        Figures.FeatureMap(Photo, new MapFigureOptions { ChannelNames = [title, title] }),
        Figures.Weights(Weights, new WeightsFigureOptions { Title = title }),
        Figures.Image(Photo, new ImageFigureOptions { Title = title, Marked = [new Pixel(3, 4)] }),
        Figures.Labels(Labels, new ImageFigureOptions { Title = title, Palette = HostilePalette }),
        Figures.Overlay(Photo, Labels, new ImageFigureOptions { Title = title, Palette = HostilePalette }),
    ];
}
