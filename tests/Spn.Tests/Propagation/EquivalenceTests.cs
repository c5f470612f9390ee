namespace Spn.Tests;

/// <summary>Different ways to say the same propagation.</summary>
public class EquivalenceTests
{
    public static TheoryData<PropagationBackend, Normalisation> Ways => new()
    {
        { PropagationBackend.Cpu, Normalisation.Clip }, { PropagationBackend.Cpu, Normalisation.Raw },
        { PropagationBackend.Reference, Normalisation.Clip }, { PropagationBackend.Reference, Normalisation.Raw },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void One_way_equals_three_way_with_outer_weights_of_zero(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        c = c with { Connection = Connection.OneWay };
        var (x, one, options) = (c.Map(), c.RawWeights(), new PropagationOptions { Backend = backend, Normalisation = normalisation });
        var three = PropagationWeights.Generate(
            Connection.ThreeWay, c.WeightShape, (n, direction, k, channel, row, column) =>
                k == 1 ? one[n, direction, 0, channel, row, column] : 0);
        Near.Assert_near(
            Propagation.Scan(x, one, c.Direction, options).Values, Propagation.Scan(x, three, c.Direction, options).Values, 1e-5);
        Near.Assert_near(Propagation.Forward(x, one, options).Output.Values, Propagation.Forward(x, three, options).Output.Values, 1e-5);
    });

    [Theory]
    [InlineData(Normalisation.Clip)]
    [InlineData(Normalisation.Raw)]
    public void Sparse_weights_equal_the_dense_matrices_that_they_stand_for(
        Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, g) = (ReferenceMap.From(c.Map(1)), ReferenceMap.From(c.Map(2)));
        var weights = ReferenceWeights.From(c.WithNaNAtAbsent(c.RawWeights()));
        var hidden = Reference.Scan(x, weights, c.Direction, normalisation);
        var gradient = Reference.ScanBackward(x, weights, c.Direction, g, normalisation);
        for (var n = 0; n < c.Shape.Batch; n++)
            for (var channel = 0; channel < c.Shape.Channels; channel++)
            {
                var transitions = DenseReference.Transitions(weights, c.Direction, n, c.Shared ? 0 : channel, normalisation);
                Near.Assert_near(
                    [.. DenseReference.Scan(Rows(x, n, channel), transitions, c.Direction).Cast<double>()], Plane(hidden, n, channel),
                    1e-12);
                var dense = DenseReference.Backward(Rows(x, n, channel), transitions, c.Direction, Rows(g, n, channel));
                Near.Assert_near([.. dense.Input.Cast<double>()], Plane(gradient.Input, n, channel), 1e-12);
            }
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Scanning_the_transposed_map_swaps_horizontal_and_vertical(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        var (x, weights, options) = (c.Map(), c.RawWeights(), new PropagationOptions { Backend = backend, Normalisation = normalisation });
        var s = c.WeightShape;
        var turned = PropagationWeights.Generate(c.Connection, s with { Height = s.Width, Width = s.Height },
            (n, direction, k, channel, row, column) => weights[n, (Direction)((int)direction ^ 2), k, channel, column, row]);
        var expected = Propagation.Scan(x, weights, c.Direction, options);
        var actual = Propagation.Scan(Transposed(x), turned, (Direction)((int)c.Direction ^ 2), options);
        Near.Assert_near(expected.Values, Transposed(actual).Values, 1e-5);
    });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Scanning_the_mirrored_map_backwards_gives_the_mirrored_hidden_map(
        PropagationBackend backend, Normalisation normalisation) => Property.Holds(PropagationCase.Any(), c =>
    {
        // A mirror along the scan keeps the order of neighbours across it.
        var (x, weights, options) = (c.Map(), c.RawWeights(), new PropagationOptions { Backend = backend, Normalisation = normalisation });
        var (lastRow, lastColumn, across) = (c.Shape.Height - 1, c.Shape.Width - 1, !c.Direction.IsHorizontal());
        FeatureMap Mirrored(FeatureMap map) => FeatureMap.Generate(c.Shape, (n, channel, row, column) =>
            map[n, channel, across ? lastRow - row : row, across ? column : lastColumn - column]);
        var mirrored = PropagationWeights.Generate(c.Connection, c.WeightShape, (n, direction, k, channel, row, column) =>
            weights[n, (Direction)((int)direction ^ 1), k, channel, across ? lastRow - row : row, across ? column : lastColumn - column]);
        var actual = Propagation.Scan(Mirrored(x), mirrored, (Direction)((int)c.Direction ^ 1), options);
        Near.Assert_near(Propagation.Scan(x, weights, c.Direction, options).Values, Mirrored(actual).Values, 1e-5);
    });

    [Fact]
    public void A_full_matrix_sees_pixels_that_three_neighbours_cannot()
    {
        // h_1 = (1, 2, 3); row 0 of w is (0, 0, ½): h_2(0) = ½·10 + ½·3, the other rows keep x.
        var w = new double[3, 3];
        w[0, 2] = 0.5;
        var hidden = DenseReference.Scan(new double[,] { { 1, 10 }, { 2, 20 }, { 3, 30 } }, [w], Direction.LeftToRight);
        Assert.Equal(new double[,] { { 1, 6.5 }, { 2, 20 }, { 3, 30 } }, hidden);
    }

    private static FeatureMap Transposed(FeatureMap map) => FeatureMap.Generate(
        map.Shape with { Height = map.Width, Width = map.Height }, (n, channel, row, column) => map[n, channel, column, row]);

    private static double[] Plane(ReferenceMap map, int n, int channel) => [.. Rows(map, n, channel).Cast<double>()];

    private static double[,] Rows(ReferenceMap map, int n, int channel)
    {
        var rows = new double[map.Shape.Height, map.Shape.Width];
        for (var row = 0; row < map.Shape.Height; row++)
            for (var column = 0; column < map.Shape.Width; column++)
                rows[row, column] = map[n, channel, row, column];
        return rows;
    }
}
