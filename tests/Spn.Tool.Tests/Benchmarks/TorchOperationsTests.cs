using Spn.Learning;
using Spn.Tool.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tool.Tests.Benchmarks;

/// <summary>What a training step is timed against computes the same.</summary>
[Collection(TorchCollection.Name)]
public class TorchOperationsTests
{
    [LibtorchTheory]
    [InlineData(9, 12)]
    [InlineData(1, 5)]
    [InlineData(16, 16)]
    public void The_op_of_torchs_operations_has_the_output_and_the_gradients_of_ours(int height, int width)
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        var shape = new MapShape(2, 3, height, width);
        var g = FeatureMap.Random(shape, 3).ToTensor();
        float[][] Results(Func<Tensor, Tensor, Tensor> op)
        {
            var x = FeatureMap.Random(shape, 1).ToTensor().requires_grad_();
            var p = PropagationWeights.Random(Connection.ThreeWay, shape, 2).ToTensor().requires_grad_();
            var y = op(x, p);
            y.mul(g).sum().backward();
            return [y.ToFeatureMap().Values, x.grad!.ToFeatureMap().Values, p.grad!.ToFeatureMap().Values];
        }

        var ours = Results((x, p) => TorchPropagation.Propagate(x, p, Connection.ThreeWay));
        foreach (var (expected, actual) in ours.Zip(Results(TorchOperations.Propagate)))
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
