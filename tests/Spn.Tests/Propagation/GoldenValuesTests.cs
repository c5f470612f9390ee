namespace Spn.Tests;

/// <summary>Maps small enough to compute by hand.</summary>
public class GoldenValuesTests
{
    public static TheoryData<PropagationBackend> Backends => [PropagationBackend.Cpu, PropagationBackend.Reference];

    [Theory]
    [MemberData(nameof(Backends))]
    public void One_way_on_a_1x4_map(PropagationBackend backend)
    {
        // h1 = 1; h2 = ½·2 + ½·1 = 1.5; h3 = ¾·4 + ¼·1.5 = 3.375; h4 = 0·8 + 1·3.375
        var x = FeatureMap.FromRows(new float[,] { { 1, 2, 4, 8 } });
        var p = new[] { float.NaN, 0.5f, 0.25f, 1 };
        var weights = PropagationWeights.Generate(Connection.OneWay, x.Shape, (_, direction, _, _, _, column) => direction == Direction.LeftToRight ? p[column] : float.NaN);
        var hidden = Propagation.Scan(x, weights, Direction.LeftToRight, new() { Backend = backend });
        Assert.Equal([1, 1.5f, 3.375f, 3.375f], hidden.Values);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Reversed_one_way_on_a_1x4_map(PropagationBackend backend)
    {
        // h4 = 8; h3 = ½·4 + ½·8 = 6; h2 = ½·2 + ½·6 = 4; h1 = ½·1 + ½·4 = 2.5
        var x = FeatureMap.FromRows(new float[,] { { 1, 2, 4, 8 } });
        var weights = PropagationWeights.Constant(Connection.OneWay, x.Shape, 0.5f);
        var hidden = Propagation.Scan(x, weights, Direction.RightToLeft, new() { Backend = backend });
        Assert.Equal([2.5f, 4, 6, 8], hidden.Values);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Three_way_on_a_3x3_map_in_every_direction(PropagationBackend backend)
    {
        // Each neighbour weighs ¼: a pixel in the middle of a line keeps ¼ of itself, one at an end, with two neighbours, ½.
        var x = FeatureMap.FromRows(new float[,] { { 16, 0, 0 }, { 0, 32, 0 }, { 0, 0, 64 } });
        var weights = PropagationWeights.Constant(Connection.ThreeWay, x.Shape, 0.25f);
        var options = new PropagationOptions { Backend = backend };
        Assert.Equal([16, 4, 4, 0, 12, 4, 0, 0, 35], Propagation.Scan(x, weights, Direction.LeftToRight, options).Values);
        Assert.Equal([14, 0, 0, 10, 24, 0, 10, 16, 64], Propagation.Scan(x, weights, Direction.RightToLeft, options).Values);
        Assert.Equal([16, 0, 0, 4, 12, 0, 4, 4, 35], Propagation.Scan(x, weights, Direction.TopToBottom, options).Values);
        Assert.Equal([14, 10, 10, 0, 24, 16, 0, 0, 64], Propagation.Scan(x, weights, Direction.BottomToTop, options).Values);

        var result = Propagation.Forward(x, weights, options);
        Assert.Equal([16, 10, 10, 10, 24, 16, 10, 16, 64], result.Output.Values);
        // On the diagonal two directions tie, and the earlier one wins.
        Assert.Equal([0, 3, 3, 1, 1, 3, 1, 1, 1], result.Winner.Values);
    }
}
