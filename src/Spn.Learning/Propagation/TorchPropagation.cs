using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// The linear propagation op on tensors, with its gradient: Eq. (9) with one-way and Eq. (10) with three-way weights. In one direction
/// <c>h_t = (1 − Σ_k p_k) x_t + Σ_k p_k h_{t−1,k}</c>, where k runs over the neighbours that exist and the first line is copied, h₁ = x₁.
/// It means what <see cref="Propagation"/> means.
/// </summary>
/// <remarks>
/// <para>
/// Shapes: x is N×C×H×W; weights are N×(4·K·C)×H×W in the order direction, neighbour, channel, as a convolution gives them, or N×(4·K)×H×W
/// where all channels share them. K is 3 or 1 (<see cref="Connection"/>). Directions are in the order of <see cref="Direction"/>;
/// neighbours by their index across the scan: smaller, same, larger. A weight stands at the receiving pixel; what stands where a
/// neighbour does not exist is never read, and its gradient is zero.
/// </para>
/// <para>
/// float32 is fast; float16 and bfloat16 are converted to float32, on the CPU and on a CUDA device alike, and rounded at the end; float64,
/// on the CPU alone, is <see cref="Reference"/>, slow, for checks of gradients. x and the weights are of one type and on one device.
/// Any strides. Results are contiguous; on the CPU, float64 aside, an output and the gradients lie in <c>channels_last</c> where x, or
/// the tensor that a gradient belongs to, does. A batch of 0 gives an empty result.
/// </para>
/// <para>
/// NaN and infinity are not searched for. There is no second derivative: a backward through a gradient that was made with
/// <c>create_graph</c> throws. x and the weights must not change in place between forward and backward; libtorch notices and throws.
/// </para>
/// </remarks>
public static class TorchPropagation
{
    /// <summary>
    /// Four scans and their node-wise maximum, N×C×H×W. On a tie the earlier direction wins and takes the whole gradient. NaN counts as
    /// larger than any number, and the earliest NaN wins, so that no NaN is lost in the maximum.
    /// </summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W, or N×(4·K)×H×W shared by all channels.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="normalisation">How the weights are normalised first; clipped by the constraint of Theorem 3 unless said otherwise.
    /// <see cref="Normalisation.Gate"/> takes N×(4·(K + 1)·C)×H×W.</param>
    /// <param name="chunk">Lines of a chunk (<see cref="PropagationOptions.Chunk"/>); 0 for whole scans.</param>
    /// <param name="inputGate">
    /// λ, N×(4·C)×H×W or N×4×H×W: h = λ ⊙ x + Σ q h (<see cref="PropagationWeights.InputGate"/>); null for none.
    /// </param>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit, or are none that the op takes.</exception>
    /// <exception cref="CudaException">The tensors are on a CUDA device, and the driver refuses or memory is short.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor Propagate(
        Tensor x, Tensor weights, Connection connection, Normalisation normalisation = Normalisation.Clip, int chunk = 0,
        Tensor? inputGate = null) =>
        Run(x, weights, inputGate, PropagationCall.Of(connection, null, normalisation, chunk));

    /// <summary>
    /// One scan: the hidden map of a direction, N×C×H×W. Only the weights of that direction are read; the gradient of the others is zero.
    /// </summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">Raw weights of all four directions, N×(4·K·C)×H×W, or N×(4·K)×H×W shared by all channels.</param>
    /// <param name="direction">The direction to scan in.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="normalisation">How the weights are normalised first; clipped by the constraint of Theorem 3 unless said otherwise.
    /// <see cref="Normalisation.Gate"/> takes N×(4·(K + 1)·C)×H×W.</param>
    /// <param name="chunk">Lines of a chunk (<see cref="PropagationOptions.Chunk"/>); 0 for whole scans.</param>
    /// <param name="inputGate">
    /// λ, N×(4·C)×H×W or N×4×H×W: h = λ ⊙ x + Σ q h (<see cref="PropagationWeights.InputGate"/>); null for none.
    /// </param>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit, or are none that the op takes.</exception>
    /// <exception cref="CudaException">The tensors are on a CUDA device, and the driver refuses or memory is short.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor Scan(
        Tensor x, Tensor weights, Direction direction, Connection connection, Normalisation normalisation = Normalisation.Clip,
        int chunk = 0, Tensor? inputGate = null) =>
        Run(x, weights, inputGate, PropagationCall.Of(connection, direction, normalisation, chunk));

    /// <summary>
    /// The stability constraint of Theorem 3: at each pixel, over the neighbours that exist, s = Σ|p|; where s &gt; 1, p becomes p / s.
    /// Absent neighbours come out as zero. In the backward the derivative of |p| at p = 0 counts as zero. <see cref="Stability"/> says
    /// what it gives.
    /// </summary>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W; any C.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <exception cref="ArgumentException">The shape, the type or the device is none that the op takes.</exception>
    /// <exception cref="CudaException">The tensor is on a CUDA device, and the driver refuses.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor Constrain(Tensor weights, Connection connection) => Normalise(weights, connection);

    /// <summary>
    /// The weights that the scans use, N×(4·K·C)×H×W: propagated with <see cref="Normalisation.Raw"/> they give what the raw ones give.
    /// Zero at absent neighbours, and on the first line of each chunk.
    /// </summary>
    /// <param name="weights">Raw weights, N×(4·K·C)×H×W, or N×(4·(K + 1)·C)×H×W of a gate; any C.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="normalisation">Which.</param>
    /// <param name="chunk">Lines of a chunk; 0 for whole scans.</param>
    /// <exception cref="ArgumentException">The shape, the type or the device is none that the op takes.</exception>
    /// <exception cref="CudaException">The tensor is on a CUDA device, and the driver refuses.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor Normalise(
        Tensor weights, Connection connection, Normalisation normalisation = Normalisation.Clip, int chunk = 0)
    {
        TorchLibrary.Load();
        var call = PropagationCall.Of(connection, null, normalisation, chunk);
        var shape = TensorShapes.OfWeights(weights, call, nameof(weights));
        TensorShapes.Supported(weights, nameof(weights));
        BackwardGuard.DisposeReturned();
        using var scope = torch.NewDisposeScope();
        if (shape.Batch == 0)
            return weights.narrow(1, 0, weights.shape[1] / call.Maps * (int)connection).clone().MoveToOuterDisposeScope();
        var kernels = TensorKernels.For(weights);
        var p = Ready(weights, kernels);
        var normalised = kernels.Normalise(call, p);
        if (is_grad_enabled() && p.requires_grad)
            normalised = NormalisationFunction.apply(p, new NormalisationNode(call, normalised));
        GC.KeepAlive(weights);
        return normalised.to(weights.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// <c>loss.backward()</c>, except that a failure inside the op is thrown as it was: libtorch lets no exception of a managed backward
    /// pass, so that <c>backward()</c> itself throws one of libtorch's about a gradient of a wrong shape. See <see cref="CauseOf"/>.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">libtorch refuses: x or the weights have changed since the
    /// forward, for example.</exception>
    public static void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        try
        {
            loss.backward();
        }
        catch (Exception exception)
        {
            ExceptionDispatchInfo.Throw(CauseOf(exception));
        }
        finally
        {
            BackwardGuard.DisposeReturned();
        }
    }

    /// <summary>
    /// What the op's backward threw, where this exception of a <c>backward()</c> or <c>autograd.grad()</c> stands for it; else the
    /// exception itself.
    /// </summary>
    /// <param name="exception">What was caught.</param>
    public static Exception CauseOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return BackwardGuard.CauseOf(exception) ?? exception;
    }

    private static Tensor Run(Tensor x, Tensor weights, Tensor? inputGate, PropagationCall call)
    {
        TorchLibrary.Load();
        var map = TensorShapes.OfMap(x, nameof(x));
        TensorShapes.Supported(x, nameof(x));
        TensorShapes.Fit(x, map, weights, TensorShapes.OfWeights(weights, call, nameof(weights)), call);
        if (inputGate is not null)
            TensorShapes.FitInputGate(x, map, inputGate);
        BackwardGuard.DisposeReturned();
        using var scope = torch.NewDisposeScope();
        // Empty, and connected to all.
        if (map.Batch == 0)
            return x.mul(inputGate is null ? weights.sum() : weights.sum().add(inputGate.sum())).MoveToOuterDisposeScope();
        var kernels = TensorKernels.For(x);
        var inputs = new PropagationInputs(
            Ready(x, kernels), Ready(weights, kernels), inputGate is null ? null : Ready(inputGate, kernels));
        var (tx, tp, gate) = inputs;
        var differentiate = is_grad_enabled() && (tx.requires_grad || tp.requires_grad || gate?.requires_grad == true);
        var forward = kernels.Forward(call, inputs, keep: differentiate);
        var node = new PropagationNode(call, forward);
        var output = !differentiate ? forward.Output
            : gate is null ? PropagationFunction.apply(tx, tp, node) : PropagationFunction.apply(tx, tp, gate, node);
        GC.KeepAlive(x);
        GC.KeepAlive(weights);
        GC.KeepAlive(inputGate);
        return output.to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>A tensor as the kernels read it. Conversions are torch's, and so are their gradients.</summary>
    private static Tensor Ready(Tensor tensor, TensorKernels kernels) => kernels.Ready(
        tensor.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? tensor.to(ScalarType.Float32) : tensor);
}
