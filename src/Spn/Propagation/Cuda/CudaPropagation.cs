namespace Spn;

/// <summary>
/// The op on device memory that someone else owns: any strides, float32 or half precision, in the order of a stream, one launch a call and
/// no copy. It means what <see cref="Propagation"/> and <see cref="Stability"/> mean. Calls return as soon as the work is queued; memory
/// must stay until it is done. What is written must not overlap what is read.
/// </summary>
/// <remarks>All maps and weights of a call have one element type. Gradients of weights are overwritten, not added to.</remarks>
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
        Alike(x, hidden, nameof(hidden));
        CudaExpect.Memory(hidden, nameof(hidden));
        CudaLaunch.Forward(CudaLaunch.Describe(x, weights, (int)direction, call), hidden, 0, 0);
    }

    /// <summary>The backward of <see cref="Scan"/>. Only the gradients of the direction's weights are written.</summary>
    public static void ScanBackward(CudaMap x, CudaWeights weights, Direction direction, CudaMap gradHidden, CudaGradient gradient, CudaCall call)
    {
        Expect.Index((int)direction, 4, nameof(direction));
        Alike(x, gradHidden, nameof(gradHidden));
        CudaExpect.Memory(gradHidden, nameof(gradHidden));
        CheckGradient(x, weights, gradient);
        CudaLaunch.Backward(CudaLaunch.Describe(x, weights, (int)direction, call), gradHidden, gradient, 0, 0);
    }

    /// <summary>Four scans and their node-wise maximum.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×4×K×C×H×W; C is that of <paramref name="x"/> or 1.</param>
    /// <param name="result">Where the output, the winners and, where wanted, the hidden maps go.</param>
    /// <param name="call">Stream, workspace, and whether weights are constrained.</param>
    public static void Forward(CudaMap x, CudaWeights weights, CudaResult result, CudaCall call)
    {
        Alike(x, result.Output, nameof(result));
        CudaExpect.Memory(result.Output, nameof(result), ".Output");
        CheckKept(result);
        CudaLaunch.Forward(CudaLaunch.Describe(x, weights, -1, call), result.Output, result.Winner, result.Hidden);
    }

    /// <summary>The backward of <see cref="Forward"/>. Hidden maps that the forward kept save it from computing them again.</summary>
    public static void Backward(CudaMap x, CudaWeights weights, CudaResult result, CudaMap gradOutput, CudaGradient gradient, CudaCall call)
    {
        Alike(x, gradOutput, nameof(gradOutput));
        CudaExpect.Memory(gradOutput, nameof(gradOutput));
        CheckGradient(x, weights, gradient);
        CheckKept(result);
        CudaLaunch.Backward(CudaLaunch.Describe(x, weights, -1, call), gradOutput, gradient, result.Winner, result.Hidden);
    }

    /// <summary>The constrained weights (Theorem 3); zero at absent neighbours.</summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="constrained">Where the constrained ones go, of the same shape.</param>
    /// <param name="call">The stream; the rest is not used.</param>
    public static void Constrain(CudaWeights weights, CudaWeights constrained, CudaCall call)
    {
        Alike(weights, constrained, nameof(constrained));
        CudaExpect.Memory(constrained, nameof(constrained));
        CudaLaunch.Constrain(weights, null, constrained, call);
    }

    /// <summary>The backward of <see cref="Constrain"/>.</summary>
    /// <param name="weights">The raw weights.</param>
    /// <param name="gradConstrained">The gradient of the loss with respect to the constrained ones.</param>
    /// <param name="gradient">Where the gradient with respect to the raw ones goes.</param>
    /// <param name="call">The stream; the rest is not used.</param>
    public static void ConstrainBackward(CudaWeights weights, CudaWeights gradConstrained, CudaWeights gradient, CudaCall call)
    {
        Alike(weights, gradConstrained, nameof(gradConstrained));
        CudaExpect.Memory(gradConstrained, nameof(gradConstrained));
        Alike(weights, gradient, nameof(gradient));
        CudaExpect.Memory(gradient, nameof(gradient));
        CudaLaunch.Constrain(weights, gradConstrained, gradient, call);
    }

    private static void CheckKept(CudaResult result)
    {
        CudaExpect.Pointer(result.Winner, 1, nameof(result), ".Winner");
        if (result.Hidden != 0)
            CudaExpect.Pointer(result.Hidden, 4, nameof(result), ".Hidden");
    }

    private static void Alike(CudaMap x, CudaMap other, string name)
    {
        Expect.SameShape(x.Shape, other.Shape, name);
        SameElement(x.Element, other.Element, name);
    }

    private static void Alike(CudaWeights weights, CudaWeights other, string name)
    {
        ExpectWeights.Alike(weights.Connection, weights.Shape, other.Connection, other.Shape, name);
        SameElement(weights.Element, other.Element, name);
    }

    private static void CheckGradient(CudaMap x, CudaWeights weights, CudaGradient gradient)
    {
        Alike(x, gradient.Input, nameof(gradient));
        Alike(weights, gradient.Weights, nameof(gradient));
        CudaExpect.Memory(gradient.Input, nameof(gradient), ".Input");
        CudaExpect.Memory(gradient.Weights, nameof(gradient), ".Weights");
    }

    private static void SameElement(CudaElement expected, CudaElement actual, string name)
    {
        if (expected != actual)
            throw new ArgumentException($"expected elements of type {expected}, got {actual}; convert one of them.", name);
    }
}
