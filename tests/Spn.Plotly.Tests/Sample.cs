using Spn.Segmentation;
using Spn.Visuals;

namespace Spn.Plotly.Tests;

/// <summary>Scores and charts with names that are markup.</summary>
internal static class Sample
{
    public static readonly string[] Names = ["road & sky", "</script><b>x</b>", "%{x}"];

    public static readonly LabelMap Truth = LabelMap.Generate(12, 15, (_, column) => (byte)(column / 5));

    public static ConfusionMatrix Coarse { get; } =
        ConfusionMatrix.FromLabels(Truth, LabelMap.Generate(12, 15, (row, column) => (byte)((column + row / 3) / 5 % 3)), 3);

    public static ConfusionMatrix Refined { get; } =
        ConfusionMatrix.FromLabels(Truth, LabelMap.Generate(12, 15, (row, column) => (byte)(row == 4 ? 0 : column / 5)), 3);

    public static ScoreFigureOptions Compared { get; } = new() { Before = Coarse.Score(Names), BeforeName = "coarse" };
}
