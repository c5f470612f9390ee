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

    public override PropagationForward Forward(PropagationCall call, Tensor x, Tensor weights, bool keep)
    {
        var output = Like(x);
        if (call.Direction is { } direction)
        {
            lock (_gate)
                CudaPropagation.Scan(Map(x), Weights(call.Connection, weights), direction, Map(output), Call(call.Stabilize));
            return new PropagationForward(output, null, null);
        }

        var winner = torch.empty(x.shape, ScalarType.Byte, x.device);
        var kept = keep ? torch.empty([4, .. x.shape], ScalarType.Float32, x.device) : null;
        lock (_gate)
            CudaPropagation.Forward(Map(x), Weights(call.Connection, weights), Result(output, winner, kept), Call(call.Stabilize));
        return new PropagationForward(output, winner, kept);
    }

    public override PropagationBackward Backward(
        PropagationCall call, Tensor x, Tensor weights, Tensor? winner, Tensor? kept, Tensor gradOutput)
    {
        var gradient = new PropagationBackward(Like(x), LikeWeights(weights, call));
        var (map, p, reaching) = (Map(x), Weights(call.Connection, weights), Map(gradOutput));
        var to = new CudaGradient(Map(gradient.Input), Weights(call.Connection, gradient.Weights));
        lock (_gate)
        {
            if (call.Direction is { } direction)
                CudaPropagation.ScanBackward(map, p, direction, reaching, to, Call(call.Stabilize));
            else
                CudaPropagation.Backward(map, p, Result(gradient.Input, winner!, kept), reaching, to, Call(call.Stabilize));
        }

        return gradient;
    }

    public override Tensor Constrain(Connection connection, Tensor weights)
    {
        var constrained = Like(weights);
        lock (_gate)
            CudaPropagation.Constrain(Weights(connection, weights), Weights(connection, constrained), Call(stabilize: true));
        return constrained;
    }

    public override Tensor ConstrainBackward(Connection connection, Tensor weights, Tensor gradConstrained)
    {
        var gradient = Like(weights);
        lock (_gate)
            CudaPropagation.ConstrainBackward(
                Weights(connection, weights), Weights(connection, gradConstrained), Weights(connection, gradient), Call(stabilize: true));
        return gradient;
    }

    private CudaCall Call(bool stabilize) => new(_workspace, LegacyDefaultStream, stabilize);

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
