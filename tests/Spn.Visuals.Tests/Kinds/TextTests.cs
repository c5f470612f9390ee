using Spn.Segmentation;

namespace Spn.Visuals.Tests;

/// <summary>What <c>text/plain</c> holds, and what the pictures say in words.</summary>
public class TextTests
{
    [Fact]
    public void A_small_map_prints_its_numbers_and_a_large_one_its_range()
    {
        Assert.Equal(
            "Feature map 1×1×2×3 (N×C×H×W)\nvalue: -2 to 3, mean 0.4583\n   1.00      0   0.50\n  -2.00   0.25   3.00",
            Figures.FeatureMap(Samples.Small).ToText());
        Assert.Equal(
            "Feature map 1×1×30×30 (N×C×H×W)\nvalue: 2 to 2, mean 2",
            Figures.FeatureMap(FeatureMap.Constant(new MapShape(1, 1, 30, 30), 2)).ToText());
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_in_picture_and_text()
    {
        var figure = Figures.FeatureMap(FeatureMap.FromRows(new[,] { { 1, float.NaN, float.PositiveInfinity } }));
        Assert.Contains("2 values of 3 not finite (1 NaN, 1 infinite), drawn in magenta.", figure.ToText());
        Assert.Contains("not finite", figure.ToSvg());
        Assert.Contains(Ink.NotFinite.ToHex(), figure.ToSvg());
    }

    [Fact]
    public void Weights_are_named_by_where_the_neighbour_stands()
    {
        var text = Figures.Weights(PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 2, 2), 0.5f)).ToText();
        Assert.Contains("left to right, from upper left: 0.5 to 0.5, mean 0.5\n    .    .\n    .  0.5\n", text);
        Assert.Contains("bottom to top, from lower right", text);
    }

    [Fact]
    public void An_arrow_points_from_the_neighbour_to_the_pixel()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 3, 3), 0);
        string Arrows(Direction direction) =>
            string.Concat(Enumerable.Range(0, 3).Select(k =>
                new WeightPlane(weights, 0, direction, k, 0, MapPart.Whole(3, 3), 0).NeighbourArrow));
        Assert.Equal("↘→↗", Arrows(Direction.LeftToRight));
        Assert.Equal("↙←↖", Arrows(Direction.RightToLeft));
        Assert.Equal("↘↓↙", Arrows(Direction.TopToBottom));
        Assert.Equal("↗↑↖", Arrows(Direction.BottomToTop));
    }

    [Fact]
    public void An_exact_zero_of_a_matrix_is_told_from_a_small_number() =>
        Assert.Contains("  1.00     0\n  0.00  0.25", Figures.Matrix(new[,] { { 1, 0 }, { 1e-9, 0.25 } }).ToText());

    [Fact]
    public void The_affinity_names_its_pixels_in_scan_order()
    {
        var small = PropagationWeights.Constant(Connection.OneWay, Samples.Weights.Shape with { Height = 2, Width = 2 }, 0.5f);
        var svg = Figures.Affinity(Affinity.Dense(small, Direction.RightToLeft)).ToSvg();
        Assert.True(svg.IndexOf("(0, 1)", StringComparison.Ordinal) < svg.IndexOf("(0, 0)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_score_is_compared_with_the_one_before()
    {
        var score = new ConfusionMatrix(new long[,] { { 8, 2 }, { 0, 10 } }).Score(["cat", "dog"]);
        var before = new ConfusionMatrix(new long[,] { { 5, 5 }, { 0, 10 } }).Score(["cat", "dog"]);
        var figure = Figures.Score(score, new ScoreFigureOptions { Before = before });
        Assert.Contains("cat    80.0   +30.0      80.0     88.9      10", figure.ToText());
        Assert.Contains("<td style=\"text-align:right;padding:2px 10px\">+30.0</td>", figure.ToHtml());
        Assert.Contains("Overall accuracy 90.0 % of 20 pixels", figure.ToText());
    }

    [Fact]
    public void A_stability_report_says_the_share_and_draws_the_bound()
    {
        var figure = Figures.Stability(
            Stability.Report(
                PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 5, 6), 0.5f), Direction.LeftToRight,
                normalisation: Normalisation.Raw));
        Assert.Contains("60.0 % of the pixels that have a line before them have Σ|p| > 1; the largest is 1.5.", figure.ToText());
        Assert.Contains("stroke-dasharray", figure.ToSvg());
        Assert.Contains("normalisation raw", figure.Title);
    }

    [Fact]
    public void A_thinned_line_keeps_its_extremes()
    {
        var values = new double[10_000];
        values[4321] = 7;
        values[1234] = -7;
        var series = new ChartSeries { Name = "spikes", Y = values };
        var chart = Chart.Draw([series], new ChartFigureOptions { Width = 400, Height = 100 });
        var points = chart.Marks.OfType<LineMark>().Where(line => line.Points.Count > 100).SelectMany(line => line.Points).ToList();
        Assert.InRange(points.Count, 100, 2100);
        Assert.True(points.Min(p => p.Y) < 30 && points.Max(p => p.Y) > 80);
    }
}
