using Spn.Imaging;
using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class ColourisationTests
{
    private static readonly MapShape Shape = new(1, 3, 4, 6);

    private static readonly FeatureMap Photo = FeatureMap.Generate(
        Shape, (_, c, row, column) => (row + 2 * column + 5 * c) % 17 / 20f + 0.1f);

    [Fact]
    public void Grey_and_chroma_make_the_photograph_again() =>
        Near.Assert_near(
            Photo.Values, Colourisation.Paint(Colourisation.Grey(Photo), Colourisation.Chroma(Photo)).Values, 1e-5);

    [Fact]
    public void Without_chroma_it_stays_grey()
    {
        var grey = Colourisation.Grey(Photo);
        var painted = Colourisation.Paint(grey, new FeatureMap(Shape with { Channels = 2 }));
        for (var c = 0; c < 3; c++)
            Near.Assert_near(grey.Values, painted.Plane(0, c).ToArray(), 1e-4);
        Assert.Same(grey, Colourisation.Grey(grey));
    }

    [Fact]
    public void A_colour_that_cannot_be_shown_is_cut() => Assert.All(
        Colourisation.Paint(Colourisation.Grey(Photo), FeatureMap.Constant(Shape with { Channels = 2 }, 90)).Values,
        value => Assert.InRange(value, 0, 1));

    [Fact]
    public void One_scribble_colours_a_photograph_and_lightness_stays()
    {
        var painted = new FeatureMap(Shape with { Channels = 1 });
        painted[0, 0, 2, 2] = 1;
        var colours = FeatureMap.Generate(Shape, (_, c, _, _) => ((float[])[0.8f, 0.3f, 0.2f])[c]);
        var (grey, scribble) = (Colourisation.Grey(Photo), Colourisation.Scribbles(colours, painted));
        var result = Colourisation.Paint(grey, Spreading.Along(grey, scribble).Values);
        Assert.InRange(Colourisation.Chroma(result).Plane(0, 0).ToArray().Average(), 10, 60);
        var (before, after) = (ColourSpace.SrgbToLab(Photo), ColourSpace.SrgbToLab(result));
        Assert.Equal(before[0, 0, 1, 1], after[0, 0, 1, 1], 0.1f);
    }

    [Fact]
    public void Maps_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => Colourisation.Paint(Colourisation.Grey(Photo), new FeatureMap(Shape)));
}
