using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>float64 on the CPU: <see cref="Reference"/>, plain loops on copies. Slow, and exact enough for finite differences.</summary>
internal sealed class ReferenceTensors : TensorKernels
{
    public static ReferenceTensors Instance { get; } = new();

    public override PropagationForward Forward(PropagationCall call, PropagationInputs inputs, bool keep)
    {
        var (x, map, p) = (inputs.X, Map(inputs.X), Weights(call, inputs));
        if (call.Direction is { } direction)
            return new PropagationForward(
                Tensor(Reference.Scan(map, p, direction, call.Normalisation, call.Chunk).Values, x), null, null);
        var result = Reference.Forward(map, p, call.Normalisation, call.Chunk);
        var winner = TensorMemory.FromArray(result.Winner.Values, ScalarType.Byte, x.shape);
        return new PropagationForward(Tensor(result.Output.Values, x), winner, null);
    }

    public override PropagationBackward Backward(
        PropagationCall call, PropagationInputs inputs, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var (map, p, reaching) = (Map(inputs.X), Weights(call, inputs), Map(gradOutput));
        DirectionMap Winner() => new(map.Shape, TensorMemory.ToArray<byte>(winner!));
        var gradient = call.Direction is { } direction
            ? Reference.ScanBackward(map, p, direction, reaching, call.Normalisation, call.Chunk)
            : Reference.Backward(map, p, Winner(), reaching, call.Normalisation, call.Chunk);
        return new PropagationBackward(
            Tensor(gradient.Input.Values, inputs.X), Tensor(gradient.Weights.Values, inputs.Weights),
            inputs.InputGate is null ? null : Tensor(gradient.Weights.InputGate!.Values, inputs.InputGate));
    }

    public override Tensor Normalise(PropagationCall call, Tensor weights)
    {
        var normalised = Reference.Normalise(Weights(call, weights), call.Normalisation, call.Chunk).Values;
        using var like = LikeNormalised(call, weights);
        return Tensor(normalised, like);
    }

    public override Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised)
    {
        var p = Weights(call, weights);
        var q = new ReferenceWeights(call.Connection, p.Shape, TensorMemory.ToArray<double>(gradNormalised));
        return Tensor(Reference.NormaliseBackward(p, q, call.Normalisation, call.Chunk).Values, weights);
    }

    private static ReferenceMap Map(Tensor x) => new(TensorShapes.OfMap(x, nameof(x)), TensorMemory.ToArray<double>(x));

    private static ReferenceWeights Weights(PropagationCall call, Tensor weights, Tensor? inputGate = null) =>
        new(call.Connection, TensorShapes.OfWeights(weights, call, nameof(weights)), TensorMemory.ToArray<double>(weights),
            call.Normalisation == Normalisation.Gate)
        {
            InputGate = inputGate is null ? null : Map(inputGate),
        };

    private static ReferenceWeights Weights(PropagationCall call, PropagationInputs inputs) =>
        Weights(call, inputs.Weights, inputs.InputGate);

    private static Tensor Tensor(double[] values, Tensor like) => TensorMemory.FromArray(values, ScalarType.Float64, like.shape);
}
