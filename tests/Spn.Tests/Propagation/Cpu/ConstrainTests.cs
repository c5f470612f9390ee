namespace Spn.Tests;

/// <summary>The constraint on its own and its backward against the reference.</summary>
public class ConstrainTests
{
    [Theory]
    [InlineData(Connection.OneWay)]
    [InlineData(Connection.ThreeWay)]
    public void The_constraint_and_its_backward_equal_the_reference_at_every_extent(Connection connection)
    {
        foreach (var extent in InstructionSetTests.Extents)
            foreach (var shape in new MapShape[] { new(1, 2, 1 + 7 * extent % 37, extent), new(2, 1, extent, 1 + 5 * extent % 29) })
            {
                var c = new CpuCase(connection, shape, shared: false, normalisation: Normalisation.Clip);
                var gradient = PropagationWeights.Random(connection, shape, 5);
                var weights = c.WithNaNAtAbsent();
                CpuCase.AssertClose(Reference.Normalise(c.ReferenceWeights).Values, Stability.Constrain(weights).Values, $"{c}");
                CpuCase.AssertClose(
                    Reference.NormaliseBackward(c.ReferenceWeights, ReferenceWeights.From(gradient)).Values,
                    Propagation.NormaliseBackward(weights, gradient).Values, $"backward: {c}");
            }
    }

    [Fact]
    public void A_map_of_many_rows_is_constrained_throughout()
    {
        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, 2, 200, 9), shared: false, normalisation: Normalisation.Clip);
        CpuCase.AssertClose(Reference.Normalise(c.ReferenceWeights).Values, Stability.Constrain(c.Weights).Values, $"{c}");
    }
}
