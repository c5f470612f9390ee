using Spn.Imaging;
using Spn.Tasks;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary><c>spn colourise</c>.</summary>
public sealed class ColouriseCommandTests : TaskCase
{
    private static readonly FeatureMap Grey = Colourisation.Grey(Scene.Photo);

    private static readonly SparseMap Scribbles = Scene.Scribbles();

    [Theory]
    [InlineData("propagation", "passes")]
    [InlineData("least-squares", "steps of conjugate gradients, residual ")]
    public void A_transparent_picture_of_scribbles_brings_the_colours_back(string method, string told)
    {
        var painted = Colourisation.Paint(FeatureMap.Constant(Grey.Shape, 0.6f), Scribbles.Values);
        var said = Run(ColouriseCommand.Create(), "--scribbles", Write("s.png", Transparent(painted)), "--method", method);
        Assert.Contains($"{Scribbles.Count} known pixels, ", said);
        Assert.Contains(told, said);
        var truth = Colourisation.Chroma(Scene.Clean);
        Assert.True(
            MapErrors.RootMeanSquare(truth, Colourisation.Chroma(Result()))
            < 0.8 * MapErrors.RootMeanSquare(truth, new FeatureMap(truth.Shape)));
    }

    [Fact]
    public void Of_a_picture_without_transparency_what_has_a_colour_is_painted()
    {
        var marked = Colourisation.Paint(Grey, Scribbles.Values);
        for (var i = 0; i < Scribbles.Known.Values.Length; i++)
            for (var c = 0; c < 3 && Scribbles.Known.Values[i] == 0; c++)
                marked.Plane(0, c)[i] = Grey.Values[i];
        var said = Run(ColouriseCommand.Create(), "--scribbles", Write("s.png", marked));
        var count = int.Parse(said.Split(' ')[0]);
        // Scribbles that are next to grey themselves do not count here.
        Assert.InRange(count, Scribbles.Count / 3, Scribbles.Count);
    }

    [Fact]
    public void Scribbles_that_cannot_be_used_are_told_in_a_sentence()
    {
        string Of(string file) => Refusal(ColouriseCommand.Create(), "--scribbles", file);
        Assert.Contains("expected scribbles, got none: no pixel has a colour;", Of(Write("grey.png", Grey)));
        Assert.Contains("every pixel is transparent;", Of(Write("clear.png", FeatureMap.Generate(
            Grey.Shape with { Channels = 4 }, (_, c, _, _) => c == 3 ? 0 : 1))));
        Assert.Contains(
            "expected 60×84 pixels like the photograph, got 3×2; paint on a picture of its size.",
            Of(Write("small.png", FeatureMap.Constant(new MapShape(1, 3, 3, 2), 1))));
        Assert.Contains("found none; correct the path.", Of(Path("nowhere.png")));
        Assert.Equal(
            "expected --passes only with --method propagation; leave it out or choose that.",
            Refusal(ColouriseCommand.Create(), "--scribbles", Write("s.png", Scene.Photo), "--method", "least-squares", "--passes", "3"));
    }

    [Fact]
    public void A_system_that_is_not_solved_writes_nothing() => Assert.StartsWith(
        "expected a residual of 1e-06 within 2 steps of conjugate gradients, got ",
        Refusal(
            ColouriseCommand.Create(), "--scribbles", Write("s.png", Transparent(Scene.Photo)), "--method", "least-squares",
            "--most-steps", "2"),
        StringComparison.Ordinal);

    /// <summary>A picture that is opaque where the scribbles are.</summary>
    private static FeatureMap Transparent(FeatureMap colours) => FeatureMap.Generate(
        colours.Shape with { Channels = 4 },
        (_, c, row, column) => c < 3 ? colours[0, c, row, column] : Scribbles.Known[0, 0, row, column]);
}
