namespace Spn.Tests;

/// <summary>Where the sum over three maps is one, pytorch_spn's demo divides, and its gradient goes through that division.</summary>
public class PytorchSpnDivisionTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(0.75f)]
    public void A_sum_of_exactly_one_is_divided_and_a_smaller_one_is_not(float sum)
    {
        float[] maps = [sum / 2, -sum / 4, sum / 4], reaching = [1, 2, 4];
        var shape = new MapShape(1, 1, 1, 1);
        PropagationWeights Of(float[] values) => PropagationWeights.Generate(
            Connection.ThreeWay, shape, (_, _, neighbour, _, _, _) => values[neighbour]);
        var weights = Of(maps);
        var division = PytorchSpnDivision.Of(weights, Normalisation.Clip);
        Assert.Equal(Of(maps).Values, weights.Values);
        // ∂q·q is 1: it is taken from ∂q with the sign of each map.
        Assert.Equal(Of(sum == 1 ? [0, 3, 3] : reaching).Values, division.Backward(Of(reaching)).Values);
        // Weights that take their place have not been divided.
        var file = new LayoutWeights(weights, Normalisation.Raw, 0) { Division = division };
        Assert.Equal(division.Backward(Of(reaching)).Values, file.GradientOfFile(Of(reaching)).Values);
        Assert.Equal(Of(reaching).Values, (file with { Weights = Of(maps) }).GradientOfFile(Of(reaching)).Values);
    }
}
