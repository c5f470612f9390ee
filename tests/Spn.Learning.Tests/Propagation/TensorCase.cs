using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>How a tensor lies in memory.</summary>
internal enum Arrangement { Contiguous, ChannelsLast, Transposed, Slice, Offset }

/// <summary>A random case of the op in float32, and its twin in double. Weights keep clear of the kinks of the constraint.</summary>
internal sealed class TensorCase
{
    public TensorCase(PropagationCase of, Normalisation normalisation)
    {
        (Of, Normalisation) = (of, normalisation);
        var random = new Random(of.Seed);
        X = of.Map();
        Gradient = of.Map(1);
        // Unconstrained weights grow along the scan, and rounding with them: these do not.
        Weights = FiniteDifferences.Weights(of, random).ToPropagationWeights();
        for (var i = 0; i < Weights.Values.Length && normalisation == Normalisation.Raw; i++)
            Weights.Values[i] *= 0.95f / (int)of.Connection;
    }

    public PropagationCase Of { get; }

    public Normalisation Normalisation { get; }

    public FeatureMap X { get; }

    public FeatureMap Gradient { get; }

    public PropagationWeights Weights { get; }

    public Connection Connection => Of.Connection;

    /// <summary>The winners of the kernels: the reference may have others where two hidden maps are as good as equal.</summary>
    public DirectionMap Winner => Spn.Propagation.Forward(X, Weights, new PropagationOptions { Normalisation = Normalisation }).Winner;

    /// <summary>The gradients by the reference, of four scans or of one.</summary>
    public ReferenceGradient Reference(Direction? direction)
    {
        var (x, p, g) = (ReferenceMap.From(X), ReferenceWeights.From(Weights), ReferenceMap.From(Gradient));
        return direction is { } only
            ? Spn.Reference.ScanBackward(x, p, only, g, Normalisation)
            : Spn.Reference.Backward(x, p, Winner, g, Normalisation);
    }

    /// <summary>A leaf that gradients reach.</summary>
    public static Tensor Leaf(Tensor values, ScalarType type = ScalarType.Float32) => values.to(type, copy: true).requires_grad_();

    /// <summary>The same values in other places of memory, by operations that torch differentiates.</summary>
    public static Tensor Arrange(Tensor tensor, Arrangement arrangement)
    {
        switch (arrangement)
        {
            case Arrangement.ChannelsLast:
                return tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            case Arrangement.Transposed:
                return tensor.transpose(2, 3).contiguous().transpose(2, 3);
            case Arrangement.Slice: // gaps between rows, planes and items, and an offset
                var padded = nn.functional.pad(tensor, [2, 1, 1, 0, 1, 2]);
                return padded.narrow(1, 1, tensor.shape[1]).narrow(2, 1, tensor.shape[2]).narrow(3, 2, tensor.shape[3]);
            case Arrangement.Offset: // contiguous, but not at the beginning of its storage
                return cat([zeros_like(tensor), tensor]).narrow(0, tensor.shape[0], tensor.shape[0]);
            default:
                return tensor;
        }
    }

    public static double[] Values(Tensor tensor) => TensorMemory.ToArray<double>(tensor.detach().to(ScalarType.Float64).contiguous());

    public override string ToString() => $"{Of} {Normalisation.ToWords()}";
}
