using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class MattingTests
{
    private static readonly MapShape Shape = new(1, 1, 8, 12);

    /// <summary>α goes from 0 to 1 over the columns 3 to 8.</summary>
    private static readonly FeatureMap Alpha = FeatureMap.Generate(Shape, (_, _, _, column) => Math.Clamp((column - 2) / 7f, 0, 1));

    private static readonly FeatureMap Trimap =
        FeatureMap.Generate(Shape, (_, _, _, column) => column < 3 ? 0 : column > 8 ? 1 : 0.5f);

    /// <summary>An orange thing over blue ground, each of one colour.</summary>
    private static readonly FeatureMap Photo = FeatureMap.Generate(Shape with { Channels = 3 }, (_, c, row, column) =>
        Alpha[0, 0, row, column] * ((float[])[0.9f, 0.5f, 0.1f])[c] + (1 - Alpha[0, 0, row, column]) * ((float[])[0.1f, 0.2f, 0.7f])[c]);

    [Fact]
    public void Between_two_colours_the_closed_form_finds_alpha_exactly()
    {
        var solved = Matting.ClosedForm(Photo, Matting.Known(Trimap), new LinearSystemOptions { Tolerance = 1e-9 });
        Near.Assert_near(Alpha.Values, solved.Values.Values, 1e-3);
    }

    [Fact]
    public void In_a_grey_photograph_too()
    {
        var grey = new FeatureMap(Shape, Photo.Plane(0, 0).ToArray());
        Near.Assert_near(Alpha.Values, Matting.ClosedForm(grey, Matting.Known(Trimap), new() { Tolerance = 1e-9 }).Values.Values, 1e-3);
    }

    [Fact]
    public void Propagation_keeps_what_is_sure_and_rises_from_back_to_front()
    {
        var alpha = Spreading.Along(Photo, Matting.Known(Trimap)).Values;
        for (var column = 1; column < 12; column++)
            Assert.True(alpha[0, 0, 4, column] >= alpha[0, 0, 4, column - 1]);
        Assert.Equal((0f, 1f), (alpha[0, 0, 4, 2], alpha[0, 0, 4, 9]));
    }

    [Fact]
    public void A_trimap_must_have_all_three_and_nothing_else()
    {
        string Of(Func<float, float> change) => Assert.ThrowsAny<ArgumentException>(() =>
            Matting.Known(new FeatureMap(Shape, Array.ConvertAll(Trimap.Values, v => change(v))))).Message;
        Assert.Contains("got 0 white, 24 black and 72 grey ones", Of(v => v == 1 ? 0.5f : v));
        Assert.Contains("got 24 white, 0 black", Of(v => v == 0 ? 0.5f : v));
        Assert.Contains("and 0 grey ones", Of(v => v == 0.5f ? 1 : v));
        Assert.Contains("got 2.", Of(v => 2 * v));
        Assert.Contains("got NaN.", Of(v => float.NaN));
        Assert.Contains("expected a trimap 1×1×H×W", Assert.Throws<ArgumentException>(() => Matting.Known(Photo)).Message);
        Assert.Contains("3×3 pixels or more", Assert.Throws<ArgumentException>(() => Matting.ClosedForm(
            new FeatureMap(new MapShape(1, 3, 2, 4)),
            Matting.Known(new FeatureMap(new MapShape(1, 1, 2, 4), [0, 0, 0, 0.5f, 1, 1, 1, 1])))).Message);
    }
}
