namespace Spn.Tests;

/// <summary>The CPU kernels against the double-precision reference: every width, direction, connection, with and without the constraint.</summary>
public class CpuKernelTests
{
    [Theory]
    [MemberData(nameof(Variants))]
    public void One_scan_equals_the_reference_at_every_extent(Connection connection, bool stabilize, bool shared, Direction direction)
    {
        foreach (var shape in Shapes())
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            var expected = Reference.Scan(c.ReferenceX, c.ReferenceWeights, direction, stabilize);
            CpuCase.AssertClose(expected.Values, Propagation.Scan(c.X, c.Weights, direction, c.Options).Values, $"{c} {direction}");
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_backward_of_a_scan_equals_the_reference_at_every_extent(Connection connection, bool stabilize, bool shared, Direction direction)
    {
        foreach (var shape in Shapes())
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            var expected = Reference.ScanBackward(c.ReferenceX, c.ReferenceWeights, direction, ReferenceMap.From(c.Gradient), stabilize);
            var actual = Propagation.ScanBackward(c.X, c.Weights, direction, c.Gradient, c.Options);
            CpuCase.AssertClose(expected.Input.Values, actual.Input.Values, $"x: {c} {direction}");
            CpuCase.AssertClose(expected.Weights.Values, actual.Weights.Values, $"p: {c} {direction}");
        }
    }

    [Theory]
    [MemberData(nameof(FusedVariants))]
    public void Four_scans_and_the_maximum_equal_the_reference_at_every_extent(Connection connection, bool stabilize, bool shared)
    {
        foreach (var shape in Shapes())
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            var expected = Reference.Forward(c.ReferenceX, c.ReferenceWeights, stabilize);
            var actual = Propagation.Forward(c.X, c.Weights, c.Options);
            CpuCase.AssertClose(expected.Output.Values, actual.Output.Values, $"{c}");
            for (var i = 0; i < actual.Winner.Values.Length; i++)
            {
                // Where two directions are closer than rounding, either may win.
                var won = expected.Hidden[actual.Winner.Values[i]].Values[i];
                Assert.True(Math.Abs(expected.Output.Values[i] - won) <= 1e-4 * Math.Max(1, Math.Abs(won)), $"{c}: winner at {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(FusedVariants))]
    public void The_backward_through_the_maximum_equals_the_reference_at_every_extent(Connection connection, bool stabilize, bool shared)
    {
        foreach (var shape in Shapes())
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            var forward = Propagation.Forward(c.X, c.Weights, c.Options);
            var expected = Reference.Backward(c.ReferenceX, c.ReferenceWeights, forward.Winner, ReferenceMap.From(c.Gradient), stabilize);
            var actual = Propagation.Backward(forward, c.Gradient);
            CpuCase.AssertClose(expected.Input.Values, actual.Input.Values, $"x: {c}");
            CpuCase.AssertClose(expected.Weights.Values, actual.Weights.Values, $"p: {c}");
        }
    }

    [Theory]
    [MemberData(nameof(FusedVariants))]
    public void What_stands_at_absent_neighbours_is_never_read(Connection connection, bool stabilize, bool shared)
    {
        foreach (var shape in new MapShape[] { new(1, 2, 1, 1), new(1, 1, 7, 9), new(2, 2, 16, 33), new(1, 2, 40, 17), new(1, 1, 130, 130) })
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            var poisoned = c.WithNaNAtAbsent();
            var (clean, dirty) = (Propagation.Forward(c.X, c.Weights, c.Options), Propagation.Forward(c.X, poisoned, c.Options));
            Assert.Equal(clean.Output.Values, dirty.Output.Values);
            var (cleanGradient, dirtyGradient) = (Propagation.Backward(clean, c.Gradient), Propagation.Backward(dirty, c.Gradient));
            Assert.Equal(cleanGradient.Input.Values, dirtyGradient.Input.Values);
            Assert.Equal(cleanGradient.Weights.Values, dirtyGradient.Weights.Values);
        }
    }

    [Theory]
    [MemberData(nameof(FusedVariants))]
    public void A_gradient_is_NaN_where_the_reference_s_is(Connection connection, bool stabilize, bool shared)
    {
        foreach (var shape in new MapShape[] { new(1, 2, 9, 21), new(1, 1, 5, 70), new(1, 1, 70, 5) })
        {
            var c = new CpuCase(connection, shape, shared, stabilize);
            for (var i = 0; i < c.Weights.Values.Length && stabilize; i++)
                c.Weights.Values[i] *= 1.5f;
            c.X[0, 0, shape.Height / 2, shape.Width / 2] = float.NaN;
            var forward = Propagation.Forward(c.X, c.Weights, c.Options);
            var expected = Reference.Backward(ReferenceMap.From(c.X), ReferenceWeights.From(c.Weights), forward.Winner, ReferenceMap.From(c.Gradient), stabilize);
            var actual = Propagation.Backward(forward, c.Gradient);
            Assert.Contains(float.NaN, actual.Weights.Values);
            Assert.Equal(expected.Input.Values.Select(double.IsNaN), actual.Input.Values.Select(float.IsNaN));
            Assert.Equal(expected.Weights.Values.Select(double.IsNaN), actual.Weights.Values.Select(float.IsNaN));
        }
    }

    public static TheoryData<Connection, bool, bool, Direction> Variants()
    {
        var variants = new TheoryData<Connection, bool, bool, Direction>();
        foreach (var (connection, stabilize, shared) in Combinations())
            foreach (var direction in Directions.All)
                variants.Add(connection, stabilize, shared, direction);
        return variants;
    }

    public static TheoryData<Connection, bool, bool> FusedVariants()
    {
        var variants = new TheoryData<Connection, bool, bool>();
        foreach (var (connection, stabilize, shared) in Combinations())
            variants.Add(connection, stabilize, shared);
        return variants;
    }

    private static IEnumerable<(Connection Connection, bool Stabilize, bool Shared)> Combinations() =>
        from connection in new[] { Connection.OneWay, Connection.ThreeWay }
        from stabilize in new[] { false, true }
        from shared in new[] { false, true }
        select (connection, stabilize, shared);

    /// <summary>Widths and heights 1 to 70, each beside extents on both sides of a register and of a tile, and larger shapes that are cut.</summary>
    private static IEnumerable<MapShape> Shapes()
    {
        for (var extent = 1; extent <= 70; extent++)
        {
            yield return new MapShape(1, 1 + extent % 2, 1 + 7 * extent % 19, extent);
            yield return new MapShape(1 + extent % 2, 1, extent, 1 + 11 * extent % 18);
        }

        yield return new MapShape(1, 1, 70, 70);
        yield return new MapShape(1, 3, 33, 70);
        yield return new MapShape(2, 2, 70, 33);
        yield return new MapShape(1, 1, 150, 131);
        yield return new MapShape(1, 1, 260, 510);
    }
}
