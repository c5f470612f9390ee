using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class PaletteTests
{
    [Fact]
    public void Voc_colours_interleave_the_bits_of_the_label()
    {
        // The values of the VOC development kit.
        var known = new Dictionary<byte, Rgb>
        {
            [0] = new(0, 0, 0), [1] = new(128, 0, 0), [2] = new(0, 128, 0), [3] = new(128, 128, 0), [4] = new(0, 0, 128), [7] = new(128, 128, 128),
            [8] = new(64, 0, 0), [15] = new(192, 128, 128), [16] = new(0, 64, 0), [20] = new(0, 64, 128), [255] = new(224, 224, 192),
        };
        foreach (var (label, colour) in known)
            Assert.Equal(colour, Palette.VocColour(label));
        Assert.Equal(256, Enumerable.Range(0, 256).Select(i => Palette.VocColour((byte)i)).Distinct().Count());
        Assert.Equal(new Rgb(224, 224, 192), Palette.PascalVoc[255]);
    }

    [Fact]
    public void Data_sets_have_their_classes_in_their_order()
    {
        Assert.Equal((21, 0, 15, 20), (Palette.PascalVoc.Count, Palette.PascalVoc.IndexOf("background"), Palette.PascalVoc.IndexOf("person"), Palette.PascalVoc.IndexOf("tv monitor")));
        Assert.Equal(["sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist"], Palette.CamVid.Names);
        Assert.Equal(new Rgb(128, 64, 128), Palette.CamVid[3]);
        Assert.Equal((11, "hair"), (Palette.Helen.Count, Palette.Helen.NameOf(10)));
        foreach (var palette in new[] { Palette.PascalVoc, Palette.CamVid, Palette.Helen, Palette.Categorical })
            Assert.Equal(palette.Count, palette.Colours.Distinct().Count());
    }

    [Fact]
    public void Every_label_has_a_name_and_a_colour()
    {
        Assert.Equal(("ignore", "class 42", "car"), (Palette.CamVid.NameOf(255), Palette.CamVid.NameOf(42), Palette.CamVid.NameOf(8)));
        Assert.Equal(Palette.VocColour(42), Palette.CamVid[42]);
        Assert.Equal(-1, Palette.CamVid.IndexOf("cat"));
        Assert.Equal(256, Palette.CamVid.Table().Count);
        Assert.Equal(8, InCulture.Run("tr-TR", () => Palette.PascalVoc.IndexOf("CAT")));
        Assert.Equal("#c00080", new Rgb(0xC0, 0, 0x80).ToString());
    }

    [Fact]
    public void The_categorical_colours_stay_apart_for_colour_blind_eyes()
    {
        // Viénot, Brettel and Mollon (1999): what a protanope and a deuteranope make of linear RGB.
        var views = new[]
        {
            new[,] { { 0.11238, 0.88762, 0 }, { 0.11238, 0.88762, 0 }, { 0.00401, -0.00401, 1 } },
            new[,] { { 0.29275, 0.70725, 0 }, { 0.29275, 0.70725, 0 }, { -0.02234, 0.02234, 1 } },
        };
        var count = Palette.Categorical.Count;
        var colours = new FeatureMap(new MapShape(1, 3, 1, count), [.. Palette.Categorical.Colours.Select(c => c.R / 255f),
            .. Palette.Categorical.Colours.Select(c => c.G / 255f), .. Palette.Categorical.Colours.Select(c => c.B / 255f)]);
        var linear = ColourSpace.SrgbToLinear(colours);
        foreach (var view in views)
        {
            var seen = FeatureMap.Generate(
                linear.Shape, (_, c, _, i) => (float)Enumerable.Range(0, 3).Sum(k => view[c, k] * linear[0, k, 0, i]));
            var lab = ColourSpace.SrgbToLab(ColourSpace.LinearToSrgb(seen));
            for (var a = 0; a < count; a++)
                for (var b = 0; b < a; b++)
                    Assert.True(Enumerable.Range(0, 3).Sum(c => Math.Pow(lab[0, c, 0, a] - lab[0, c, 0, b], 2)) > 10 * 10, $"{a} and {b} look alike");
        }
    }

    [Fact]
    public void Names_and_colours_must_be_as_many()
    {
        Assert.Throws<ArgumentException>(() => new Palette(["a"], []));
        Assert.Throws<ArgumentException>(() => new Palette([], []));
        Assert.ThrowsAny<ArgumentException>(() => Palette.CamVid.Table(257));
    }
}
