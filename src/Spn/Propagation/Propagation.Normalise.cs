namespace Spn;

/// <content>The normalisation of the weights alone, which the other calls have inside.</content>
public static partial class Propagation
{
    /// <summary>
    /// The weights q that the scans use, N×4×K×C×H×W, with the input gate of the raw ones: propagating them with
    /// <see cref="Normalisation.Raw"/> is propagating the raw ones. Zero at absent neighbours, and on the first line of each chunk.
    /// </summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="options">The normalisation, the chunk, who computes; null is <see cref="PropagationOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The normalisation takes other weights, or an option is out of its range.</exception>
    /// <exception cref="CudaException">The backend is Cuda, and there is no device or too little memory on it.</exception>
    public static PropagationWeights Normalise(PropagationWeights weights, PropagationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options = Check(weights, options);
        var normalised = weights.Normalised(new float[PropagationWeights.Count(weights.Connection, weights.Shape)]);
        RunNormalise(weights, normalised, options);
        return normalised;
    }

    /// <summary><see cref="Normalise"/> into weights that the caller keeps; they may be the raw ones themselves.</summary>
    /// <param name="weights">Raw weights.</param>
    /// <param name="normalised">Where q goes, N×4×K×C×H×W. Its input gate, if it has one, is not touched.</param>
    /// <param name="options">Null is <see cref="PropagationOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">Connections or shapes differ, or the normalisation takes other weights.</exception>
    public static void NormaliseInto(PropagationWeights weights, PropagationWeights normalised, PropagationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options = Check(weights, options);
        ExpectNormalised(weights, normalised, nameof(normalised));
        RunNormalise(weights, normalised, options);
    }

    /// <summary>The backward of <see cref="Normalise"/>: the gradient with respect to the raw weights, zero at absent neighbours.</summary>
    /// <param name="weights">The raw weights.</param>
    /// <param name="gradNormalised">The gradient of the loss with respect to q, N×4×K×C×H×W. That of its input gate is not touched.</param>
    /// <param name="options">As in the forward.</param>
    /// <exception cref="ArgumentException">Connections or shapes differ, or the normalisation takes other weights.</exception>
    public static PropagationWeights NormaliseBackward(
        PropagationWeights weights, PropagationWeights gradNormalised, PropagationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options = Check(weights, options);
        ExpectNormalised(weights, gradNormalised, nameof(gradNormalised));
        var gradient = weights.WithInputGate(null).Blank();
        RunNormaliseBackward(weights, gradNormalised, gradient, options);
        return gradient;
    }

    private static void ExpectNormalised(PropagationWeights weights, PropagationWeights normalised, string name)
    {
        ArgumentNullException.ThrowIfNull(normalised, name);
        ExpectWeights.Alike(weights.Connection, weights.Shape, normalised.Connection, normalised.Shape, name);
        if (normalised.IsGated)
            throw new ArgumentException(
                "expected weights of K maps a direction, got gated ones of K + 1; normalised weights have no gate.", name);
    }
}
