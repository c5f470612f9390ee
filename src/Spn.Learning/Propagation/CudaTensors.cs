using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// float32, float16 and bfloat16 on one CUDA device: the CUDA kernels, on the tensors' device pointers with their strides. All runs on the
/// legacy default stream, as torch's work does unless told otherwise (TorchSharp cannot tell it): so launches of both are done in the order
/// in which they are called, and memory that torch's allocator hands on is not written before the op has read it.
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
        var (x, to, output) = (inputs.X, Call(call, inputs), Like(inputs.X));
        if (call.Direction is { } direction)
        {
            lock (_gate)
                CudaPropagation.Scan(Map(x), Weights(call.Connection, inputs.Weights), direction, Map(output), to);
            return new PropagationForward(output, null, null);
        }

        var winner = torch.empty(x.shape, ScalarType.Byte, x.device);
        var kept = keep ? torch.empty([4, .. x.shape], ScalarType.Float32, x.device) : null;
        lock (_gate)
            CudaPropagation.Forward(Map(x), Weights(call.Connection, inputs.Weights), Result(output, winner, kept), to);
        return new PropagationForward(output, winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, PropagationInputs inputs, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var gradient = new PropagationBackward(Like(inputs.X), LikeWeights(inputs.Weights, call), null);
        var (map, p, reaching) = (Map(inputs.X), Weights(call.Connection, inputs.Weights), Map(gradOutput));
        var to = new CudaGradient(Map(gradient.Input), Weights(call.Connection, gradient.Weights));
        lock (_gate)
        {
            if (call.Direction is { } direction)
                CudaPropagation.ScanBackward(map, p, direction, reaching, to, Call(call, inputs));
            else
                CudaPropagation.Backward(map, p, Result(gradient.Input, winner!, kept), reaching, to, Call(call, inputs));
        }

        return gradient;
    }

    public override Tensor Normalise(PropagationCall call, Tensor weights)
    {
        ExpectClip(call);
        var normalised = LikeNormalised(call, weights);
        lock (_gate)
            CudaPropagation.Constrain(
                Weights(call.Connection, weights), Weights(call.Connection, normalised), new CudaCall(_workspace, LegacyDefaultStream));
        return normalised;
    }

    public override Tensor NormaliseBackward(PropagationCall call, Tensor weights, Tensor gradNormalised)
    {
        var gradient = Like(weights);
        lock (_gate)
            CudaPropagation.ConstrainBackward(
                Weights(call.Connection, weights), Weights(call.Connection, gradNormalised), Weights(call.Connection, gradient),
                new CudaCall(_workspace, LegacyDefaultStream));
        return gradient;
    }

    /// <summary>The call, for what there is so far.</summary>
    private CudaCall Call(PropagationCall call, PropagationInputs inputs)
    {
        if (call.Normalisation != Normalisation.Raw)
            ExpectClip(call);
        if (call.Chunk != 0 || inputs.InputGate is not null)
            throw new NotSupportedException("expected no chunk and no input gate, which CUDA tensors do not have so far; move them to the CPU.");
        return new(_workspace, LegacyDefaultStream, call.Normalisation);
    }

    private static void ExpectClip(PropagationCall call)
    {
        if (call.Normalisation != Normalisation.Clip || call.Chunk != 0)
            throw new NotSupportedException(
                "expected the normalisation clip and no chunk, which is what CUDA tensors have so far; move them to the CPU.");
    }

    private static CudaResult Result(Tensor output, Tensor winner, Tensor? kept) =>
        new(Map(output), TensorMemory.Address(winner), kept is null ? 0 : TensorMemory.Address(kept));

    private static CudaMap Map(Tensor x)
    {
        var stride = Strides(x);
        return new CudaMap(
            TensorMemory.Address(x), Element(x), TensorShapes.OfMap(x, nameof(x)), stride[0], stride[1], (int)stride[2], (int)stride[3]);
    }

    /// <summary>The axis 4·K·C of the tensor is three axes of the weights.</summary>
    private static CudaWeights Weights(Connection connection, Tensor weights)
    {
        var (stride, shape) = (Strides(weights), TensorShapes.OfWeights(weights, connection, nameof(weights)));
        var neighbour = shape.Channels * stride[1];
        return new CudaWeights(
            TensorMemory.Address(weights), Element(weights), connection, shape,
            stride[0], (int)connection * neighbour, neighbour, stride[1], (int)stride[2], (int)stride[3]);
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

    private static CudaElement Element(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float16 => CudaElement.Float16,
        ScalarType.BFloat16 => CudaElement.BFloat16,
        _ => CudaElement.Float32,
    };
}
