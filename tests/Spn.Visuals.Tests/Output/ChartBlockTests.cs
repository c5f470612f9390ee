using System.Text.RegularExpressions;
using Spn.Segmentation;

namespace Spn.Visuals.Tests.Output;

public sealed partial class ChartBlockTests
{
    private static readonly LabelMap Truth = LabelMap.Generate(6, 8, (_, column) => (byte)(column / 4));

    [Fact]
    public void The_picture_comes_first_then_the_values_then_the_table()
    {
        var html = Figures.Score(SegmentationScore.Compare(Truth, Truth, 2)).ToHtml();
        Assert.True(html.IndexOf("<img", StringComparison.Ordinal) < html.IndexOf(ChartBlock.Opening, StringComparison.Ordinal));
        Assert.True(html.IndexOf(ChartBlock.Opening, StringComparison.Ordinal) < html.IndexOf("<table", StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_named_after_the_end_of_a_script_does_not_end_the_block()
    {
        var figure = Figures.Score(SegmentationScore.Compare(Truth, Truth, 2, ["</script><img src=x>", "<!--"]));
        var html = figure.ToHtml();
        Assert.Single(Regex.Matches(html, "</script>"));
        var read = ChartBlock.Read(Block().Match(html).Groups["json"].Value);
        Assert.Equal(["</script><img src=x>", "<!--", "mean"], read.Names);
        Assert.Equal(figure.Charts[0].Series[0].Y, read.Series[0].Y);
    }

    [Fact]
    public void Values_that_are_not_finite_and_bounds_come_back()
    {
        var data = Figures.LineChart([new ChartSeries { Name = "a", Y = [1, double.NaN, double.PositiveInfinity] }],
            new ChartFigureOptions { Bound = 0.5 }).Charts[0];
        var read = ChartBlock.Read(ChartBlock.ToJson(data));
        Assert.Equal(data.Series[0].Y, read.Series[0].Y);
        Assert.Equal((0.5, ChartKind.Lines, data.XName), (read.Bound, read.Kind, read.XName));
    }

    [Fact]
    public void Long_lines_are_thinned_in_the_page_with_their_extremes_kept_and_whole_in_the_value()
    {
        double[] y = [.. Enumerable.Range(0, 20_000).Select(i => i == 777 ? 5 : Math.Sin(i / 99.0))];
        var figure = Figures.LineChart([new ChartSeries { Name = "a", Y = y }]);
        var read = ChartBlock.Read(Block().Match(figure.ToHtml()).Groups["json"].Value).Series[0];
        Assert.InRange(read.Y.Count, 1000, Chart.MaxPoints + 2);
        Assert.Equal(5, read.Y[read.X.ToList().IndexOf(777)]);
        Assert.Equal(y, figure.Charts[0].Series[0].Y);
    }

    [Fact]
    public void Charts_of_figures_beside_each_other_keep_their_places()
    {
        var chart = Figures.LineChart([new ChartSeries { Name = "a", Y = [1, 2] }]);
        var row = Figures.Row([chart, Figures.FeatureMap(FeatureMap.Random(new MapShape(1, 1, 4, 4), 1)), chart]);
        Assert.Equal(2, row.Charts.Count);
        Assert.True(row.PlacedCharts[1].X > row.PlacedCharts[0].X + row.PlacedCharts[0].Width);
        Assert.All(row.PlacedCharts, placed => Assert.True(placed.X + placed.Width <= row.Width && placed.Y + placed.Height <= row.Height));
        Assert.Empty(Figures.Labels(Truth).Charts);
    }

    [GeneratedRegex("class=\"spn-chart\" data-place=\"[0-9. -]+\">(?<json>[^<]+)</script>")]
    private static partial Regex Block();
}
