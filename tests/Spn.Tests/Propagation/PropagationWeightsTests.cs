namespace Spn.Tests;

public class PropagationWeightsTests
{
    [Fact]
    public void Axes_are_batch_direction_neighbour_channel_row_column() => Property.Holds(PropagationCase.Any(), c =>
    {
        var (s, k) = (c.WeightShape, (int)c.Connection);
        var weights = new PropagationWeights(c.Connection, s, [.. Enumerable.Range(0, (int)s.Count * 4 * k).Select(i => (float)i)]);
        int At(int n, Direction d, int neighbour, int channel, int row, int column) =>
            ((((n * 4 + (int)d) * k + neighbour) * s.Channels + channel) * s.Height + row) * s.Width + column;
        var generated = PropagationWeights.Generate(
            c.Connection, s, (n, d, neighbour, channel, row, column) => At(n, d, neighbour, channel, row, column));
        Assert.Equal(weights.Values, generated.Values);
        var (n, neighbour, channel, row, column) = (
            c.Seed % s.Batch, c.Seed / 2 % k, c.Seed / 3 % s.Channels, c.Seed / 5 % s.Height, c.Seed / 7 % s.Width);
        Assert.Equal(At(n, c.Direction, neighbour, channel, row, column), weights[n, c.Direction, neighbour, channel, row, column]);
        Assert.Equal(
            At(n, c.Direction, neighbour, channel, row, column), weights.Plane(n, c.Direction, neighbour, channel)[row * s.Width + column]);
        Assert.Equal(
            At(n, c.Direction, neighbour, channel, row, column),
            ReferenceWeights.From(weights)[n, c.Direction, neighbour, channel, row, column]);
    });

    [Fact]
    public void Directions_stand_in_the_order_that_other_languages_know()
    {
        Assert.Equal([0, 1, 2, 3], Directions.All.Select(direction => (int)direction));
        Assert.Equal(
            ["left to right", "right to left", "top to bottom", "bottom to top"], Directions.All.Select(direction => direction.ToWords()));
        Assert.Equal([true, true, false, false], Directions.All.Select(direction => direction.IsHorizontal()));
        Assert.Equal([false, true, false, true], Directions.All.Select(direction => direction.IsReversed()));
    }

    [Fact]
    public void A_copy_is_deep_and_zeros_are_the_identity()
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 2, 3, 4), 1);
        var copy = weights.Copy();
        copy[0, Direction.TopToBottom, 2, 1, 2, 3] = 9;
        Assert.NotEqual(9, weights[0, Direction.TopToBottom, 2, 1, 2, 3]);
        var x = FeatureMap.Random(new MapShape(1, 2, 3, 4), 2);
        Assert.Equal(x.Values, Propagation.Forward(x, new PropagationWeights(Connection.ThreeWay, x.Shape)).Output.Values);
    }

    [Fact]
    public void What_are_not_weights_is_refused_with_what_came()
    {
        var shape = new MapShape(1, 1, 2, 3);
        Assert.Contains("K = 2", Assert.Throws<ArgumentOutOfRangeException>(() => new PropagationWeights((Connection)2, shape)).Message);
        var error = Assert.Throws<ArgumentException>(() => new PropagationWeights(Connection.ThreeWay, shape, new float[24]));
        Assert.Contains("expected 72 values for ThreeWay weights of shape 1×4×3×1×2×3, got 24", error.Message);
        var weights = new PropagationWeights(Connection.OneWay, shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[0, Direction.LeftToRight, 1, 0, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[0, (Direction)4, 0, 0, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[0, Direction.LeftToRight, 0, 1, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[0, Direction.LeftToRight, 0, 0, 2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[0, Direction.LeftToRight, 0, 0, 0, 3]);
    }
}
