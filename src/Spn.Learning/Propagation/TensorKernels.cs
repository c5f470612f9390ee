using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>What a call of the op is told beside its tensors.</summary>
/// <param name="Connection">One-way or three-way.</param>
/// <param name="Direction">The one direction to scan in; null for all four and their maximum.</param>
/// <param name="Normalisation">How the weights are normalised first.</param>
/// <param name="Chunk">Lines of a chunk; 0 for whole scans.</param>
internal sealed record PropagationCall(Connection Connection, Direction? Direction, Normalisation Normalisation, int Chunk)
{
    /// <summary>Checked.</summary>
    public static PropagationCall Of(Connection connection, Direction? direction, Normalisation normalisation, int chunk)
    {
        if (direction is { } one)
            Expect.Index((int)one, 4, nameof(direction));
        Normalisations.CheckChunk(chunk, nameof(chunk));
        return new(TensorShapes.Known(connection), direction, Normalisations.Known(normalisation), chunk);
    }

    /// <summary>Maps of a direction: K, or K + 1 of a gate.</summary>
    public int Maps => Normalisation.Maps(Connection);
}

/// <summary>The tensors that a call reads.</summary>
/// <param name="X">N×C×H×W.</param>
/// <param name="Weights">N×(4·K·C)×H×W, or N×(4·K)×H×W; K + 1 for K where there is a gate.</param>
/// <param name="InputGate">λ, N×(4·C)×H×W or N×4×H×W; null where there is none.</param>
internal sealed record PropagationInputs(Tensor X, Tensor Weights, Tensor? InputGate);

/// <summary>What a forward gives.</summary>
/// <param name="Output">N×C×H×W.</param>
/// <param name="Winner">The direction that won at each element, as bytes; null for one scan.</param>
/// <param name="Kept">Hidden values that save the backward work; null where nothing is kept.</param>
internal sealed record PropagationForward(Tensor Output, Tensor? Winner, Tensor? Kept);

/// <summary>What a backward gives.</summary>
/// <param name="Input">The gradient with respect to x.</param>
/// <param name="Weights">The gradient with respect to the weights as given.</param>
/// <param name="InputGate">The gradient with respect to the input gate; null where there is none.</param>
internal sealed record PropagationBackward(Tensor Input, Tensor Weights, Tensor? InputGate);

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
    /// <param name="inputs">From what.</param>
    /// <param name="keep">Whether a backward will follow.</param>
    public abstract PropagationForward Forward(PropagationCall call, PropagationInputs inputs, bool keep);

    /// <summary>Its backward.</summary>
    public abstract PropagationBackward Backward(
        PropagationCall call, PropagationInputs inputs, Tensor? winner, Tensor? kept, Tensor gradOutput);

    /// <summary>The normalised weights, of K maps a direction.</summary>
    public abstract Tensor Normalise(PropagationCall call, Tensor weights);

    /// <summary>The gradient with respect to the raw weights.</summary>
    public abstract Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised);

    /// <summary>A contiguous tensor for normalised weights, not filled.</summary>
    protected static Tensor LikeNormalised(PropagationCall call, Tensor weights)
    {
        var shape = weights.shape;
        return torch.empty([shape[0], shape[1] / call.Maps * (int)call.Connection, shape[2], shape[3]], weights.dtype, weights.device);
    }

    /// <summary>A contiguous tensor of the shape, type and device of another, not filled.</summary>
    protected static Tensor Like(Tensor tensor) => torch.empty(tensor.shape, tensor.dtype, tensor.device);

    /// <summary>
    /// The same for gradients of weights, filled with zeros where one scan leaves those of the other directions as they are.
    /// </summary>
    protected static Tensor LikeWeights(Tensor weights, PropagationCall call) =>
        call.Direction is null ? Like(weights) : torch.zeros(weights.shape, weights.dtype, weights.device);
}
