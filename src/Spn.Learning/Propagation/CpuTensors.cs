using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// float32 on the CPU: the SIMD kernels, on the tensors' own memory or, of <c>channels_last</c>, on planes turned from it, on as many
/// threads as torch has. Results lie as what they belong to: the output as x, a gradient as its tensor.
/// </summary>
internal sealed unsafe class CpuTensors : TensorKernels
{
    public static CpuTensors Instance { get; } = new();

    public override Tensor Ready(Tensor tensor) => ChannelsLast.Is(tensor) ? tensor : tensor.contiguous();

    public override PropagationForward Forward(PropagationCall call, PropagationInputs given, bool keep)
    {
        var inputs = Planes(given);
        var (problem, x) = (Problem(call, inputs), inputs.X);
        var output = Like(x);
        var winner = call.Direction is null ? torch.empty(x.shape, ScalarType.Byte, CPU) : null;
        var kept = keep ? torch.empty(CpuPropagation.KeptLength(problem.Map), ScalarType.Float32, CPU) : null;
        CpuPropagation.Forward(problem, Floats(output), Bytes(winner), Floats(kept), get_num_threads());
        return new PropagationForward(ChannelsLast.Like(given.X, output), winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, PropagationInputs given, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var inputs = Planes(given);
        var problem = Problem(call, inputs);
        var gradient = new PropagationBackward(
            Like(inputs.X), LikeWeights(inputs.Weights, call), inputs.InputGate is null ? null : LikeWeights(inputs.InputGate, call));
        CpuPropagation.Backward(
            problem, Floats(kept), Floats(ChannelsLast.Planes(gradOutput)), Bytes(winner), Floats(gradient.Input), Floats(gradient.Weights),
            Floats(gradient.InputGate), get_num_threads());
        return new PropagationBackward(
            ChannelsLast.Like(given.X, gradient.Input), ChannelsLast.Like(given.Weights, gradient.Weights),
            gradient.InputGate is null ? null : ChannelsLast.Like(given.InputGate!, gradient.InputGate));
    }

    public override Tensor Normalise(PropagationCall call, Tensor weights)
    {
        var normalised = LikeNormalised(call, weights);
        NormaliseTeam.Run(Weights(call, ChannelsLast.Planes(weights), null, normalised), get_num_threads());
        return ChannelsLast.Like(weights, normalised);
    }

    public override Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised)
    {
        var gradient = Like(weights);
        NormaliseTeam.Run(
            Weights(call, ChannelsLast.Planes(weights), ChannelsLast.Planes(gradNormalised), gradient), get_num_threads());
        return ChannelsLast.Like(weights, gradient);
    }

    private static PropagationInputs Planes(PropagationInputs given) => new(
        ChannelsLast.Planes(given.X), ChannelsLast.Planes(given.Weights),
        given.InputGate is null ? null : ChannelsLast.Planes(given.InputGate));

    private static NormaliseProblem Weights(PropagationCall call, Tensor weights, Tensor? gradient, Tensor target) => new()
    {
        Connection = call.Connection, Shape = Shape(call, weights), Normalisation = call.Normalisation, Chunk = call.Chunk,
        P = Floats(weights), Gradient = Floats(gradient), Target = Floats(target),
    };

    private static CpuProblem Problem(PropagationCall call, PropagationInputs inputs)
    {
        var problem = CpuProblem.Of(
            TensorShapes.OfMap(inputs.X, "x"), call.Connection, Shape(call, inputs.Weights), call.Normalisation, call.Direction);
        problem.X = Floats(inputs.X);
        problem.P = Floats(inputs.Weights);
        problem.Gate = Floats(inputs.InputGate);
        problem.GateChannels = (int)(inputs.InputGate?.shape[1] ?? 0) / 4;
        problem.Chunk = call.Chunk;
        return problem;
    }

    private static MapShape Shape(PropagationCall call, Tensor weights) => TensorShapes.OfWeights(weights, call, nameof(weights));

    private static float* Floats(Tensor? tensor) => tensor is null ? null : (float*)TensorMemory.Address(tensor);

    private static byte* Bytes(Tensor? tensor) => tensor is null ? null : (byte*)TensorMemory.Address(tensor);
}
