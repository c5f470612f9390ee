using System.Globalization;
using System.Xml.Linq;
using Spn.Imaging;

namespace Spn.Visuals.Tests;

public class PngTests
{
    [Fact]
    public void Every_filled_rectangle_of_the_svg_has_its_colour_in_the_png()
    {
        var figure = Figures.FeatureMap(FeatureMap.FromRows(new float[,] { { 0, 0.5f, 1 }, { float.NaN, 0.25f, 0.75f } }));
        var png = Png.Decode(figure.ToPng(2)).ToFeatureMap();
        var cells = Rectangles(XDocument.Parse(figure.ToSvg()).Root!, 0, 0)
            .Where(rect => rect.Fill.Length == 7 && rect.Width is > 20 and < 100).ToList();
        Assert.Equal(6, cells.Count);
        foreach (var (x, y, _, fill) in cells)
            Assert.Equal(fill, ColourAt(png, 2 * (x + 4), 2 * (y + 4)));
        Assert.Contains(cells, cell => cell.Fill == Ink.NotFinite.ToHex());
    }

    [Fact]
    public void The_page_is_white_and_the_margin_is_free()
    {
        foreach (var figure in Samples.All("title"))
        {
            var png = Png.Decode(figure.ToPng(1)).ToFeatureMap();
            for (var i = 0; i < png.Width; i++)
                Assert.Equal("#ffffff", ColourAt(png, i, 0));
            for (var i = 0; i < png.Height; i++)
                Assert.Equal("#ffffff", ColourAt(png, png.Width - 1, i));
        }
    }

    [Fact]
    public void A_label_map_inside_the_svg_has_exactly_the_colours_of_its_palette()
    {
        var labels = LabelMap.Generate(30, 40, (row, column) => (byte)(row / 10 + column / 20));
        var href = XDocument.Parse(Figures.Labels(labels, new ImageFigureOptions { Palette = Palette.CamVid }).ToSvg()).Descendants()
            .First(element => element.Name.LocalName == "image").Attribute("href")!.Value;
        var image = Png.Decode(Convert.FromBase64String(href["data:image/png;base64,".Length..])).ToFeatureMap();
        for (var row = 0; row < 30; row++)
            for (var column = 0; column < 40; column++)
                Assert.Equal(Palette.CamVid[labels[row, column]].ToString(), ColourAt(image, column, row));
    }

    [Fact]
    public void Text_leaves_ink_where_it_stands()
    {
        var canvas = new Canvas();
        canvas.Text(10, 30, "MMM", 20, Ink.Text);
        var page = Painter.Paint(canvas.Marks, 100, 50, 2);
        Assert.Contains(Enumerable.Range(0, 100), i => page[50, i] == Ink.Text);
        Assert.Equal(Ink.White, page[90, 50]);
    }

    [Fact]
    public void An_enlarged_raster_keeps_its_edges_and_a_shrunk_one_is_averaged()
    {
        var checks = Raster.Generate(2, 2, (row, column) => (row + column) % 2 == 0 ? new Ink(0, 0, 0) : Ink.White);
        var large = new Raster(10, 10);
        RasterScaler.Draw(checks, large, new Point(0, 0), new Point(10, 10));
        Assert.Equal([0, 255], large.Bytes.Select(b => (int)b).Distinct().Order());
        var small = new Raster(1, 1);
        RasterScaler.Draw(checks, small, new Point(0, 0), new Point(1, 1));
        Assert.InRange(small.Bytes[0], 127, 128);
    }

    [Fact]
    public void A_scale_out_of_range_is_refused_in_one_sentence()
    {
        Assert.Contains("got 0;", Assert.Throws<ArgumentOutOfRangeException>(() => Samples.All("a")[0].ToPng(0)).Message);
        Assert.Contains("got NaN;", Assert.Throws<ArgumentOutOfRangeException>(() => Samples.All("a")[0].ToPng(double.NaN)).Message);
    }

    private static string ColourAt(FeatureMap map, double x, double y)
    {
        byte Channel(int c) => (byte)MathF.Round(255 * map[0, map.Channels == 3 ? c : 0, (int)y, (int)x]);
        return new Rgb(Channel(0), Channel(1), Channel(2)).ToString();
    }

    private static IEnumerable<(double X, double Y, double Width, string Fill)> Rectangles(XElement element, double dx, double dy)
    {
        double Number(string name) => double.Parse(element.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
        if (element.Attribute("transform")?.Value is { } move && move.StartsWith("translate", StringComparison.Ordinal))
        {
            var parts = move["translate(".Length..^1].Split(' ');
            (dx, dy) = (
                dx + double.Parse(parts[0], CultureInfo.InvariantCulture), dy + double.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        if (element.Name.LocalName == "rect")
            yield return (Number("x") + dx, Number("y") + dy, Number("width"), element.Attribute("fill")!.Value);
        foreach (var child in element.Elements())
            foreach (var rect in Rectangles(child, dx, dy))
                yield return rect;
    }
}
