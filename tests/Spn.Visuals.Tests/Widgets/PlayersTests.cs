using Spn.Imaging;
using static Spn.Visuals.Widgets;

namespace Spn.Visuals.Tests.Widgets;

/// <summary>Players: the same bytes twice, user text encoded, and one clear sentence for what they cannot show.</summary>
public class PlayersTests
{
    private static readonly MapShape Shape = new(1, 1, 5, 7);
    private static readonly LabelMap Labels = LabelMap.Generate(5, 7, (row, column) => (byte)(column / 3));

    private static IReadOnlyList<DiffusionState> States { get; } =
        [.. Spn.Diffusion.States(FeatureMap.Random(Shape, 1), Weights(), Direction.LeftToRight).Take(4)];

    private static IReadOnlyList<Widget> Players(string title) =>
    [
        Diffusion(States, new DiffusionPlayerOptions { Title = title, ValueName = title }),
        Scan(FeatureMap.Random(Shape, 1), Weights(), Direction.LeftToRight, new ScanPlayerOptions { Title = title }),
        Compare(Labels, Labels, FeatureMap.Constant(Shape, 0.5f),
            new CompareOptions { Title = title, BeforeName = title, Truth = Labels, Palette = Samples.HostilePalette }),
    ];

    [Fact]
    public void The_same_values_give_the_same_bytes() =>
        Assert.Equal(Players("").Select(player => player.ToHtml()), Players("").Select(player => player.ToHtml()));

    [Fact]
    public void User_text_is_encoded_everywhere() => Assert.All(Players(Samples.Hostile), player =>
    {
        Assert.DoesNotContain("<script>alert", player.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert", player.ToHtml(), StringComparison.Ordinal);
    });

    [Fact]
    public void The_text_names_size_range_and_scores()
    {
        var texts = Players("").Select(player => player.ToText()).ToList();
        Assert.All(texts, text => Assert.Contains("5×7", text, StringComparison.Ordinal));
        Assert.Contains("At T = 4 U is ", texts[0], StringComparison.Ordinal);
        Assert.Contains("constrained so that Σ|p| ≤ 1 at each pixel", texts[1], StringComparison.Ordinal);
        Assert.Contains("mean IoU is 100.0 %", texts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_of_a_state_keep_what_is_not_finite()
    {
        float[] plane = [0, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f];
        var bytes = DiffusionPlayer.Quantised(plane, ValueRange.Of(plane));
        var (code, codes) = (0, new List<int>());
        for (var i = 0; i < plane.Length; i++)
            codes.Add(code = (code + (bytes[i] << 8 | bytes[plane.Length + i])) & 0xffff);
        Assert.Equal([0, 65532, 65535, 65534, 65533, 32766], codes);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void States_that_are_nothing_but_not_finite_are_shown_as_such(float value)
    {
        var player = Diffusion([new DiffusionState { Step = 1, U = FeatureMap.Constant(Shape, value) }]);
        Assert.Contains("35 values of 35 not finite", player.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_diffusion_cannot_show_it_says()
    {
        Says("expected at least one state, got none", () => Diffusion([]));
        Says("in the order of T, got T = 3 after T = 4", () => Diffusion([States[3], States[2]]));
        Says("expected a map of shape 1×1×5×7, got 1×1×2×3",
            () => Diffusion([States[0], new DiffusionState { Step = 2, U = Samples.Small }]));
        Says("a channel below 1, got 0 and 2", () => Diffusion(States, new DiffusionPlayerOptions { Channel = 2 }));
        Says("opacity from 0 to 1, got 7", () => Diffusion(States, new DiffusionPlayerOptions { Opacity = 7 }));
        Says("like the photograph", () => Diffusion(States, new DiffusionPlayerOptions { Photo = Samples.Photo }));
        Says("at most 2000 states, got 2001",
            () => Diffusion([.. Enumerable.Range(1, 2001).Select(step => States[0] with { Step = step })]));
        var large = new DiffusionState { Step = 1, U = new FeatureMap(new MapShape(1, 1, 1024, 1025)) };
        Says("got 4 states of 1024×1025 pixels; take 3 states at most",
            () => Diffusion([large, large with { Step = 2 }, large with { Step = 3 }, large with { Step = 4 }]));
    }

    [Fact]
    public void What_a_scan_cannot_show_it_says()
    {
        var x = FeatureMap.Random(Shape, 1);
        Says("at most 128×128 pixels, got 3×129", () => Scan(
            new FeatureMap(new MapShape(1, 1, 3, 129)), new PropagationWeights(Connection.OneWay, new MapShape(1, 1, 3, 129)),
            Direction.LeftToRight));
        Says("finite numbers as input, got NaN at element 0",
            () => Scan(FeatureMap.Constant(Shape, float.NaN), Weights(), Direction.LeftToRight));
        var weights = Weights();
        weights.Values[3] = float.PositiveInfinity;
        Says("finite numbers as weights", () => Scan(x, weights, Direction.LeftToRight));
        Says("expected an index from 0 to 3, got 9", () => Scan(x, Weights(), (Direction)9));
        Says("within 5×7, got (5, 0)", () => Scan(x, Weights(), Direction.LeftToRight, new ScanPlayerOptions { Start = new Pixel(5, 0) }));
        Says("expected weights of shape 1×3×20×30", () => Scan(Samples.Photo, Samples.Weights, Direction.LeftToRight));
    }

    [Fact]
    public void What_a_comparison_cannot_show_it_says()
    {
        var other = LabelMap.Generate(4, 7, (_, _) => 0);
        Says("a second map of 5×7 like the first, got 4×7", () => Compare(Labels, other));
        Says("a truth of 5×7", () => Compare(Labels, Labels, options: new CompareOptions { Truth = other }));
        Says("like the photograph", () => Compare(Labels, Labels, Samples.Photo));
        Says("opacity from 0 to 1", () => Compare(Labels, Labels, options: new CompareOptions { Opacity = double.NaN }));
        Says("at most 1048576 pixels", () => Compare(new LabelMap(1025, 1024, new byte[1025 * 1024]), Labels));
    }

    [Fact]
    public void Maps_that_are_ignored_everywhere_are_compared_without_scores()
    {
        var ignored = LabelMap.Generate(5, 7, (_, _) => LabelMap.Ignore);
        Assert.Contains("differ in 0.0 %",
            Compare(ignored, ignored, options: new CompareOptions { Truth = ignored }).ToText(), StringComparison.Ordinal);
    }

    private static void Says(string part, Action act) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static PropagationWeights Weights() => PropagationWeights.Random(Connection.ThreeWay, Shape, 2);
}
