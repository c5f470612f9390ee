using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;
using Property = Spn.Tests.Property;

namespace Spn.Visuals.Tests;

public class RobustnessTests
{
    private static readonly float[] s_odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-30f, -3e38f, 1, 0.5f];
    private static readonly Config s_config = Property.Cases(250);

    [Fact]
    public void Any_map_of_any_values_becomes_well_formed_svg_and_text() =>
        Prop.ForAll(Maps(), map =>
        {
            Check(Figures.FeatureMap(map));
            Check(Figures.Image(map));
            Check(Figures.AffinitySlice(new AffinitySlice
            {
                Kind = AffinitySliceKind.Column,
                Pixel = new Pixel(0, 0),
                Direction = Direction.LeftToRight,
                Values = new FeatureMap(map.Shape with { Batch = 1, Channels = 1 }, map.Plane(0, 0).ToArray()),
            }, map));
            Check(Figures.Diffusion([new DiffusionState { Step = 1, U = map }, new DiffusionState { Step = 2, U = map }]));
        }).Check(s_config);

    [Fact]
    public void Any_weights_become_well_formed_svg_and_text() =>
        Prop.ForAll(Maps(), map =>
        {
            var weights = PropagationWeights.Generate(Connection.ThreeWay, map.Shape, (n, _, _, c, row, column) => map[n, c, row, column]);
            Check(Figures.Weights(weights));
        }).Check(s_config);

    [Fact]
    public void Any_labels_and_their_scores_become_well_formed_svg_and_text() =>
        Prop.ForAll(Maps(), map =>
        {
            LabelMap Labels(int add) => LabelMap.Generate(map.Height, map.Width, (row, column) =>
                float.IsFinite(map[0, 0, row, column]) ? (byte)(Math.Abs(map[0, 0, row, column] * 7 % 20) + add) : LabelMap.Ignore);
            Check(Figures.Labels(Labels(0)));
            Check(Figures.Overlay(map, Labels(0)));
            var confusion = ConfusionMatrix.FromLabels(Labels(0), Labels(1), 30);
            Check(Figures.Confusion(confusion));
            Check(Figures.Score(confusion.Score()));
        }).Check(s_config);

    [Fact]
    public void Any_training_log_becomes_charts() =>
        Prop.ForAll(Maps(), map =>
        {
            var log = new TrainingLog(
                [.. map.Values.Select((value, i) =>
                    new TrainingLogEntry { Step = i, Loss = value, MeanIoU = -value, TrimapMeanIoU = value, OverallAccuracy = value })]);
            Check(Figures.Training(log, new TrainingFigureOptions { CoarseMeanIoU = map.Values[0], Steps = map.Height - 2 }));
            Check(Figures.Training([new TrainingCurve("", log), new TrainingCurve("b", TrainingLog.Empty), new TrainingCurve("c", log)]));
            Check(Figures.Training([]));
        }).Check(s_config);

    [Fact]
    public void Any_lines_become_a_chart() =>
        Prop.ForAll(Maps(), map =>
        {
            double[] values = [.. map.Values.Select(v => (double)v)];
            Check(
                Figures.LineChart(
                    [new ChartSeries { Name = "a", Y = values }, new ChartSeries { Name = "b", Y = [] }],
                    new ChartFigureOptions { Bound = values[0] }));
            Check(
                Figures.LineChart(
                    [new ChartSeries { Name = "a", Y = values, X = values }],
                    new ChartFigureOptions { LogarithmicY = true, Width = values[0] }));
        }).Check(s_config);

    [Fact]
    public void Nothing_to_show_is_said()
    {
        foreach (var figure in new[] { Figures.LineChart([]), Figures.Diffusion([]), Figures.Grid([]),
            Figures.Matrix(new double[0, 3]), Figures.Confusion(new ConfusionMatrix(new long[2, 2])) })
        {
            Check(figure);
            Assert.NotEmpty(figure.ToPng(1));
        }
        Check(Figures.Score(new ConfusionMatrix(new long[2, 2]).Score()));
    }

    [Fact]
    public void What_is_cut_is_said()
    {
        Assert.Contains("Showing the first 16 of 40 planes.", Figures.FeatureMap(FeatureMap.Random(new MapShape(2, 20, 3, 3), 1)).ToText());
        Assert.Contains(
            "each pixel is the mean of 3×3 pixels of the 9×2000 map",
            Figures.FeatureMap(FeatureMap.Random(new MapShape(1, 1, 9, 2000), 1)).ToText());
        Assert.Contains("Showing the first 8 of 9 images.", Figures.Image(FeatureMap.Random(new MapShape(9, 3, 3, 3), 1)).ToText());
        Assert.Contains(
            "Showing 12 of 40 states.",
            Figures.Diffusion([.. Enumerable.Range(1, 40).Select(step => new DiffusionState { Step = step, U = Samples.Small })]).ToText());
        Assert.Contains(
            "Showing the first 12 of 13 lines.",
            Figures.LineChart([.. Enumerable.Range(0, 13).Select(i => new ChartSeries { Name = "x", Y = [i] })]).ToText());
        Assert.Contains("… (cut)", Figures.FeatureMap(Samples.Small, new MapFigureOptions { Title = new string('x', 1000) }).ToText());
    }

    [Fact]
    public void A_large_photograph_is_shown_in_a_bounded_number_of_bytes()
    {
        var html = Figures.FeatureMap(FeatureMap.Random(new MapShape(1, 1, 2400, 1200), 1)).ToHtml();
        Assert.InRange(html.Length, 1, 2_000_000);
    }

    [Fact]
    public void What_stands_at_absent_neighbours_is_never_shown()
    {
        var shape = new MapShape(1, 1, 3, 3);
        var none = PropagationWeights.Constant(Connection.ThreeWay, shape, 0);
        var weights = PropagationWeights.Generate(Connection.ThreeWay, shape, (_, direction, k, _, row, column) =>
            new WeightPlane(none, 0, direction, k, 0, MapPart.Whole(3, 3), 0).Exists(row, column) ? 0.25f : float.NaN);
        var figure = Figures.Weights(weights);
        Assert.DoesNotContain("NaN", figure.ToText());
        Assert.DoesNotContain("not finite", figure.ToSvg());
    }

    [Fact]
    public void Null_titles_and_unknown_classes_are_no_error()
    {
        Check(Figures.FeatureMap(Samples.Small, new MapFigureOptions { Title = null! }));
        Check(
            Figures.Labels(LabelMap.Generate(2, 2, (_, _) => 77), new ImageFigureOptions { Palette = Palette.CamVid, Side = double.NaN }));
        Check(Figures.Image(Samples.Photo, new ImageFigureOptions { Marked = [new Pixel(-1, 900)] }));
    }

    private static void Check(Figure figure)
    {
        Assert.DoesNotContain(
            "NaN",
            XDocument.Parse(figure.ToSvg()).Descendants().Attributes().Where(attribute =>
                attribute.Name.LocalName is "x" or "y" or "width" or "height" or "points").Select(attribute => attribute.Value));
        Assert.NotEmpty(figure.ToText());
    }

    private static Arbitrary<FeatureMap> Maps()
    {
        var sizes = Gen.Elements(1, 2, 3, 5, 13);
        var values = Gen.OneOf(Gen.Elements(s_odd), Gen.Choose(-1000, 1000).Select(i => i / 500f));
        return (from batch in Gen.Choose(1, 2)
                from channels in Gen.Elements(1, 3)
                from height in sizes
                from width in sizes
                let shape = new MapShape(batch, channels, height, width)
                from numbers in values.ArrayOf((int)shape.Count)
                select new FeatureMap(shape, numbers)).ToArbitrary();
    }
}
