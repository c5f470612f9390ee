namespace Spn.Tests;

/// <summary>The rules at the border, on ties, for NaN, and for arguments.</summary>
public class ConventionTests
{
    public static TheoryData<PropagationBackend, Normalisation> Ways => EquivalenceTests.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_stands_at_absent_neighbours_is_never_read(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, g, options) = (c.Map(1), c.Map(2), new PropagationOptions { Backend = backend, Normalisation = normalisation });
        var weights = c.RawWeights();
        var holed = c.WithNaNAtAbsent(weights);
        Assert.Equal(Propagation.Scan(x, weights, c.Direction, options).Values, Propagation.Scan(x, holed, c.Direction, options).Values);
        var expected = Propagation.ScanBackward(x, weights, c.Direction, g, options);
        var actual = Propagation.ScanBackward(x, holed, c.Direction, g, options);
        Assert.Equal(expected.Input.Values, actual.Input.Values);
        Assert.Equal(expected.Weights.Values, actual.Weights.Values);
        var (full, fullHoled) = (Propagation.Forward(x, weights, options), Propagation.Forward(x, holed, options));
        Assert.Equal(full.Output.Values, fullHoled.Output.Values);
        Assert.Equal(full.Winner.Values, fullHoled.Winner.Values);
        var (back, backHoled) = (Propagation.Backward(full, g), Propagation.Backward(fullHoled, g));
        Assert.Equal(back.Input.Values, backHoled.Input.Values);
        Assert.Equal(back.Weights.Values, backHoled.Weights.Values);
        Assert.All(backHoled.Weights.Values, value => Assert.True(float.IsFinite(value)));
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_first_line_is_copied(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        var x = c.Map();
        var hidden = Propagation.Scan(x, c.RawWeights(), c.Direction, new() { Backend = backend, Normalisation = normalisation });
        for (var row = 0; row < c.Shape.Height; row++)
            for (var column = 0; column < c.Shape.Width; column++)
                if (c.IsAbsent(c.Direction, (int)c.Connection / 2, row, column))
                    Assert.Equal(x[0, 0, row, column], hidden[0, 0, row, column]);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_output_is_the_largest_hidden_map_and_the_winner_says_which(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, weights, options) = (c.Map(), c.RawWeights(), new PropagationOptions { Backend = backend, Normalisation = normalisation });
        var result = Propagation.Forward(x, weights, options);
        var hidden = Directions.All.Select(direction => Propagation.Scan(x, weights, direction, options)).ToArray();
        Near.Assert_near([.. x.Values.Select((_, i) => hidden.Max(h => h.Values[i]))], result.Output.Values, 1e-5);
        Near.Assert_near([.. x.Values.Select((_, i) => hidden[result.Winner.Values[i]].Values[i])], result.Output.Values, 1e-5);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void On_a_tie_the_earlier_direction_wins_and_takes_the_whole_gradient(PropagationBackend backend, Normalisation normalisation)
    {
        // Zero weights: all four hidden maps are x.
        var shape = new MapShape(2, 3, 5, 19);
        var (x, g) = (FeatureMap.Random(shape, 1), FeatureMap.Random(shape, 2));
        var result = Propagation.Forward(x, new(Connection.ThreeWay, shape), new() { Backend = backend, Normalisation = normalisation });
        Assert.Equal(x.Values, result.Output.Values);
        Assert.All(result.Winner.Values, value => Assert.Equal(0, value));
        var gradient = Propagation.Backward(result, g);
        Assert.Equal(g.Values, gradient.Input.Values);
        var weightGradient = gradient.Weights;
        foreach (var direction in Directions.All.Skip(1))
            for (var k = 0; k < 3; k++)
                Assert.All(weightGradient.Plane(1, direction, k, 2).ToArray(), value => Assert.Equal(0, value));
        Assert.Contains(weightGradient.Plane(1, Direction.LeftToRight, 1, 2).ToArray(), value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Ties_among_later_directions_go_to_the_earlier_of_them(PropagationBackend backend, Normalisation normalisation)
    {
        // Right to left and bottom to top carry the one at the corner everywhere; the others keep x, which is zero elsewhere.
        var shape = new MapShape(1, 1, 7, 21);
        var x = FeatureMap.Generate(shape, (_, _, row, column) => row == 6 || column == 20 ? 1 : 0);
        var weights = PropagationWeights.Generate(Connection.OneWay, shape, (_, direction, _, _, _, _) => direction.IsReversed() ? 1 : 0);
        var result = Propagation.Forward(x, weights, new() { Backend = backend, Normalisation = normalisation });
        Assert.All(result.Output.Values, value => Assert.Equal(1, value));
        for (var row = 0; row < 7; row++)
            for (var column = 0; column < 21; column++)
                Assert.Equal(row == 6 || column == 20 ? Direction.LeftToRight : Direction.RightToLeft, result.Winner[0, 0, row, column]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void No_NaN_is_lost_in_the_maximum(PropagationBackend backend, Normalisation normalisation)
    {
        foreach (var lost in Directions.All)
        {
            // One direction has a NaN weight in the middle of the map; from there on its hidden map is NaN.
            var shape = new MapShape(1, 1, 9, 9);
            var weights = PropagationWeights.Constant(Connection.ThreeWay, shape, 0.25f);
            weights[0, lost, 1, 0, 4, 4] = float.NaN;
            var options = new PropagationOptions { Backend = backend, Normalisation = normalisation };
            var hidden = Propagation.Scan(FeatureMap.Random(shape, 3), weights, lost, options);
            var result = Propagation.Forward(FeatureMap.Random(shape, 3), weights, options);
            Assert.True(float.IsNaN(hidden[0, 0, 4, 4]));
            for (var i = 0; i < hidden.Values.Length; i++)
            {
                Assert.Equal(float.IsNaN(hidden.Values[i]), float.IsNaN(result.Output.Values[i]));
                if (float.IsNaN(hidden.Values[i]))
                    Assert.Equal((byte)lost, result.Winner.Values[i]);
            }
        }
    }

    [Fact]
    public void Maps_and_weights_that_do_not_fit_are_refused_with_both_shapes()
    {
        var x = new FeatureMap(new(1, 3, 4, 5));
        foreach (var shape in new MapShape[] { new(2, 3, 4, 5), new(1, 2, 4, 5), new(1, 3, 5, 5), new(1, 3, 4, 4), new(2, 1, 4, 5) })
        {
            var message = Assert.Throws<ArgumentException>(() => Propagation.Forward(x, new(Connection.OneWay, shape))).Message;
            Assert.Contains(shape.ToString(), message);
            Assert.Contains("1×3×4×5", message);
            Assert.Throws<ArgumentException>(() => Propagation.Scan(x, new(Connection.OneWay, shape), Direction.LeftToRight));
            Assert.Throws<ArgumentException>(() => Reference.Forward(ReferenceMap.From(x), new(Connection.OneWay, shape)));
        }
    }

    [Fact]
    public void Gradients_directions_and_options_out_of_range_are_refused()
    {
        var (x, weights) = (new FeatureMap(new(1, 3, 4, 5)), new PropagationWeights(Connection.OneWay, new(1, 1, 4, 5)));
        var wrong = new FeatureMap(new(1, 1, 4, 5));
        Assert.Throws<ArgumentException>(() => Propagation.ScanBackward(x, weights, Direction.LeftToRight, wrong));
        Assert.Throws<ArgumentException>(() => Propagation.Backward(Propagation.Forward(x, weights), wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.Scan(x, weights, (Direction)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.ScanBackward(x, weights, (Direction)(-1), x));
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.Forward(x, weights, new() { Threads = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Propagation.Forward(x, weights, new() { Backend = (PropagationBackend)9 }));
        Assert.Throws<ArgumentNullException>(() => Propagation.Forward(null!, weights));
        Assert.Throws<ArgumentNullException>(() => Propagation.Forward(x, null!));
        Assert.Contains("4 at element 1", Assert.Throws<ArgumentException>(() => new DirectionMap(new(1, 1, 1, 2), [3, 4])).Message);
    }

    [Fact]
    public void A_direction_map_counts_its_directions()
    {
        var map = new DirectionMap(new(1, 1, 2, 2), [0, 3, 3, 1]);
        Assert.Equal([0.25, 0.25, 0, 0.5], map.Shares());
        Assert.Equal(Direction.BottomToTop, map[0, 0, 1, 0]);
        Assert.Equal("DirectionMap 1×1×2×2, → 25.0 %, ← 25.0 %, ↓ 0.0 %, ↑ 50.0 %", map.ToString());
    }
}
