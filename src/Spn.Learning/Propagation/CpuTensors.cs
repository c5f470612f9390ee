using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>float32 on the CPU: the SIMD kernels, on the tensors' own memory, on as many threads as torch has.</summary>
internal sealed unsafe class CpuTensors : TensorKernels
{
    public static CpuTensors Instance { get; } = new();

    public override PropagationForward Forward(PropagationCall call, Tensor x, Tensor weights, bool keep)
    {
        var problem = Problem(call, x, weights);
        var output = Like(x);
        var winner = call.Direction is null ? torch.empty(x.shape, ScalarType.Byte, CPU) : null;
        var kept = keep ? torch.empty(CpuPropagation.KeptLength(problem.Map), ScalarType.Float32, CPU) : null;
        CpuPropagation.Forward(problem, Floats(output), Bytes(winner), Floats(kept), get_num_threads());
        return new PropagationForward(output, winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, Tensor x, Tensor weights, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var problem = Problem(call, x, weights);
        var gradient = new PropagationBackward(Like(x), LikeWeights(weights, call));
        CpuPropagation.Backward(
            problem, Floats(kept), Floats(gradOutput), Bytes(winner), Floats(gradient.Input), Floats(gradient.Weights), get_num_threads());
        return gradient;
    }

    public override Tensor Constrain(Connection connection, Tensor weights)
    {
        var constrained = Like(weights);
        CpuPropagation.Constrain(connection, Shape(connection, weights), Floats(weights), Floats(constrained), get_num_threads());
        return constrained;
    }

    public override Tensor ConstrainBackward(Connection connection, Tensor weights, Tensor gradConstrained)
    {
        var gradient = Like(weights);
        CpuPropagation.ConstrainBackward(
            connection, Shape(connection, weights), Floats(weights), Floats(gradConstrained), Floats(gradient), get_num_threads());
        return gradient;
    }

    private static CpuProblem Problem(PropagationCall call, Tensor x, Tensor weights)
    {
        var problem = CpuProblem.Of(
            TensorShapes.OfMap(x, nameof(x)), call.Connection, Shape(call.Connection, weights), call.Stabilize, call.Direction);
        problem.X = Floats(x);
        problem.P = Floats(weights);
        return problem;
    }

    private static MapShape Shape(Connection connection, Tensor weights) => TensorShapes.OfWeights(weights, connection, nameof(weights));

    private static float* Floats(Tensor? tensor) => tensor is null ? null : (float*)TensorMemory.Address(tensor);

    private static byte* Bytes(Tensor? tensor) => tensor is null ? null : (byte*)TensorMemory.Address(tensor);
}
