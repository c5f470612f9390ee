namespace Spn.Tests;

/// <summary>
/// The CPU kernels against the double-precision reference: every width, direction, connection, with and without the constraint.
/// </summary>
public class CpuKernelTests
{
    [Theory]
    [MemberData(nameof(Variants))]
    public void One_scan_and_its_backward_equal_the_reference_at_every_extent(
        Connection connection, Normalisation normalisation, bool shared)
    {
        foreach (var shape in Shapes(connection, normalisation, shared))
        {
            var c = new CpuCase(connection, shape, shared, normalisation);
            foreach (var direction in Directions.All)
            {
                var expected = Reference.Scan(c.ReferenceX, c.ReferenceWeights, direction, normalisation);
                CpuCase.AssertClose(expected.Values, Propagation.Scan(c.X, c.Weights, direction, c.Options).Values, $"{c} {direction}");
                if (c.X.Values.Length >= Wide.Count)
                    continue;
                var gradient = Reference.ScanBackward(
                    c.ReferenceX, c.ReferenceWeights, direction, ReferenceMap.From(c.Gradient), normalisation);
                var actual = Propagation.ScanBackward(c.X, c.Weights, direction, c.Gradient, c.Options);
                CpuCase.AssertClose(gradient.Input.Values, actual.Input.Values, $"x: {c} {direction}");
                CpuCase.AssertClose(gradient.Weights.Values, actual.Weights.Values, $"p: {c} {direction}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Four_scans_their_maximum_and_its_backward_equal_the_reference_at_every_extent(
        Connection connection, Normalisation normalisation, bool shared)
    {
        foreach (var shape in Shapes(connection, normalisation, shared))
        {
            var c = new CpuCase(connection, shape, shared, normalisation);
            var expected = Reference.Forward(c.ReferenceX, c.ReferenceWeights, normalisation);
            var actual = Propagation.Forward(c.X, c.Weights, c.Options);
            CpuCase.AssertClose(expected.Output.Values, actual.Output.Values, $"{c}");
            for (var i = 0; i < actual.Winner.Values.Length; i++)
            {
                // Where two directions are closer than rounding, either may win.
                var won = expected.Hidden[actual.Winner.Values[i]].Values[i];
                Assert.True(Math.Abs(expected.Output.Values[i] - won) <= 1e-4 * Math.Max(1, Math.Abs(won)), $"{c}: winner at {i}");
            }

            if (c.X.Values.Length >= Wide.Count)
                continue;
            var gradient = Reference.Backward(
                c.ReferenceX, c.ReferenceWeights, actual.Winner, ReferenceMap.From(c.Gradient), normalisation);
            var actualGradient = Propagation.Backward(actual, c.Gradient);
            CpuCase.AssertClose(gradient.Input.Values, actualGradient.Input.Values, $"x: {c}");
            CpuCase.AssertClose(gradient.Weights.Values, actualGradient.Weights.Values, $"p: {c}");
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void What_stands_at_absent_neighbours_is_never_read(Connection connection, Normalisation normalisation, bool shared)
    {
        MapShape[] shapes = [new(1, 2, 1, 1), new(1, 1, 7, 9), new(2, 2, 16, 33), new(1, 2, 40, 17), new(1, 1, 130, 130)];
        foreach (var shape in shapes)
        {
            var c = new CpuCase(connection, shape, shared, normalisation);
            var poisoned = c.WithNaNAtAbsent();
            var (clean, dirty) = (Propagation.Forward(c.X, c.Weights, c.Options), Propagation.Forward(c.X, poisoned, c.Options));
            Assert.Equal(clean.Output.Values, dirty.Output.Values);
            var (cleanGradient, dirtyGradient) = (Propagation.Backward(clean, c.Gradient), Propagation.Backward(dirty, c.Gradient));
            Assert.Equal(cleanGradient.Input.Values, dirtyGradient.Input.Values);
            Assert.Equal(cleanGradient.Weights.Values, dirtyGradient.Weights.Values);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_gradient_is_NaN_where_the_reference_s_is(Connection connection, Normalisation normalisation, bool shared)
    {
        foreach (var shape in new MapShape[] { new(1, 2, 9, 21), new(1, 1, 5, 70), new(1, 1, 70, 5) })
        {
            var c = new CpuCase(connection, shape, shared, normalisation);
            for (var i = 0; i < c.Weights.Values.Length && normalisation == Normalisation.Clip; i++)
                c.Weights.Values[i] *= 1.5f;
            c.X[0, 0, shape.Height / 2, shape.Width / 2] = float.NaN;
            var forward = Propagation.Forward(c.X, c.Weights, c.Options);
            var expected = Reference.Backward(
                ReferenceMap.From(c.X), ReferenceWeights.From(c.Weights), forward.Winner, ReferenceMap.From(c.Gradient), normalisation);
            var actual = Propagation.Backward(forward, c.Gradient);
            Assert.Contains(float.NaN, actual.Weights.Values);
            Assert.Equal(expected.Input.Values.Select(double.IsNaN), actual.Input.Values.Select(float.IsNaN));
            Assert.Equal(expected.Weights.Values.Select(double.IsNaN), actual.Weights.Values.Select(float.IsNaN));
        }
    }

    public static TheoryData<Connection, Normalisation, bool> Variants()
    {
        var variants = new TheoryData<Connection, Normalisation, bool>();
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            foreach (var normalisation in new[] { Normalisation.Raw, Normalisation.Clip })
                foreach (var shared in new[] { false, true })
                    variants.Add(connection, normalisation, shared);
        return variants;
    }

    /// <summary>A plane of the size from which on a forward with weights of its own turns more columns at once.</summary>
    private static MapShape Wide { get; } = new(1, 1, 260, 510);

    /// <summary>
    /// Widths and heights of <see cref="InstructionSetTests.Extents"/>, each beside extents on both sides of a register and of a tile, and
    /// larger shapes that are cut. The widest, which takes the longest, is for weights of their own; a child process takes it once.
    /// </summary>
    private static IEnumerable<MapShape> Shapes(Connection connection, Normalisation normalisation, bool shared)
    {
        foreach (var extent in InstructionSetTests.Extents)
        {
            yield return new MapShape(1, 1 + extent % 2, 1 + 7 * extent % 19, extent);
            yield return new MapShape(1 + extent % 2, 1, extent, 1 + 11 * extent % 18);
        }

        yield return new MapShape(1, 1, 70, 70);
        yield return new MapShape(1, 3, 33, 70);
        yield return new MapShape(2, 2, 70, 33);
        yield return new MapShape(1, 1, 150, 131);
        if (!shared && (!InstructionSetTests.IsChild || (connection == Connection.ThreeWay && normalisation == Normalisation.Clip)))
            yield return Wide;
    }
}
