using System.Text.Json;
using Spn.Imaging;

namespace Spn.Tests.Learning;

/// <summary>The tables of known counts; the golden files were laid out by other code, from the paper and from sums by hand.</summary>
public class EvaluationTablesTests
{
    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden", name + ".md")).ReplaceLineEndings("\n");

    private static EvaluationPart Faces(string data = "faces", IReadOnlyList<string>? classes = null)
    {
        var (coarse, right) = (new long[11, 11], new long[11, 11]);
        for (var c = 0; c < 11; c++)
            coarse[c, c] = 10;
        // Left brow as right brow; skin and nose as background; upper lip as inner mouth.
        (coarse[2, 3], coarse[1, 0], coarse[6, 0], coarse[7, 8]) = (5, 10, 10, 2);
        for (var truth = 0; truth < 11; truth++)
            for (var predicted = 0; predicted < 11; predicted++)
                right[truth, truth] += coarse[truth, predicted];
        return Parts.Whole(
            Parts.Run(data, 2, classes ?? Palette.Helen.Names, Parts.Column("coarse", EvaluationKind.Coarse),
                Parts.Column("three-way", EvaluationKind.ThreeWay, 1)),
            coarse, right);
    }

    /// <summary>Ours at full resolution stands beside the paper's, and so does a smaller baseline.</summary>
    [Fact]
    public void Table_1_puts_Highres_beside_the_papers()
    {
        var part = Faces();
        var run = part.Run with
        {
            Columns = [Parts.Column("baseline", EvaluationKind.Baseline, 1), Parts.Column("Highres-CNN", EvaluationKind.Highres, 1)],
        };
        Assert.Equal(
            [
                "baseline", "paper: baseline-CNN", "Highres-CNN", "paper: Highres-CNN", "paper: Liu et al. 2015", "paper: SPN (one-way)",
                "paper: SPN (three-way)",
            ],
            EvaluationTables.Of(part with { Run = run }, "helen").Heads.Select(head => head.Name));
    }

    private static EvaluationPart Pets => Parts.Whole(
        Parts.Run("pets", 2, ["cat", "dog"], Parts.Column("coarse", EvaluationKind.Coarse), Parts.Column("crf", EvaluationKind.Method),
            Parts.Column("three-way", EvaluationKind.ThreeWay, 1), Parts.Column("three-way", EvaluationKind.ThreeWay, 2)) with
        {
            OnlyCoarseClasses = true, Coarse = "a trained baseline sha256:0011",
        },
        new long[,] { { 6, 2 }, { 1, 1 } }, new long[,] { { 8, 0 }, { 1, 1 } }, new long[,] { { 7, 1 }, { 0, 2 } },
        new long[,] { { 8, 0 }, { 0, 2 } });

    [Fact]
    public void Table_1_has_the_parts_of_a_face() => Assert.Equal(Golden("helen"), EvaluationTables.Of(Faces(), "helen").Markdown());

    [Fact]
    public void Tables_3_and_4_have_three_measures_of_each_refinement() =>
        Assert.Equal(Golden("voc"), EvaluationTables.Of(Pets, "voc").Markdown());

    [Fact]
    public void Table_2_has_the_dense_CRF_beside_the_refiner() =>
        Assert.Equal(Golden("crf"), EvaluationTables.Of(Pets, "crf").Markdown());

    [Fact]
    public void The_plain_table_has_one_column_for_all_seeds_and_JSON_keeps_each()
    {
        var sheet = EvaluationTables.Of(Pets, "");
        Assert.Equal("""
            IoU, %                  coarse     crf                three-way
            cat                      66.67   88.89  93.75 (87.50 to 100.00)
            dog                      25.00   50.00  83.33 (66.67 to 100.00)
            mean IoU                 45.83   69.44  88.54 (77.08 to 100.00)
            trimap mean IoU (3 px)   45.83   69.44  88.54 (77.08 to 100.00)
            overall accuracy         70.00   90.00  95.00 (90.00 to 100.00)
            mean accuracy            62.50   75.00  96.88 (93.75 to 100.00)
            over 10 pixels of 2 images
            where there are several seeds: their mean, from the least to the most
            """.ReplaceLineEndings("\n"), sheet.Text());
        Assert.EndsWith(
            "\n\nrun on pets, 2 images; coarse maps: a trained baseline; classes restricted to those of the coarse map\n",
            sheet.Markdown());
        var rows = JsonDocument.Parse(sheet.Json()).RootElement.GetProperty("rows");
        var each = rows[2].GetProperty("cells")[2].GetProperty("each");
        Assert.Equal([(1, 77.083333), (2, 100)],
            each.EnumerateArray().Select(one => (one.GetProperty("seed").GetInt32(), one.GetProperty("value").GetDouble())));
    }

