using System.Text.RegularExpressions;

namespace Spn.Visuals.Tests.Kinds;

public partial class GridFigureTests
{
    [Fact]
    public void Html_shows_each_figure_at_its_own_size_with_its_own_words()
    {
        var one = Figures.FeatureMap(Samples.Small, new MapFigureOptions { Title = "one" });
        var grid = Figures.Grid([one, one, one], new GridFigureOptions { Columns = 2, Captions = ["left", "right", "below"] });
        var html = grid.ToHtml();
        Assert.Equal(["left: one", "right: one", "below: one"], Alt().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Single(Regex.Matches(html, "<br>"));
        Assert.Contains($"width=\"{one.Width}\"", html);
    }

    [Fact]
    public void A_grid_without_a_title_is_named_after_its_figures()
    {
        var row = Figures.Row([Figures.FeatureMap(Samples.Small, new MapFigureOptions { Title = "x" }), Figures.Image(Samples.Photo)]);
        Assert.StartsWith("x; Image 20×30", row.Title);
        Assert.DoesNotContain("alt=\"\"", row.ToHtml());
    }

    [GeneratedRegex("alt=\"([^\"]*)\"")]
    private static partial Regex Alt();
}
