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
                        var c = new TensorCase(
                            new(connection, new(2, 3, 7, 12), shared, default, random.Next()), normalisation: Normalisation.Clip);
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
            var c = new TensorCase(new(Connection.ThreeWay, new(2, 3, 7, 12), false, default, 5), normalisation: Normalisation.Clip);
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
    public void Every_normalisation_with_chunks_and_input_gates_equals_the_reference()
    {
        driver.Use();
        var (kernels, truth) = (new CudaTensors(0), ReferenceTensors.Instance);
        foreach (var normalisation in Normalisations.All)
            foreach (var (connection, channels, chunk, gates) in new[]
            {
                (Connection.ThreeWay, 3, 0, 3), (Connection.ThreeWay, 1, 5, 1), (Connection.OneWay, 3, 4, 0),
            }.Where(kind => (kind.Item1, normalisation) != (Connection.OneWay, Normalisation.RowStochastic))) // whose gradient is zero
                foreach (var direction in new Direction?[] { null, Direction.BottomToTop })
                {
                    using var scope = NewDisposeScope();
                    var call = PropagationCall.Of(connection, direction, normalisation, chunk);
                    Tensor Random(long planes, int seed) => FeatureMap.Random(new MapShape(2, (int)planes, 7, 12), seed).ToTensor();
                    var inputs = new PropagationInputs(
                        Random(3, 1), Random(4 * call.Maps * channels, 2), gates == 0 ? null : Random(4 * gates, 3));
                    var exact = new PropagationInputs(
                        inputs.X.to(ScalarType.Float64), inputs.Weights.to(ScalarType.Float64), inputs.InputGate?.to(ScalarType.Float64));
                    var g = Random(3, 4);
                    var (expected, forward) = (truth.Forward(call, exact, keep: true), kernels.Forward(call, inputs, keep: true));
                    Near.Assert_near(TensorCase.Values(expected.Output), TensorCase.Values(forward.Output), 1e-5);
                    var wanted = truth.Backward(call, exact, forward.Winner, expected.Kept, g.to(ScalarType.Float64));
                    var backward = kernels.Backward(call, inputs, forward.Winner, forward.Kept, g);
                    Near.Assert_near(TensorCase.Values(wanted.Input), TensorCase.Values(backward.Input), 1e-5);
                    Near.Assert_near(TensorCase.Values(wanted.Weights), TensorCase.Values(backward.Weights), 1e-5);
                    Assert.Equal(gates == 0, backward.InputGate is null);
                    if (backward.InputGate is { } gate)
                        Near.Assert_near(TensorCase.Values(wanted.InputGate!), TensorCase.Values(gate), 1e-5);
                    var (q, used) = (truth.Normalise(call, exact.Weights), kernels.Normalise(call, inputs.Weights));
                    Near.Assert_near(TensorCase.Values(q), TensorCase.Values(used), 1e-5);
                }
    }

    private static double[] Output(TensorCase c, Direction? direction)
    {
        var (x, p) = (ReferenceMap.From(c.X), ReferenceWeights.From(c.Weights));
        return direction is { } only ? Reference.Scan(x, p, only).Values : Reference.Forward(x, p).Output.Values;
    }
}
