using Spn.Tests.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>
/// From a tensor's shape, type and strides to the CUDA kernels, through a double of the driver that runs them on host memory: so tensors
/// of the CPU take the place of a device's. What only a GPU has (streams, contexts, torch's allocator) is not tested here.
/// </summary>
[Collection(CudaDriverCollection.Name)]
public class CudaTensorsTests(CudaDouble driver)
{
    static CudaTensorsTests() => TorchLibrary.Load();

    [DoubleFact]
    public void Results_and_gradients_equal_the_reference_in_every_layout_without_a_copy()
    {
        driver.Use();
        var kernels = new CudaTensors(0);
        var random = new Random(1);
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            foreach (var shared in new[] { false, true })
                foreach (var direction in new Direction?[] { null, Direction.RightToLeft, Direction.TopToBottom })
                    foreach (var arrangement in Enum.GetValues<Arrangement>())
                    {
                        using var scope = NewDisposeScope();
                        var c = new TensorCase(new(connection, new(2, 3, 7, 12), shared, default, random.Next()), normalisation: Normalisation.Clip);
                        var call = PropagationCall.Of(connection, direction, Normalisation.Clip, 0);
                        var x = TensorCase.Arrange(c.X.ToTensor(), arrangement);
                        var p = TensorCase.Arrange(c.Weights.ToTensor(), arrangement);
                        var g = TensorCase.Arrange(c.Gradient.ToTensor(), arrangement);
                        Assert.Same(x, kernels.Ready(x));
                        foreach (var keep in new[] { true, false })
                        {
                            var forward = kernels.Forward(call, new(x, p, null), keep);
                            Assert.Equal(keep && direction is null, forward.Kept is not null);
                            var backward = kernels.Backward(call, new(x, p, null), forward.Winner, forward.Kept, g);
                            var expected = c.Reference(direction);
                            Near.Assert_near(Output(c, direction), TensorCase.Values(forward.Output), 1e-5);
                            Near.Assert_near(expected.Input.Values, TensorCase.Values(backward.Input), 1e-5);
                            Near.Assert_near(expected.Weights.Values, TensorCase.Values(backward.Weights), 1e-5);
                        }
                    }
    }

    [DoubleFact]
    public void The_constraint_equals_the_reference_in_every_layout()
    {
        driver.Use();
        var kernels = new CudaTensors(0);
        foreach (var arrangement in Enum.GetValues<Arrangement>())
        {
            using var scope = NewDisposeScope();
            var c = new TensorCase(new PropagationCase(Connection.ThreeWay, new MapShape(2, 3, 7, 12), false, default, 5), normalisation: Normalisation.Clip);
            var g = PropagationWeights.Random(Connection.ThreeWay, c.Weights.Shape, 6);
            var p = TensorCase.Arrange(c.Weights.ToTensor(), arrangement);
            var call = PropagationCall.Of(c.Connection, null, Normalisation.Clip, 0);
            Near.Assert_near(
                Reference.Normalise(ReferenceWeights.From(c.Weights)).Values, TensorCase.Values(kernels.Normalise(call, p)), 1e-6);
            Near.Assert_near(
                Reference.NormaliseBackward(ReferenceWeights.From(c.Weights), ReferenceWeights.From(g)).Values,
                TensorCase.Values(kernels.NormaliseBackward(call, p, TensorCase.Arrange(g.ToTensor(), arrangement))), 1e-5);
        }
    }

    [DoubleFact]
    public void Half_precision_keeps_its_type()
    {
        driver.Use();
        var kernels = new CudaTensors(0);
        var c = new TensorCase(new PropagationCase(Connection.ThreeWay, new MapShape(2, 3, 7, 12), true, default, 7), normalisation: Normalisation.Clip);
        foreach (var (type, tolerance) in new[] { (ScalarType.Float16, 1e-3), (ScalarType.BFloat16, 1e-2) })
        {
            using var scope = NewDisposeScope();
            var call = PropagationCall.Of(c.Connection, null, Normalisation.Clip, 0);
            var (x, p) = (c.X.ToTensor().to(type), c.Weights.ToTensor().to(type));
            var forward = kernels.Forward(call, new(x, p, null), keep: true);
            var backward = kernels.Backward(call, new(x, p, null), forward.Winner, forward.Kept, c.Gradient.ToTensor().to(type));
            Assert.All([forward.Output, backward.Input, backward.Weights], tensor => Assert.Equal(type, tensor.dtype));
            Near.Assert_near(Output(c, null), TensorCase.Values(forward.Output), tolerance);
        }
    }

    private static double[] Output(TensorCase c, Direction? direction)
    {
        var (x, p) = (ReferenceMap.From(c.X), ReferenceWeights.From(c.Weights));
        return direction is { } only ? Reference.Scan(x, p, only).Values : Reference.Forward(x, p).Output.Values;
    }
}
