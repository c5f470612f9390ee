using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>What a call of the op is told beside its tensors.</summary>
/// <param name="Connection">One-way or three-way.</param>
/// <param name="Direction">The one direction to scan in; null for all four and their maximum.</param>
/// <param name="Stabilize">Whether the weights go through the constraint first.</param>
internal sealed record PropagationCall(Connection Connection, Direction? Direction, bool Stabilize);

/// <summary>What a forward gives.</summary>
/// <param name="Output">N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element, as bytes; null for one scan.</param>
/// <param name="Kept">Hidden values that save the backward work; null where nothing is kept.</param>
internal sealed record PropagationForward(Tensor Output, Tensor? Winner, Tensor? Kept);

/// <summary>What a backward gives.</summary>
/// <param name="Input">The gradient with respect to x.</param>
/// <param name="Weights">The gradient with respect to the weights as given.</param>
internal sealed record PropagationBackward(Tensor Input, Tensor Weights);

/// <summary>
/// The op on tensors of one kind: checked, not empty, of one type on one device, kept alive by the caller for as long as the call takes.
/// Results are new tensors outside any graph, for the caller to dispose.
/// </summary>
internal abstract class TensorKernels
{
    /// <summary>Those for a tensor's device and type.</summary>
    public static TensorKernels For(Tensor tensor) =>
        tensor.device_type == DeviceType.CUDA ? CudaTensors.Of(tensor.device_index)
        : tensor.dtype == ScalarType.Float64 ? ReferenceTensors.Instance
        : CpuTensors.Instance;

    /// <summary>A tensor in the layout that they read: contiguous, unless they take strides.</summary>
    public virtual Tensor Ready(Tensor tensor) => tensor.contiguous();

    /// <summary>One scan, or four and their maximum.</summary>
    /// <param name="call">How.</param>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×(4·K·C)×H×W, or N×(4·K)×H×W.</param>
    /// <param name="keep">Whether a backward will follow.</param>
    public abstract PropagationForward Forward(PropagationCall call, Tensor x, Tensor weights, bool keep);

    /// <summary>Its backward.</summary>
    public abstract PropagationBackward Backward(
        PropagationCall call, Tensor x, Tensor weights, Tensor? winner, Tensor? kept, Tensor gradOutput);

    /// <summary>The constrained weights.</summary>
    public abstract Tensor Constrain(Connection connection, Tensor weights);

    /// <summary>The gradient with respect to the raw weights.</summary>
    public abstract Tensor ConstrainBackward(Connection connection, Tensor weights, Tensor gradConstrained);

    /// <summary>A contiguous tensor of the shape, type and device of another, not filled.</summary>
    protected static Tensor Like(Tensor tensor) => torch.empty(tensor.shape, tensor.dtype, tensor.device);

    /// <summary>
    /// The same for gradients of weights, filled with zeros where one scan leaves those of the other directions as they are.
    /// </summary>
    protected static Tensor LikeWeights(Tensor weights, PropagationCall call) =>
        call.Direction is null ? Like(weights) : torch.zeros(weights.shape, weights.dtype, weights.device);
}
