using Spn.Tasks;

namespace Spn.Tests.Tasks;

public class SpreadingTests
{
    private static readonly MapShape Shape = new(1, 1, 7, 9);

    /// <summary>Some pixels known, with values of two channels.</summary>
    private static SparseMap Some(params (int Row, int Column, float First, float Second)[] pixels)
    {
        var (values, known) = (new FeatureMap(Shape with { Channels = 2 }), new FeatureMap(Shape));
        foreach (var (row, column, first, second) in pixels)
            (values[0, 0, row, column], values[0, 1, row, column], known[0, 0, row, column]) = (first, second, 1);
        return new SparseMap(values, known);
    }

    [Fact]
    public void By_hand_two_known_ends_of_a_row_meet_in_the_middle()
    {
        // One row of five, p = ½. Each scan along it carries 1, ½, ¼, ⅛ of an end; the two across it carry nothing.
        var shape = new MapShape(1, 1, 1, 5);
        var known = new SparseMap(new FeatureMap(shape, [8, 0, 0, 0, 2]), new FeatureMap(shape, [1, 0, 0, 0, 1]));
        var result = Spreading.With(
            PropagationWeights.Constant(Connection.OneWay, shape, 0.5f), known, new SpreadOptions { Passes = 1 });
        float[] expected = [8, (8 / 2f + 2 / 8f) / (1 / 2f + 1 / 8f), 5, (8 / 8f + 2 / 2f) / (1 / 2f + 1 / 8f), 2];
        Near.Assert_near(expected, result.Values.Values, 1e-6);
        Near.Assert_near([1, 5 / 32f, 1 / 8f, 5 / 32f, 1], result.Confidence.Values, 1e-6);
        Assert.Equal((1, 0), (result.Passes, result.Unreached));
    }

    [Theory]
    [InlineData(Connection.OneWay)]
    [InlineData(Connection.ThreeWay)]
    public void Known_values_stay_and_the_others_lie_between_them(Connection connection)
    {
        var photo = FeatureMap.Generate(Shape with { Channels = 3 }, (_, c, row, column) => (row * 31 + column * 17 + c * 7) % 23 / 22f);
        var known = Some((1, 1, -3, 0.1f), (5, 2, 4.7f, 0.3f), (2, 8, 1, 1 / 3f));
        var result = Spreading.Along(photo, known, new SpreadOptions { Connection = connection });
        for (var i = 0; i < Shape.PlaneSize; i++)
        {
            if (known.Known.Values[i] == 1)
                Assert.Equal(
                    (known.Values.Plane(0, 0)[i], known.Values.Plane(0, 1)[i], 1f),
                    (result.Values.Plane(0, 0)[i], result.Values.Plane(0, 1)[i], result.Confidence.Values[i]));
            Assert.InRange(result.Values.Plane(0, 0)[i], -3.00001f, 4.70001f);
            Assert.InRange(result.Confidence.Values[i], 1e-30f, 1);
        }
    }

    [Fact]
    public void Weights_with_an_input_gate_are_refused()
    {
        var gated = new PropagationWeights(Connection.ThreeWay, Shape with { Channels = 1 })
            .WithInputGate(new FeatureMap(Shape with { Channels = 4 }));
        Assert.Contains("expected weights without an input gate",
            Assert.Throws<ArgumentException>(() => Spreading.With(gated, Some((0, 0, 1, 0)))).Message);
    }

    [Fact]
    public void One_known_value_fills_all_that_it_reaches()
    {
        var photo = FeatureMap.Random(Shape, 3);
        photo = new FeatureMap(Shape, Array.ConvertAll(photo.Values, v => (v + 1) / 2));
        var result = Spreading.Along(photo, Some((3, 4, 0.7f, -5)));
        Assert.All(result.Values.Plane(0, 0).ToArray(), v => Assert.Equal(0.7f, v, 1e-5f));
        Assert.All(result.Values.Plane(0, 1).ToArray(), v => Assert.Equal(-5, v, 1e-5f));
    }

    [Theory]
    [InlineData(double.NaN, 2)]
    [InlineData(-1, -1)]
    public void What_lies_behind_a_wall_holds_the_mean_of_the_known_values_or_what_is_asked_for(double fallback, double expected)
    {
        // No weight leads into columns 5 to 8.
        var walled = PropagationWeights.Generate(Connection.ThreeWay, Shape, (_, _, _, _, _, column) => column < 5 ? 0.3f : 0);
        var result = Spreading.With(walled, Some((0, 0, 1, 0), (6, 0, 3, 0)), new SpreadOptions { Passes = 2, Fallback = fallback });
        Assert.Equal((2, 4 * 7), (result.Passes, result.Unreached));
        Assert.Equal(expected, result.Values[0, 0, 3, 7]);
        Assert.Equal(0, result.Confidence[0, 0, 3, 7]);
        Assert.NotEqual(expected, result.Values[0, 0, 3, 3]);
    }

    [Fact]
    public void A_second_pass_goes_around_a_corner()
    {
        // One neighbour: a scan stays in its row or column, so the opposite corner takes two.
        var open = PropagationWeights.Constant(Connection.OneWay, Shape, 0.9f);
        var result = Spreading.With(open, Some((0, 0, 1, 1)), new SpreadOptions { Passes = 1 });
        Assert.Equal((2, 0), (result.Passes, result.Unreached));
        Assert.Equal(1, result.Values[0, 0, 6, 8], 1e-6f);
        Assert.Equal(8 * 6, Spreading.With(open, Some((0, 0, 1, 1)), new SpreadOptions { Passes = 1, MostPasses = 1 }).Unreached);
    }

    [Fact]
    public void Weights_that_are_given_are_not_changed_and_threads_change_no_bit()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, Shape, 0.3f);
        var one = Spreading.With(weights, Some((3, 3, 1, 2)), new SpreadOptions { Threads = 1 });
        Assert.All(weights.Values, value => Assert.Equal(0.3f, value));
        Assert.Equal(one.Values.Values, Spreading.With(weights, Some((3, 3, 1, 2)), new SpreadOptions { Threads = 2 }).Values.Values);
    }

    [Fact]
    public void Wrong_input_is_told_in_a_sentence()
    {
        var known = Some((3, 4, 1, 1));
        string Of(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("a photograph of 7×8, got 7×9", Of(() => Spreading.Along(new FeatureMap(new MapShape(1, 3, 7, 8)), known)));
        Assert.Contains("got a negative one", Of(() =>
            Spreading.With(PropagationWeights.Constant(Connection.OneWay, Shape, -0.1f), known)));
        Assert.Contains("shared by all channels", Of(() =>
            Spreading.With(new PropagationWeights(Connection.OneWay, Shape with { Channels = 2 }), known)));
        SpreadOptions[] all =
            [new() { Passes = 0 }, new() { MostPasses = 9 }, new() { Threads = -1 }, new() { Fallback = double.PositiveInfinity }];
        foreach (var wrong in all)
            Assert.Throws<ArgumentOutOfRangeException>(() => Spreading.Along(new FeatureMap(Shape), known, wrong));
        Assert.Throws<OperationCanceledException>(() =>
            Spreading.Along(new FeatureMap(Shape), known, cancellation: new CancellationToken(true)));
    }
}
