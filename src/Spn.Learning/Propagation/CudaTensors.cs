using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// float32 on one CUDA device: the CUDA kernels, on the tensors' device pointers with their strides. All runs on the legacy default stream,
/// as torch's work does unless told otherwise (TorchSharp cannot tell it): so launches of both are done in the order in which they are
/// called, and memory that torch's allocator hands on is not written before the op has read it.
/// </summary>
internal sealed class CudaTensors : TensorKernels
{
    private const nint LegacyDefaultStream = 0;

    private static readonly ConcurrentDictionary<int, Lazy<CudaTensors>> Devices = new();

    // All calls share the scratch memory, which is right as long as they follow one another on the stream.
    private readonly Lock _gate = new();
    private readonly CudaWorkspace _workspace;

    internal CudaTensors(int ordinal) => _workspace = new CudaWorkspace(Cuda.Device(ordinal));

    /// <summary>Those of a device, by torch's number for it, which is the driver's: both count what CUDA_VISIBLE_DEVICES shows.</summary>
    public static CudaTensors Of(int ordinal) =>
        Devices.GetOrAdd(ordinal, static number => new Lazy<CudaTensors>(() => new CudaTensors(number))).Value;

    public override Tensor Ready(Tensor tensor) => tensor;

    public override PropagationForward Forward(PropagationCall call, PropagationInputs inputs, bool keep)
    {
        var (x, weights, output) = (Map(inputs.X), Weights(call, inputs.Weights, inputs.InputGate), Like(inputs.X));
        if (call.Direction is { } direction)
        {
            lock (_gate)
                CudaPropagation.Scan(x, weights, direction, Map(output), Call(call));
            return new PropagationForward(output, null, null);
        }

        var winner = torch.empty(output.shape, ScalarType.Byte, output.device);
        var kept = keep ? torch.empty([4, .. output.shape], ScalarType.Float32, output.device) : null;
        lock (_gate)
            CudaPropagation.Forward(x, weights, Result(output, winner, kept), Call(call));
        return new PropagationForward(output, winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, PropagationInputs inputs, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var (x, weights, reaching) = (Map(inputs.X), Weights(call, inputs.Weights, inputs.InputGate), Map(gradOutput));
        var gate = inputs.InputGate is null ? null : LikeWeights(inputs.InputGate, call);
        var gradient = new PropagationBackward(Like(inputs.X), LikeWeights(inputs.Weights, call), gate);
        var to = new CudaGradient(Map(gradient.Input), Weights(call, gradient.Weights, gate));
        lock (_gate)
        {
            if (call.Direction is { } direction)
                CudaPropagation.ScanBackward(x, weights, direction, reaching, to, Call(call));
            else
                CudaPropagation.Backward(x, weights, Result(gradient.Input, winner!, kept), reaching, to, Call(call));
        }

        return gradient;
    }

    public override Tensor Normalise(PropagationCall call, Tensor weights)
    {
        var normalised = LikeNormalised(call, weights);
        lock (_gate)
            CudaPropagation.Normalise(Weights(call, weights, null), Normalised(call, normalised), Call(call));
        return normalised;
    }

    public override Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised)
    {
        var gradient = Like(weights);
        lock (_gate)
            CudaPropagation.NormaliseBackward(
                Weights(call, weights, null), Normalised(call, gradNormalised), Weights(call, gradient, null), Call(call));
        return gradient;
    }

    private CudaCall Call(PropagationCall call) => new(_workspace, LegacyDefaultStream, call.Normalisation, call.Chunk);

    private static CudaResult Result(Tensor output, Tensor winner, Tensor? kept) =>
        new(Map(output), TensorMemory.Address(winner), kept is null ? 0 : TensorMemory.Address(kept));

    private static CudaMap Map(Tensor x)
    {
        var stride = Strides(x);
        return new CudaMap(TensorMemory.Address(x), TensorShapes.OfMap(x, nameof(x)), stride[0], stride[1], (int)stride[2], (int)stride[3]);
    }

    private static CudaWeights Weights(PropagationCall call, Tensor weights, Tensor? inputGate)
    {
        var shape = TensorShapes.OfWeights(weights, call, nameof(weights));
        return Weights(weights, call.Connection, shape, call.Maps) with
        {
            IsGated = call.Normalisation == Normalisation.Gate,
            InputGate = inputGate is null
                ? null
                : Weights(inputGate, Connection.OneWay, TensorShapes.OfWeights(inputGate, Connection.OneWay, nameof(inputGate)), maps: 1),
        };
    }

    private static CudaWeights Normalised(PropagationCall call, Tensor weights) =>
        Weights(weights, call.Connection, TensorShapes.OfWeights(weights, call.Connection, nameof(weights)), (int)call.Connection);

    /// <summary>The axis 4·K·C of the tensor is three axes of the weights.</summary>
    private static CudaWeights Weights(Tensor weights, Connection connection, MapShape shape, int maps)
    {
        var stride = Strides(weights);
        var neighbour = shape.Channels * stride[1];
        return new CudaWeights(
            TensorMemory.Address(weights), connection, shape,
            stride[0], maps * neighbour, neighbour, stride[1], (int)stride[2], (int)stride[3]);
    }

    private static long[] Strides(Tensor tensor)
    {
        var stride = tensor.stride();
        return stride[2] <= int.MaxValue && stride[3] <= int.MaxValue
            ? stride
            : throw new ArgumentException(
                $"expected rows and columns at most {int.MaxValue} elements apart, got {stride[2]} and {stride[3]}; "
                + "make the tensor contiguous.");
    }
}
