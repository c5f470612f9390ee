using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>Our maps as tensors and back. All of them copy, and none takes part in a gradient: a tensor's values leave its graph.</summary>
public static class TensorMaps
{
    /// <summary>A map as a float32 tensor on the CPU, N×C×H×W.</summary>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor ToTensor(this FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        TorchLibrary.Load();
        return TensorMemory.FromArray(map.Values, ScalarType.Float32, map.Batch, map.Channels, map.Height, map.Width);
    }

    /// <summary>
    /// Weights as a float32 tensor on the CPU, N×(4·K·C)×H×W, in the order direction, neighbour, channel: what
    /// <see cref="TorchPropagation"/> takes.
    /// </summary>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor ToTensor(this PropagationWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        TorchLibrary.Load();
        var shape = weights.Shape;
        return TensorMemory.FromArray(
            weights.Values, ScalarType.Float32, shape.Batch, 4L * weights.Maps * shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>A label map as an int64 tensor on the CPU, 1×H×W; ignored pixels are <see cref="LabelMap.Ignore"/>, 255.</summary>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor ToTensor(this LabelMap labels) => ((IReadOnlyList<LabelMap>)[labels]).ToTensor();

    /// <summary>
    /// Label maps of one size as an int64 tensor on the CPU, N×H×W: the target of a cross-entropy whose <c>ignore_index</c> is
    /// <see cref="LabelMap.Ignore"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, or their sizes differ.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Tensor ToTensor(this IReadOnlyList<LabelMap> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count == 0)
            throw new ArgumentException("expected at least one label map, got none.", nameof(labels));
        var (height, width) = (labels[0].Height, labels[0].Width);
        if (labels.FirstOrDefault(map => map.Height != height || map.Width != width) is { } other)
            throw new ArgumentException(
                $"expected label maps of one size, got {height}×{width} and {other.Height}×{other.Width}; crop or pad them.",
                nameof(labels));
        TorchLibrary.Load();
        var values = new long[checked(labels.Count * height * width)];
        for (var i = 0; i < values.Length; i++)
            values[i] = labels[i / (height * width)].Labels[i % (height * width)];
        return TensorMemory.FromArray(values, ScalarType.Int64, labels.Count, height, width);
    }

    /// <summary>A tensor N×C×H×W, C×H×W or H×W of numbers, on any device and of any layout, as a map in float32.</summary>
    /// <exception cref="ArgumentException">The rank is not 2, 3 or 4, or an extent is 0.</exception>
    public static FeatureMap ToFeatureMap(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.shape;
        if (shape.Length is < 2 or > 4)
            throw new ArgumentException(
                $"expected a tensor of rank 2, 3 or 4 (N, C, H, W), got rank {shape.Length}; reshape it first.", nameof(tensor));
        long Extent(int fromEnd) => fromEnd > shape.Length ? 1 : shape[^fromEnd];
        return new FeatureMap(TensorShapes.Of(Extent(4), Extent(3), Extent(2), Extent(1)), Values(tensor));
    }

    /// <summary>A tensor N×(4·K·C)×H×W, on any device and of any layout, as weights in float32; C is 1 where they are shared.</summary>
    /// <param name="tensor">In the order direction, neighbour, channel.</param>
    /// <param name="connection">One-way (K = 1) or three-way (K = 3).</param>
    /// <param name="gated">Whether there are K + 1 maps a direction, for <see cref="Normalisation.Gate"/>.</param>
    /// <exception cref="ArgumentException">The rank is not 4, an extent is 0, or the channels are no multiple of 4·K.</exception>
    public static PropagationWeights ToPropagationWeights(this Tensor tensor, Connection connection, bool gated = false)
    {
        var shape = TensorShapes.OfWeights(tensor, connection, nameof(tensor), gated);
        return gated ? PropagationWeights.Gated(connection, shape, Values(tensor)) : new(connection, shape, Values(tensor));
    }

    private static float[] Values(Tensor tensor)
    {
        if (tensor.is_complex() || tensor.is_sparse)
            throw new ArgumentException(
                $"expected a dense tensor of real numbers, got {(tensor.is_sparse ? "a sparse one" : tensor.dtype)}; convert it first.",
                nameof(tensor));
        using var scope = torch.NewDisposeScope();
        return TensorMemory.ToArray<float>(tensor.detach().to(ScalarType.Float32, CPU).contiguous());
    }
}
