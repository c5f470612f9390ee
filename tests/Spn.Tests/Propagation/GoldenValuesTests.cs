namespace Spn.Tests;

/// <summary>
/// Maps small enough to compute by hand, and a 3×4 map whose values were computed with exact fractions in another language.
/// </summary>
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
        var weights = PropagationWeights.Generate(
            Connection.OneWay, x.Shape, (_, direction, _, _, _, column) => direction == Direction.LeftToRight ? p[column] : float.NaN);
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

    [Theory]
    [MemberData(nameof(Backends))]
    public void Unconstrained_three_way_scans_of_a_3x4_map(PropagationBackend backend)
    {
        double[][] expected =
        [
            [-0.25, 0.28125, -0.09765625, -0.2958984375, 0.125, -0.359375, 0.23046875, 0.32666015625, 0.5, 0.359375, -0.26953125, -0.0625],
            [0.0576171875, 0.41796875, 0.21875, -0.125, 0.3359375, -0.14453125, 0.65625, 0.25, 0.87255859375, 0.09765625, -0.09375, -0.25],
            [-0.25, 0.375, 0.125, -0.125, -0.09375, -0.03125, 0.453125, 0.40625, 0.3359375, 0.279296875, -0.181640625, -0.0625],
            [-0.373046875, 0.5625, -0.1953125, -0.390625, 0.046875, -0.453125, 0.3125, 0.25, 0.5, 0.25, 0, -0.25],
        ];
        foreach (var direction in Directions.All)
        {
            var hidden = Propagation.Scan(
                Fractions.X, Fractions.Weights(1), direction, new() { Backend = backend, Normalisation = Normalisation.Raw });
            Near.Assert_near(expected[(int)direction], [.. hidden.Values], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Constrained_three_way_scans_of_a_3x4_map_and_their_maximum(PropagationBackend backend)
    {
        double[][] expected =
        [
            [-0.25, 0.1875, -0.2767857142857143, -0.31964285714285712,
                0.125, -0.39285714285714285, 0.091071428571428567, 0.27372448979591835, 0.5, 0.425, -0.41428571428571431,
                0.0026785714285714286],
            [0.11403061224489795, 0.36428571428571427, 0.3125, -0.125,
                0.36390306122448979, -0.11352040816326531, 0.6785714285714286, 0.25, 1.1051020408163266, -0.071428571428571425, -0.1875,
                -0.25],
            [-0.25, 0.375, 0.125, -0.125,
                -0.16666666666666666, 0, 0.44642857142857145, 0.45833333333333331, 0.22222222222222221, 0.24574829931972789,
                -0.22321428571428573, -0.021825396825396824],
            [-0.375, 0.609375, -0.25, -0.5, -0.03125, -0.5, 0.25, 0.25, 0.5, 0.25, 0, -0.25],
        ];
        var options = new PropagationOptions { Backend = backend };
        foreach (var direction in Directions.All)
            Near.Assert_near(
                expected[(int)direction], [.. Propagation.Scan(Fractions.X, Fractions.Weights(2), direction, options).Values], 1e-6);
        var result = Propagation.Forward(Fractions.X, Fractions.Weights(2), options);
        Near.Assert_near([.. Enumerable.Range(0, 12).Select(i => expected.Max(hidden => hidden[i]))], [.. result.Output.Values], 1e-6);
        Assert.Equal([1, 3, 1, 1, 1, 2, 1, 2, 1, 0, 3, 0], result.Winner.Values);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void The_gradient_of_a_scan_from_bottom_to_top_of_a_3x4_map(PropagationBackend backend)
    {
        var gradient = Propagation.ScanBackward(
            Fractions.X, Fractions.Weights(1), Direction.BottomToTop, Fractions.Gradient,
            new() { Backend = backend, Normalisation = Normalisation.Raw });
        Near.Assert_near(
            [-0.8125, 0, 0.3125, -0.40625, 0, 0.7734375, -0.5, 0.10546875, -0.28125, 0.6171875, -0.1328125, 0.07421875],
            [.. gradient.Input.Values], 1e-6);
        double[][] expected =
        [
            [0, 0, -0.2890625, -0.109375, 0, 0.3515625, 0.125, -0.0234375, 0, 0, 0, 0],
            [-0.1484375, 0, 0.09375, -0.09375, 0, 0.2109375, 0.25, -0.046875, 0, 0, 0, 0],
            [0.1015625, 0, 0.0625, 0, 0, 0.0703125, 0.375, 0, 0, 0, 0, 0],
        ];
        for (var k = 0; k < 3; k++)
            Near.Assert_near(
                expected[k], Array.ConvertAll(gradient.Weights.Plane(0, Direction.BottomToTop, k, 0).ToArray(), value => (double)value),
                1e-6);
    }

    /// <summary>A 3×4 map with eighths and quarters for values.</summary>
    private static class Fractions
    {
        private static readonly MapShape Shape = new(1, 1, 3, 4);

        public static FeatureMap X { get; } = FeatureMap.Generate(Shape, (_, _, row, column) => ((3 * row + 5 * column) % 7 - 2) / 8f);

        public static FeatureMap Gradient { get; } = FeatureMap.Generate(Shape, (_, _, row, column) => ((row + 2 * column) % 5 - 2) / 4f);

        public static PropagationWeights Weights(int factor) => PropagationWeights.Generate(
            Connection.ThreeWay, Shape, (_, direction, k, _, row, column) =>
                factor * ((5 * (int)direction + 3 * k + 2 * row + column) % 9 - 4) / 8f);
    }
}
