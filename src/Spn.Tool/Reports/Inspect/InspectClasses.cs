using Spn.Inspection;
using Spn.Segmentation;
using Spn.Visuals;

namespace Spn.Tool.Reports;

/// <summary>The sections of a page about classes and the truth.</summary>
internal static class InspectClasses
{
    /// <summary>Classes beyond these, those of fewest pixels, have no picture of their own.</summary>
    private const int MostPictures = 24;

    /// <summary>Half the width of the widest band around boundaries, in pixels.</summary>
    private const int WidestBand = 20;

    public static IReadOnlyList<InspectSection> Sections(InspectedClasses classes)
    {
        var (truth, names) = (classes.Truth!, classes.Names);
        var (before, after) = (ConfusionMatrix.FromLabels(truth, classes.Before, classes.Count), ConfusionMatrix.FromLabels(truth, classes.After, classes.Count));
        return
        [
            InspectHtml.Section("scores", "IoU of each class, before and after", "Bars should pass their marks, which are the coarse map. A bar that ends before its mark is a class that the refinement harms.",
                Figures.Score(after.Score(names), new ScoreFigureOptions { Palette = classes.Palette, Before = before.Score(names), BeforeName = "coarse" }).ToHtml()),
            InspectHtml.Section("classes", "Right and wrong of each class", "Green should fill the class to its edges. Vermilion beyond an edge is a leak, blue inside one is a part that was lost; whole objects in one of them are confused with another class.",
                Classes(classes, after)),
            InspectHtml.Section("confusion", "Confusion", "The diagonal should be light. A light cell off it names two classes that are taken for each other; two such cells across the diagonal are classes that are swapped.",
                Figures.Confusion(after, names, "Refined: each row is a true class, in per cent of it").ToHtml()
                + Figures.Confusion(before, names, "Coarse: each row is a true class, in per cent of it").ToHtml()),
            InspectHtml.Section("boundary", "IoU near boundaries, by the width of the band", "The refined line should lie above the coarse one, most so in narrow bands, where edges are. Bad: they cross, or the refined one lies below.",
                Boundary(classes)),
        ];
    }

    /// <summary>The ways of classes through a model.</summary>
    public static InspectSection Paths(double[,] paths, IReadOnlyList<string> names) =>
        InspectHtml.Section("paths", "The ways of the classes through the model",
            "How much the score of a class, the row, rises where the coarse map is sure of a class, the column. The strongest should stand on the diagonal. Bad: two that stand across it, mirrored; their channels are swapped. One column alone whose largest is elsewhere, as often that of the background, is no swap.",
            Figures.Matrix(paths, new MatrixFigureOptions { Title = "Score of each class for evidence of each class", Labels = [.. names.Select(Short)], RowName = "score of", ColumnName = "evidence of", ValueName = "score beside its mean" }).ToHtml());

    /// <summary>What fits beside a cell.</summary>
    private static string Short(string name) => name.Length <= 7 ? name : string.Concat(name.EnumerateRunes().Take(6)) + ".";

    private static string Classes(InspectedClasses whole, ConfusionMatrix after)
    {
        var classes = InspectPage.Small(whole);
        var present = Enumerable.Range(0, whole.Count).Where(c => after.TruthCount(c) + after.PredictedCount(c) > 0).ToList();
        var shown = present.OrderByDescending(after.TruthCount).Take(MostPictures).Order();
        var key = InspectHtml.Key(
        [
            (LabelPictures.TruePositive, "right (true positive)"), (LabelPictures.FalsePositive, "not of the class (false positive)"),
            (LabelPictures.FalseNegative, "of the class and missed (false negative)"),
        ]);
        var table = InspectHtml.Table("Pixels of each class in the refined map", ["class", "right (TP)", "too much (FP)", "missed (FN)", "recall", "precision"], present.Select(c =>
        {
            var (right, said, all) = (after[c, c], after.PredictedCount(c), after.TruthCount(c));
            return (IReadOnlyList<string>)
            [
                whole.Palette.NameOf((byte)c), Numbers.Count(right), Numbers.Count(said - right), Numbers.Count(all - right),
                all > 0 ? Numbers.Percent(right / (double)all) : "–", said > 0 ? Numbers.Percent(right / (double)said) : "–",
            ];
        }));
        return key + InspectHtml.Choice("class", shown.Select(c => (c, whole.Palette.NameOf((byte)c), InspectHtml.Row(
            [
                InspectHtml.Picture($"{whole.Palette.NameOf((byte)c)}, coarse", LabelPictures.Errors(classes.Photo, classes.Truth!, classes.Before, (byte)c)),
                InspectHtml.Picture($"{whole.Palette.NameOf((byte)c)}, refined", LabelPictures.Errors(classes.Photo, classes.Truth!, classes.After, (byte)c)),
            ])))) + (present.Count > MostPictures ? InspectHtml.Say($"The {Words.Many(MostPictures, "class")} of most pixels have a picture; the table has all {Numbers.Count(present.Count)}.") : "") + table;
    }

    private static string Boundary(InspectedClasses classes)
    {
        var widths = Enumerable.Range(1, WidestBand).Select(width => (double)width).ToList();
        var bands = widths.Select(width => Trimap.Band(classes.Truth!, (int)width)).ToList();
        if (bands.TrueForAll(band => band.ClassCount == 0))
            return InspectHtml.Say("The truth holds one class, so there is no boundary.");
        double[] Along(LabelMap map) => [.. bands.Select(band => 100 * ConfusionMatrix.FromLabels(band, map, classes.Count).Score().MeanIoU)];
        var (before, after) = (Along(classes.Before), Along(classes.After));
        int[] rows = [1, 2, 3, 5, 10, 20];
        return Figures.LineChart(
            [new ChartSeries { Name = "coarse", X = widths, Y = before }, new ChartSeries { Name = "refined", X = widths, Y = after }],
            new ChartFigureOptions { Title = "Mean IoU within a band around the boundaries of the truth", XName = "pixels on each side of a boundary", YName = "mean IoU, %", Width = 620 }).ToHtml()
            + InspectHtml.Table("Mean IoU, %", ["pixels on each side", "coarse", "refined"], rows.Select(width => (IReadOnlyList<string>)
                [Numbers.Count(width), Numbers.Percent(before[width - 1] / 100), Numbers.Percent(after[width - 1] / 100)]));
    }
}
