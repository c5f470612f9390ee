using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Spn.Imaging;

namespace Spn.Visuals.Tests;

public class FigureTests
{
    [Fact]
    public void Every_svg_is_well_formed_xml_even_with_hostile_text()
    {
        foreach (var figure in Samples.All(Samples.Hostile))
        {
            var root = XDocument.Parse(figure.ToSvg()).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
        }
    }

    [Fact]
    public void Html_encodes_hostile_text_and_needs_nothing_from_outside()
    {
        foreach (var figure in Samples.All(Samples.Hostile))
        {
            var html = figure.ToHtml();
            Assert.DoesNotContain("<script", html.Replace(ChartBlock.Opening, ""));
            Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", ""));
            Assert.Equal((figure.Parts?.Figures[0] ?? figure).ToSvg(), SvgIn(html));
        }
    }

    [Fact]
    public void Two_figures_of_equal_values_have_equal_bytes()
    {
        foreach (var (first, second) in Samples.All("a").Zip(Samples.All("a")))
        {
            Assert.Equal(first.ToHtml(), second.ToHtml());
            Assert.Equal(first.ToText(), second.ToText());
            Assert.Equal(first.ToPng(0.7), second.ToPng(0.7));
        }
    }

    [Fact]
    public void A_german_reader_gets_the_same_bytes()
    {
        var expected = Samples.All("a").Select(figure => figure.ToSvg() + figure.ToHtml() + figure.ToText()).ToList();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Samples.All("a").Select(figure => figure.ToSvg() + figure.ToHtml() + figure.ToText()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_png_has_the_size_of_the_figure_times_the_scale()
    {
        foreach (var figure in Samples.All("a"))
            foreach (var scale in (double[])[0.4, 1])
            {
                var image = Png.Decode(figure.ToPng(scale));
                Assert.Equal(Math.Ceiling(figure.Width * scale), image.Width);
                Assert.Equal(Math.Ceiling(figure.Height * scale), image.Height);
            }
    }

    [Theory]
    [InlineData(".html", "<!DOCTYPE html>")]
    [InlineData(".svg", "<svg ")]
    [InlineData(".PNG", "\u0089PNG")]
    public void Save_writes_what_the_extension_says(string extension, string start)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("spn").FullName, "new", "figure" + extension);
        Samples.All("a")[0].Save(path);
        Assert.StartsWith(start, Encoding.Latin1.GetString(File.ReadAllBytes(path)));
    }

    [Fact]
    public void Save_names_the_extensions_it_knows()
    {
        var error = Assert.Throws<ArgumentException>(() => Samples.All("a")[0].Save("figure.jpg"));
        Assert.Contains("'.jpg'", error.Message);
        Assert.Contains(".html, .svg or .png", error.Message);
    }

    private static string SvgIn(string html)
    {
        const string Start = "data:image/svg+xml;base64,";
        var from = html.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return Encoding.UTF8.GetString(Convert.FromBase64String(html[from..html.IndexOf('"', from)]));
    }
}
