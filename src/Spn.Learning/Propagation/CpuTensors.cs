using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>float32 on the CPU: the SIMD kernels, on the tensors' own memory, on as many threads as torch has.</summary>
internal sealed unsafe class CpuTensors : TensorKernels
{
    public static CpuTensors Instance { get; } = new();

    public override PropagationForward Forward(PropagationCall call, PropagationInputs inputs, bool keep)
    {
        var (problem, x) = (Problem(call, inputs), inputs.X);
        var output = Like(x);
        var winner = call.Direction is null ? torch.empty(x.shape, ScalarType.Byte, CPU) : null;
        var kept = keep ? torch.empty(CpuPropagation.KeptLength(problem.Map), ScalarType.Float32, CPU) : null;
        CpuPropagation.Forward(problem, Floats(output), Bytes(winner), Floats(kept), get_num_threads());
        return new PropagationForward(output, winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, PropagationInputs inputs, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var problem = Problem(call, inputs);
        var gradient = new PropagationBackward(
            Like(inputs.X), LikeWeights(inputs.Weights, call), inputs.InputGate is null ? null : LikeWeights(inputs.InputGate, call));
        CpuPropagation.Backward(
            problem, Floats(kept), Floats(gradOutput), Bytes(winner), Floats(gradient.Input), Floats(gradient.Weights),
            Floats(gradient.InputGate), get_num_threads());
        return gradient;
    }

    public override Tensor Normalise(PropagationCall call, Tensor weights)
    {
        var normalised = LikeNormalised(call, weights);
        NormaliseTeam.Run(Weights(call, weights, null, normalised), get_num_threads());
        return normalised;
    }

    public override Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised)
    {
        var gradient = Like(weights);
        NormaliseTeam.Run(Weights(call, weights, gradNormalised, gradient), get_num_threads());
        return gradient;
    }

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
