using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>float64 on the CPU: <see cref="Reference"/>, plain loops on copies. Slow, and exact enough for finite differences.</summary>
internal sealed class ReferenceTensors : TensorKernels
{
    public static ReferenceTensors Instance { get; } = new();

    public override PropagationForward Forward(PropagationCall call, Tensor x, Tensor weights, bool keep)
    {
        var (map, p) = (Map(x), Weights(call.Connection, weights));
        if (call.Direction is { } direction)
            return new PropagationForward(Tensor(Reference.Scan(map, p, direction, call.Stabilize).Values, x), null, null);
        var result = Reference.Forward(map, p, call.Stabilize);
        var winner = TensorMemory.FromArray(result.Winner.Values, ScalarType.Byte, x.shape);
        return new PropagationForward(Tensor(result.Output.Values, x), winner, null);
    }

    public override PropagationBackward Backward(
        PropagationCall call, Tensor x, Tensor weights, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var (map, p, reaching) = (Map(x), Weights(call.Connection, weights), Map(gradOutput));
        var gradient = call.Direction is { } direction
            ? Reference.ScanBackward(map, p, direction, reaching, call.Stabilize)
            : Reference.Backward(map, p, new DirectionMap(map.Shape, TensorMemory.ToArray<byte>(winner!)), reaching, call.Stabilize);
        return new PropagationBackward(Tensor(gradient.Input.Values, x), Tensor(gradient.Weights.Values, weights));
    }

    public override Tensor Constrain(Connection connection, Tensor weights) =>
        Tensor(Reference.Constrain(Weights(connection, weights)).Values, weights);

    public override Tensor ConstrainBackward(Connection connection, Tensor weights, Tensor gradConstrained) =>
        Tensor(Reference.ConstrainBackward(Weights(connection, weights), Weights(connection, gradConstrained)).Values, weights);

    private static ReferenceMap Map(Tensor x) => new(TensorShapes.OfMap(x, nameof(x)), TensorMemory.ToArray<double>(x));

    private static ReferenceWeights Weights(Connection connection, Tensor weights) =>
        new(connection, TensorShapes.OfWeights(weights, connection, nameof(weights)), TensorMemory.ToArray<double>(weights));

    private static Tensor Tensor(double[] values, Tensor like) => TensorMemory.FromArray(values, ScalarType.Float64, like.shape);
}
