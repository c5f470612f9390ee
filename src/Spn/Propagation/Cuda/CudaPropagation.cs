namespace Spn;

/// <summary>
/// The op on device memory that someone else owns: float32, any strides, in the order of a stream, no copy. It means what
/// <see cref="Propagation"/> means. Calls return as soon as the work is queued; memory must stay until it is done. What is written must not
/// overlap what is read.
/// </summary>
/// <remarks>Gradients of weights are overwritten, not added to.</remarks>
internal static class CudaPropagation
{
    /// <summary>One scan: the hidden map of a direction.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="direction">The direction to scan in; only its weights are read.</param>
    /// <param name="hidden">Where the hidden map goes, N×C×H×W.</param>
    /// <param name="call">Stream, workspace, and whether weights are constrained.</param>
    public static void Scan(CudaMap x, CudaWeights weights, Direction direction, CudaMap hidden, CudaCall call)
    {
        Expect.Index((int)direction, 4, nameof(direction));
        Expect.SameShape(x.Shape, hidden.Shape, nameof(hidden));
        CudaExpect.Memory(hidden, nameof(hidden));
        CudaLaunch.Forward(CudaProblem.Of(x, weights, (int)direction, call), hidden, 0, 0);
    }

    /// <summary>The backward of <see cref="Scan"/>. Only the gradients of the direction's weights are written.</summary>
    public static void ScanBackward(
        CudaMap x, CudaWeights weights, Direction direction, CudaMap gradHidden, CudaGradient gradient, CudaCall call)
    {
        Expect.Index((int)direction, 4, nameof(direction));
        Expect.SameShape(x.Shape, gradHidden.Shape, nameof(gradHidden));
        CudaExpect.Memory(gradHidden, nameof(gradHidden));
        CheckGradient(x, weights, gradient);
        CudaLaunch.Backward(CudaProblem.Of(x, weights, (int)direction, call), gradHidden, gradient, 0, 0);
    }

    /// <summary>Four scans and their node-wise maximum.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="result">Where the output, the winners and, where wanted, the hidden maps go.</param>
    /// <param name="call">Stream, workspace, and whether weights are constrained.</param>
    public static void Forward(CudaMap x, CudaWeights weights, CudaResult result, CudaCall call)
    {
        Expect.SameShape(x.Shape, result.Output.Shape, nameof(result));
        CudaExpect.Memory(result.Output, nameof(result), ".Output");
        CheckKept(result);
        CudaLaunch.Forward(CudaProblem.Of(x, weights, -1, call), result.Output, result.Winner, result.Hidden);
    }

    /// <summary>The backward of <see cref="Forward"/>. Hidden maps that the forward kept save it from computing them again.</summary>
    public static void Backward(CudaMap x, CudaWeights weights, CudaResult result, CudaMap gradOutput, CudaGradient gradient, CudaCall call)
    {
        Expect.SameShape(x.Shape, gradOutput.Shape, nameof(gradOutput));
        CudaExpect.Memory(gradOutput, nameof(gradOutput));
        CheckGradient(x, weights, gradient);
        CheckKept(result);
        CudaLaunch.Backward(CudaProblem.Of(x, weights, -1, call), gradOutput, gradient, result.Winner, result.Hidden);
    }

    /// <summary>The normalised weights, N×4×K×C×H×W; zero at absent neighbours and on the first line of each chunk.</summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="normalised">Where the normalised ones go.</param>
    /// <param name="call">The normalisation, the chunk, the stream.</param>
    public static void Normalise(CudaWeights weights, CudaWeights normalised, CudaCall call)
    {
        CheckNormalised(weights, normalised, call, nameof(normalised));
        CudaPasses.Normalise(call, weights, null, normalised, -1);
    }

    /// <summary>The backward of <see cref="Normalise"/>.</summary>
    /// <param name="weights">The raw weights.</param>
    /// <param name="gradNormalised">The gradient of the loss with respect to the normalised ones.</param>
    /// <param name="gradient">Where the gradient with respect to the raw ones goes, of their shape.</param>
    /// <param name="call">As in the forward.</param>
    public static void NormaliseBackward(CudaWeights weights, CudaWeights gradNormalised, CudaWeights gradient, CudaCall call)
    {
        CheckNormalised(weights, gradNormalised, call, nameof(gradNormalised));
        Alike(weights, gradient, nameof(gradient));
        CudaExpect.Memory(gradient, nameof(gradient));
        CudaPasses.Normalise(call, weights, gradNormalised, gradient, -1);
    }

    private static void CheckNormalised(CudaWeights weights, CudaWeights normalised, CudaCall call, string name)
    {
        Expect.Shape(weights.Shape, nameof(weights));
        CudaExpect.Weights(weights, call, nameof(weights));
        ExpectWeights.Alike(weights.Connection, weights.Shape, normalised.Connection, normalised.Shape, name);
        CudaExpect.Memory(normalised, name);
    }

    private static void CheckKept(CudaResult result)
    {
        CudaExpect.Pointer(result.Winner, 1, nameof(result), ".Winner");
        if (result.Hidden != 0)
            CudaExpect.Pointer(result.Hidden, 4, nameof(result), ".Hidden");
    }

    private static void Alike(CudaWeights weights, CudaWeights other, string name)
    {
        ExpectWeights.Alike(weights.Connection, weights.Shape, other.Connection, other.Shape, name);
        if (weights.IsGated != other.IsGated)
            throw new ArgumentException("expected weights with as many maps a direction, one of both is gated; make them alike.", name);
    }

    private static void CheckGradient(CudaMap x, CudaWeights weights, CudaGradient gradient)
    {
        Expect.SameShape(x.Shape, gradient.Input.Shape, nameof(gradient));
        Alike(weights, gradient.Weights, nameof(gradient));
        CudaExpect.Memory(gradient.Input, nameof(gradient), ".Input");
        CudaExpect.Memory(gradient.Weights, nameof(gradient), ".Weights");
        if ((weights.InputGate, gradient.Weights.InputGate) is (null, null))
            return;
        if (weights.InputGate is not { } gate || gradient.Weights.InputGate is not { } gradGate || gate.Shape != gradGate.Shape)
            throw new ArgumentException(
                "expected a gradient of the input gate of the gate's shape, and none without a gate; make them alike.", nameof(gradient));
        CudaExpect.Memory(gradGate, nameof(gradient), ".Weights.InputGate");
    }
}
