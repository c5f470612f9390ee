namespace Spn.Visuals.Tests;

public class ColourMapTests
{
    /// <summary>Colours this far apart: bytes are too coarse to judge the step from one to the next.</summary>
    private const int Stride = 8;

    [Fact]
    public void Sequential_colours_grow_lighter_by_even_steps()
    {
        var lightness = Colours(ColourMap.Sequential).Select(lab => lab.L).ToList();
        var mean = (lightness[^1] - lightness[0]) / 255;
        Assert.InRange(lightness[0], 0.2, 0.3);
        Assert.InRange(lightness[^1], 0.9, 0.95);
        for (var i = Stride; i < 256; i++)
            Assert.InRange(lightness[i] - lightness[i - Stride], 0.7 * Stride * mean, 1.3 * Stride * mean);
    }

    [Theory]
    [InlineData(nameof(ColourMap.Sequential))]
    [InlineData(nameof(ColourMap.Diverging))]
    public void No_two_neighbouring_colours_differ_much_more_than_others(string name)
    {
        var colours = Colours(name == nameof(ColourMap.Sequential) ? ColourMap.Sequential : ColourMap.Diverging);
        var steps = Enumerable.Range(Stride, 256 - Stride).Select(i => Distance(colours[i - Stride], colours[i])).ToList();
        Assert.All(steps, step => Assert.InRange(step, 0.3 * steps.Average(), 2 * steps.Average()));
    }

    [Fact]
    public void Diverging_colours_are_nearly_white_in_the_middle_and_equally_light_on_both_sides()
    {
        var colours = Colours(ColourMap.Diverging);
        Assert.InRange(colours[127].L, 0.96, 1);
        for (var i = 0; i < 128; i++)
            Assert.Equal(colours[i].L, colours[255 - i].L, 0.012);
        Assert.True(ColourMap.Diverging.At(0).B > ColourMap.Diverging.At(0).R);
        Assert.True(ColourMap.Diverging.At(1).R > ColourMap.Diverging.At(1).B);
    }

    [Fact]
    public void Places_outside_the_map_take_the_colour_of_its_end()
    {
        Assert.Equal(ColourMap.Sequential.At(0), ColourMap.Sequential.At(-5));
        Assert.Equal(ColourMap.Sequential.At(1), ColourMap.Sequential.At(double.PositiveInfinity));
        Assert.Equal(ColourMap.Sequential.At(0), ColourMap.Sequential.At(double.NaN));
    }

    [Fact]
    public void A_scale_around_a_value_gives_it_the_middle_colour_however_long_the_sides()
    {
        var scale = ColourScale.Around(1, 0, 5);
        Assert.Equal(ColourMap.Diverging.At(0.5), scale[1]);
        Assert.Equal(ColourMap.Diverging.At(0), scale[0]);
        Assert.Equal(ColourMap.Diverging.At(1), scale[5]);
        Assert.Equal(ColourMap.Diverging.At(0.75), scale[3]);
        Assert.Equal(Ink.NotFinite, scale[double.NaN]);
    }

    private static (double L, double A, double B)[] Colours(ColourMap map) =>
        [.. Enumerable.Range(0, 256).Select(i => map.At(i / 255.0)).Select(rgb => OkLab(rgb.R, rgb.G, rgb.B))];

    private static double Distance((double L, double A, double B) p, (double L, double A, double B) q) =>
        Math.Sqrt(Math.Pow(p.L - q.L, 2) + Math.Pow(p.A - q.A, 2) + Math.Pow(p.B - q.B, 2));

    /// <summary>sRGB to OKLab by Ottosson's matrices: the way back, written apart from the library's.</summary>
    private static (double L, double A, double B) OkLab(byte red, byte green, byte blue)
    {
        static double Linear(byte c) => c / 255.0 <= 0.04045 ? c / 255.0 / 12.92 : Math.Pow((c / 255.0 + 0.055) / 1.055, 2.4);
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }
}
