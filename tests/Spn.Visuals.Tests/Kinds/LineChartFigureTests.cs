using System.Xml.Linq;

namespace Spn.Visuals.Tests.Kinds;

public class LineChartFigureTests
{
    [Fact]
    public void A_line_that_another_one_runs_along_is_wider_than_that_one()
    {
        ChartSeries Line(string name, params double[] y) => new() { Name = name, Y = y };
        var figure = Figures.LineChart([Line("a", 1, 2, 3), Line("b", 1, 2, 3), Line("c", 3, 2, 1)]);
        var widths = XDocument.Parse(figure.ToSvg()).Descendants().Where(e =>
            e.Name.LocalName == "polyline" && ((string)e.Attribute("points")!).Split(' ').Length == 3)
            .Select(e => (double)e.Attribute("stroke-width")!).ToList();
        Assert.Equal(3, widths.Count);
        Assert.True(widths[0] > widths[1] + 2 && widths[1] == widths[2], string.Join(' ', widths));
    }
}
