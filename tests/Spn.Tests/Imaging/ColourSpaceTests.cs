using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class ColourSpaceTests
{
    private static FeatureMap Colour(double a, double b, double c) => new(new MapShape(1, 3, 1, 1), [(float)a, (float)b, (float)c]);

    private static void Near(double[] expected, FeatureMap actual, double tolerance)
    {
        for (var i = 0; i < 3; i++)
            Assert.InRange(actual.Values[i], expected[i] - tolerance, expected[i] + tolerance);
    }

    [Theory] // B. Lindbloom's calculator: sRGB, D65, no adaptation.
    [InlineData(1, 1, 1, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 53.2408, 80.0925, 67.2032)]
    [InlineData(0, 1, 0, 87.7347, -86.1827, 83.1793)]
    [InlineData(0, 0, 1, 32.2970, 79.1875, -107.8602)]
    [InlineData(0.5, 0.5, 0.5, 53.3890, 0, 0)]
    public void Lab_has_the_reference_values(double r, double g, double b, double l, double a, double bb)
    {
        Near([l, a, bb], ColourSpace.SrgbToLab(Colour(r, g, b)), 2e-3);
        Near([r, g, b], ColourSpace.LabToSrgb(Colour(l, a, bb)), 1e-4);
    }

    [Fact]
    public void Half_grey_is_a_fifth_of_the_light_of_white()
    {
        Assert.InRange(ColourSpace.SrgbToLinear(Colour(0.5, 0.5, 0.5)).Values[0], 0.2140411, 0.2140413);
        Assert.InRange(ColourSpace.SrgbToLinear(Colour(0.04, 0, 0)).Values[0], 0.04 / 12.92 - 1e-9, 0.04 / 12.92 + 1e-9);
    }

    [Fact]
    public void There_and_back_gives_what_it_was_beyond_the_range_too()
    {
        var map = FeatureMap.Random(new MapShape(2, 3, 9, 11), 3);
        void Same(FeatureMap back)
        {
            for (var i = 0; i < map.Values.Length; i++)
                Assert.InRange(back.Values[i], map.Values[i] - 1e-5f, map.Values[i] + 1e-5f);
        }

        Same(ColourSpace.LinearToSrgb(ColourSpace.SrgbToLinear(map)));
        Same(ColourSpace.LabToSrgb(ColourSpace.SrgbToLab(map)));
    }

    [Fact]
    public void Only_three_channels_have_a_colour() =>
        Assert.Contains(
            "1×1×2×2", Assert.Throws<ArgumentException>(() => ColourSpace.SrgbToLab(new FeatureMap(new MapShape(1, 1, 2, 2)))).Message);
}