    [Fact]
    public void Times_are_medians_and_means_of_all_images()
    {
        var run = Parts.Run("pets", 3, ["cat", "dog"], Parts.Column("coarse", EvaluationKind.Coarse)) with { Timed = true };
        var part = Parts.Whole(run, new long[,] { { 6, 2 }, { 1, 1 } });
        part = part with { Counts = [part.Counts[0] with { Microseconds = [1000, 90_000, 2000] }] };
        Assert.Matches(@"\nms an image, median +2\.0\nms an image, mean +31\.0\n", EvaluationTables.Of(part, "").Text());
        Assert.Contains("\"ms an image, median\",ms,coarse,\"pets, 3 images; coarse maps: the majority label of each "
            + "8×8 block; classes not restricted\",no,,2,2,2\n", EvaluationTables.Of(part, "").Csv());
    }

    /// <summary>A part that the truth has not is in no score, whatever is predicted; classes of other data are refused.</summary>
    [Fact]
    public void Parts_of_a_face_that_are_not_there_are_left_out()
    {
        var counts = new long[11, 11];
        (counts[1, 1], counts[1, 4], counts[6, 6], counts[6, 7]) = (8, 2, 9, 1);
        var part = Parts.Whole(Parts.Run("faces", 1, Palette.Helen.Names, Parts.Column("baseline", EvaluationKind.Baseline, 1)), counts);
        var rows = EvaluationTables.Of(part, "helen").Rows.ToDictionary(row => row.Name, row => row.Cells[0].Mean);
        Assert.Equal(
            [2 * 8 / 18.0, double.NaN, double.NaN, 2 * 9 / 19.0, double.NaN, double.NaN, double.NaN, double.NaN, 2 * 9 / 19.0],
            PaperFigures.HelenMeasures.Select(name => rows[name] / 100).Select(value => double.IsNaN(value) ? value : Math.Round(value, 9)),
            (expected, got) => double.IsNaN(expected) ? double.IsNaN(got) : Math.Abs(expected - got) < 1e-8);

        var names = Palette.Helen.Names.Select(name => name == "nose" ? "beak" : name).ToList();
        Assert.Matches(
            "^expected data with the classes of HELEN for --table helen .*, got birds with others .*beak.*; name such data, or take ",
            Assert.Throws<ArgumentException>(() => EvaluationTables.Of(Faces("birds", names), "helen")).Message);
        Assert.Contains("got 'x'", Assert.Throws<ArgumentException>(() => EvaluationTables.Of(Pets, "x")).Message);
    }

    [Fact]
    public void A_class_that_is_only_predicted_is_named_and_left_out_of_every_column()
    {
        var run = Parts.Run("pets", 1, ["cat", "dog", "cow"], Parts.Column("coarse", EvaluationKind.Coarse),
            Parts.Column("one-way", EvaluationKind.OneWay, 1));
        var part = Parts.Whole(
            run, new long[,] { { 4, 0, 0 }, { 0, 4, 0 }, { 0, 0, 0 } }, new long[,] { { 4, 0, 0 }, { 0, 3, 1 }, { 0, 0, 0 } });
        var sheet = EvaluationTables.Of(part, "voc");
        Assert.Contains("means over the classes of the truth, without cow", sheet.Note);
        var iou = sheet.Rows.Where(row => row.Name.EndsWith("mean IoU", StringComparison.Ordinal)).ToDictionary(row => row.Name);
        Assert.Equal(100, iou["coarse, mean IoU"].Cells[0].Mean, 1e-9);
        Assert.Equal((100 + 75) / 2.0, iou["one-way, mean IoU"].Cells[0].Mean, 1e-9);
    }
}
