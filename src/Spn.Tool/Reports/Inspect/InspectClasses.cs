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
        var before = ConfusionMatrix.FromLabels(truth, classes.Before, classes.Count);
        var after = ConfusionMatrix.FromLabels(truth, classes.After, classes.Count);
        return
        [
            InspectHtml.Section("scores", "IoU of each class, before and after",
                "Bars should pass their marks, which are the coarse map. A bar that ends before its mark is a class that the refinement "
                + "harms.",
                Figures.Score(after.Score(names), new ScoreFigureOptions
                {
                    Palette = classes.Palette, Before = before.Score(names), BeforeName = "coarse",
                }).ToHtml()),
            InspectHtml.Section("classes", "Right and wrong of each class",
                "Green should fill the class to its edges. Vermilion beyond an edge is a leak, blue inside one is a part that was lost; "
                + "whole objects in one of them are confused with another class.",
                Classes(classes, after)),
            InspectHtml.Section("confusion", "Confusion",
                "The diagonal should be light. A light cell off it names two classes that are taken for each other; two such cells across "
                + "the diagonal are classes that are swapped.",
                Figures.Confusion(after, names, "Refined: each row is a true class, in per cent of it").ToHtml()
                + Figures.Confusion(before, names, "Coarse: each row is a true class, in per cent of it").ToHtml()),
            InspectHtml.Section("boundary", "IoU near boundaries, by the width of the band",
                "The refined line should lie above the coarse one, most so in narrow bands, where edges are. Bad: they cross, or the "
                + "refined one lies below.",
                Boundary(classes)),
        ];
    }

    /// <summary>The ways of classes through a model.</summary>
    public static InspectSection Paths(double[,] paths, IReadOnlyList<string> names) =>
        InspectHtml.Section("paths", "The ways of the classes through the model",
            "How much the score of a class, the row, rises where the coarse map is sure of a class, the column. The strongest should "
            + "stand on the diagonal. Bad: two that stand across it, mirrored; their channels are swapped. One column "
            + "alone whose largest is elsewhere, as often that of the background, is no swap.",
            Figures.Matrix(paths, new MatrixFigureOptions
            {
                Title = "Score of each class for evidence of each class", Labels = Short(names), RowName = "score of",
                ColumnName = "evidence of", ValueName = "score beside its mean",
            }).ToHtml());

    /// <summary>What fits beside a cell; names that begin alike are numbered: traff.1, traff.2.</summary>
    public static IReadOnlyList<string> Short(IReadOnlyList<string> names)
    {
        string Begin(string name, int letters) => string.Concat(name.EnumerateRunes().Take(letters)) + ".";
        var cut = names.Select(name => name.Length <= 7 ? name : Begin(name, 6)).ToList();
        return [.. cut.Select((text, i) => cut.Count(other => other == text) == 1 ? text
            : Begin(names[i], 5) + Numbers.Count(cut.Take(i + 1).Count(other => other == text)))];
    }

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
        string[] head = ["class", "right (TP)", "too much (FP)", "missed (FN)", "recall", "precision"];
        string Name(int c) => whole.Palette.NameOf((byte)c);
        var table = InspectHtml.Table("Pixels of each class in the refined map", head, present.Select(c =>
        {
            var (right, said, all) = (after[c, c], after.PredictedCount(c), after.TruthCount(c));
            return (IReadOnlyList<string>)
            [
                Name(c), Numbers.Count(right), Numbers.Count(said - right), Numbers.Count(all - right),
                all > 0 ? Numbers.Percent(right / (double)all) : "–", said > 0 ? Numbers.Percent(right / (double)said) : "–",
            ];
        }));
        string Errors(int c, string name, LabelMap map) =>
            InspectHtml.Picture($"{Name(c)}, {name}", LabelPictures.Errors(classes.Photo, classes.Truth!, map, (byte)c));
        var pictures = InspectHtml.Choice("class", shown.Select(c => (
            c, Name(c), InspectHtml.Row([Errors(c, "coarse", classes.Before), Errors(c, "refined", classes.After)]))));
        var without = present.Count <= MostPictures ? "" : InspectHtml.Say(
            $"The {Words.Many(MostPictures, "class")} of most pixels have a picture; the table has all {Numbers.Count(present.Count)}.");
        return key + pictures + without + table;
    }

    private static string Boundary(InspectedClasses classes)
    {
        if (Trimap.Band(classes.Truth!, WidestBand).ClassCount == 0)
            return InspectHtml.Say("The truth holds one class, so there is no boundary.");
        var widths = Enumerable.Range(1, WidestBand).ToList();
        TrimapCurve Curve(string name, LabelMap map) => new(name, widths, Trimap.MeanIoU(classes.Truth!, map, classes.Count, widths));
        var (before, after) = (Curve("coarse", classes.Before), Curve("refined", classes.After));
        int[] rows = [1, 2, 3, 5, 10, 20];
        return Figures.Trimap([before, after], new ChartFigureOptions
        {
            Title = "Mean IoU within a band on both sides of the boundaries of the truth", Width = 620,
        }).ToHtml() + InspectHtml.Table("Mean IoU, %", ["pixels on each side", "coarse", "refined"], rows.Select(width =>
            (IReadOnlyList<string>)
            [Numbers.Count(width), Numbers.Percent(before.MeanIoU[width - 1]), Numbers.Percent(after.MeanIoU[width - 1])]));
    }
}
