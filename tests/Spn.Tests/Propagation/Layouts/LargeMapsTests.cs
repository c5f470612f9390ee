using Spn.Arrays;

namespace Spn.Tests;

/// <summary>Maps whose sum of sizes is beyond the largest float, as 3e38 three times is, still become weights.</summary>
public class LargeMapsTests
{
    private const float Large = 3e38f;

    [Theory]
    [InlineData(Normalisation.Clip)]
    [InlineData(Normalisation.Always)]
    public void Of_pytorch_spn_they_are_divided_by_their_sum(Normalisation normalisation)
    {
        var folder = Directory.CreateTempSubdirectory("spn-large").FullName;
        try
        {
            var path = Path.Combine(folder, "w.npy");
            Npy.Write(path, FeatureMap.Constant(new MapShape(1, 12, 2, 3), -Large));
            var weights = Layouts.Read(path, WeightLayout.PytorchSpn, new LayoutOptions { Normalisation = normalisation }).Weights;
            Assert.All(weights.Values, q => Assert.Equal(-1 / 3f, q, 1e-6f));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(Normalisation.Clip, false)]
    [InlineData(Normalisation.Clip, true)]
    [InlineData(Normalisation.Always, false)]
    [InlineData(Normalisation.Always, true)]
    public void Of_the_op_in_single_precision_they_count_as_zero(Normalisation normalisation, bool shared)
    {
        var x = FeatureMap.Random(new MapShape(1, 2, 20, 30), 1);
        var weights = PropagationWeights.Constant(Connection.ThreeWay, x.Shape with { Channels = shared ? 1 : 2 }, Large);
        var result = Propagation.Forward(x, weights, new PropagationOptions { Normalisation = normalisation });
        var scan = Propagation.Scan(x, weights, Direction.TopToBottom, result.Options);
        // In the middle all three neighbours exist.
        Assert.Equal(x[0, 1, 10, 15], scan[0, 1, 10, 15]);
        var gradient = Propagation.Backward(result, FeatureMap.Constant(x.Shape, 1));
        Assert.All(result.Output.Values.Concat(gradient.Input.Values).Concat(gradient.Weights.Values), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [InlineData(IteratedNormalisation.AbsoluteSum)]
    [InlineData(IteratedNormalisation.Absolute)]
    public void Of_eight_neighbours_they_are_divided_by_their_sum(IteratedNormalisation normalisation)
    {
        var shape = new MapShape(1, 1, 3, 3);
        var weights = new IteratedWeights(shape);
        Array.Fill(weights.Values, Large);
        var row = IteratedAffinity.Row(weights, new Pixel(1, 1), new IteratedOptions { Steps = 1, Normalisation = normalisation });
        for (var i = 0; i < 9; i++)
            Assert.Equal(i == 4 ? 0 : 1 / 8f, row.Values[0, 0, i / 3, i % 3], 1e-6f);
        var x = FeatureMap.Random(shape, 1);
        var result = IteratedPropagation.Forward(x, weights, new IteratedOptions { Steps = 1, Normalisation = normalisation });
        Assert.Equal((x.Values.Sum() - x.Values[4]) / 8, result.Output.Values[4], 1e-5f);
        var gradient = IteratedPropagation.Backward(result, FeatureMap.Constant(shape, 1));
        Assert.All(gradient.Weights.Values, dp => Assert.True(float.IsFinite(dp) && MathF.Abs(dp) < 1e-37f));
    }
}
