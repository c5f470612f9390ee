using System.Text.RegularExpressions;
using Spn.Tool.Notebooks.Html;
using Spn.Tool.Pages;
using Spn.Visuals;

namespace Spn.Tool.Tests.Pages;

public sealed class LiveChartsTests
{
    private static readonly string Line = Figures.LineChart([new ChartSeries { Name = "a", Y = [1, 2] }]).ToHtml();

    [Fact]
    public void A_page_without_a_chart_gets_nothing()
    {
        var picture = Figures.Labels(new LabelMap(1, 2, [0, 1])).ToHtml();
        var page = ToolPage.Whole("None", picture);
        Assert.Equal(WidgetPage.Whole("None", picture), page);
        Assert.DoesNotContain("plotly", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_page_with_two_charts_gets_the_library_once_and_is_the_same_every_time()
    {
        var page = ToolPage.Whole("Two", Line + Line);
        Assert.Single(Regex.Matches(page, "class=\"spn-plotly-packed\""));
        Assert.Equal(2, Regex.Count(page, "class=\"spn-plotly\" data-place="));
        Assert.Equal(page, ToolPage.Whole("Two", Line + Line));
        Assert.DoesNotContain("unsafe-eval", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 1_000_000, 2_000_000);
    }

    [Fact]
    public void A_chart_that_cannot_be_read_stays_a_picture_and_is_told()
    {
        var told = new List<string>();
        var live = new LiveCharts(told.Add);
        var broken = Line.Replace("\"kind\":\"lines\"", "\"kind\":\"bars\"", StringComparison.Ordinal)
            .Replace("\"names\":[]", "\"names\":[\"a\",\"b\",\"c\"]", StringComparison.Ordinal);
        Assert.Equal(broken, live.Take(broken));
        Assert.Contains("a chart stays a picture", Assert.Single(told), StringComparison.Ordinal);
        Assert.Empty(live.Library);
        Assert.Empty(live.Scripts);
    }

    [Theory]
    [InlineData("{\"kind\":\"heat\",\"series\":[]}")]
    [InlineData("{\"kind\":\"heat\",\"series\":[{\"name\":\"a\",\"y\":[1]}],\"names\":[\"a\"],\"colours\":[\"#000000\"]}")]
    [InlineData("{\"kind\":\"lines\",\"series\":[null]}")]
    [InlineData("{\"kind\":\"lines\",\"series\":[{\"name\":null,\"y\":[1]}]}")]
    [InlineData("{\"kind\":\"bars\",\"series\":[{\"name\":\"a\",\"y\":[1]}],\"names\":[null]}")]
    [InlineData("{\"kind\":\"lines\",\"series\":[],\"colours\":[\"red\"]}")]
    [InlineData("{\"kind\":\"lines\",\"series\":[],\"colours\":null}")]
    [InlineData("{\"kind\":\"histogram\",\"series\":[]}")]
    [InlineData("{\"kind\":99,\"series\":[]}")]
    [InlineData("null")]
    public void Values_that_do_not_belong_together_leave_the_picture_and_end_nothing(string json)
    {
        var told = new List<string>();
        var block = $"{ChartBlock.Opening} data-place=\"0 0 100 100\">{json}</script>";
        Assert.Equal(block, new LiveCharts(told.Add).Take(block));
        Assert.Contains("a chart stays a picture", Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"data\":[{\"type\":\"scattergeo\"}]}", "'scattergeo' loads its map from the network")]
    [InlineData("{\"data\":[{\"type\":\"scattermapbox\"}]}", "'scattermapbox' loads its map from the network")]
    [InlineData("null", "expected an object with a list 'data' of traces")]
    [InlineData("{\"data\":[1]}", "expected an object with a list 'data' of traces")]
    [InlineData("{", "its JSON could not be read")]
    public void A_plotly_chart_of_a_notebook_that_cannot_show_is_left_out_and_told(string json, string fault)
    {
        var told = new List<string>();
        Assert.Equal("", new LiveCharts(told.Add).Take($"<script type=\"application/json\" class=\"spn-plotly\">{json}</script>"));
        Assert.Contains(fault, Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>a()</script>", true)]
    [InlineData("<script type=module>a()</script>", true)]
    [InlineData("<script class=x type=\"text/javascript\">a()</script>", true)]
    [InlineData("<script type=\"application/json\" class=\"spn-chart\">a()</script>", false)]
    [InlineData("<script type='text/plain'>a()</script>", false)]
    public void A_policy_admits_scripts_and_not_blocks_of_data(string html, bool admitted) =>
        Assert.Equal(admitted, ContentPolicy.For(html).Contains(ContentPolicy.Hash("a()"), StringComparison.Ordinal));
}
