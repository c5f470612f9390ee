using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// The shapes of tensors as maps and weights, and whether the op can take them. Each message says what was expected, what came and what
/// to do.
/// </summary>
internal static class TensorShapes
{
    /// <summary>N×C×H×W; an extent beyond int becomes the largest int, which no map has.</summary>
    public static MapShape Of(long batch, long channels, long height, long width) =>
        new(int.CreateSaturating(batch), int.CreateSaturating(channels), int.CreateSaturating(height), int.CreateSaturating(width));

    /// <summary>One of the two connections.</summary>
    public static Connection Known(Connection connection) =>
        connection is Connection.OneWay or Connection.ThreeWay
            ? connection
            : throw new ArgumentOutOfRangeException(
                nameof(connection), $"expected OneWay (K = 1) or ThreeWay (K = 3), got K = {(int)connection}.");

    /// <summary>The shape of a map: rank 4; only the batch may be empty.</summary>
    public static MapShape OfMap(Tensor x, string name)
    {
        Dense(x, name, "N×C×H×W");
        var shape = x.shape;
        return NotEmpty(Of(shape[0], shape[1], shape[2], shape[3]), name);
    }

    /// <summary>The shape N×C×H×W of weights N×(4·K·C)×H×W; C is 1 where they are shared, or the map has one channel.</summary>
    public static MapShape OfWeights(Tensor weights, Connection connection, string name)
    {
        Dense(weights, name, "N×(4·K·C)×H×W");
        var (shape, perChannel) = (weights.shape, 4 * (int)Known(connection));
        if (shape[1] % perChannel != 0)
            throw new ArgumentException(
                $"expected {connection} weights of 4·K·C = {perChannel}·C channels (direction, neighbour, channel), got {shape[1]}; "
                + "check the connection.", name);
        var result = NotEmpty(Of(shape[0], shape[1] / perChannel, shape[2], shape[3]), name);
        if (!weights.is_cuda)
            _ = PropagationWeights.Count(connection, result); // The CPU kernels count no further.
        return result;
    }

    /// <summary>Weights of the map's batch, height and width, and of its channels or one; of its type and on its device.</summary>
    public static void Fit(Tensor x, MapShape map, Tensor weights, MapShape shape, Connection connection)
    {
        if (shape != map && shape != map with { Channels = 1 })
        {
            var perChannel = 4L * (int)connection;
            string Words(long channels) => $"{map.Batch}×{channels}×{map.Height}×{map.Width}";
            throw new ArgumentException(
                $"expected {connection} weights N×(4·K·C)×H×W of {Words(perChannel * map.Channels)}"
                + (map.Channels == 1 ? "" : $", or {Words(perChannel)} to share them among channels,")
                + $" for x of {map}, got {string.Join('×', weights.shape)}; make both of one image.", nameof(weights));
        }

        if (weights.dtype != x.dtype)
            throw new ArgumentException(
                $"expected weights of {x.dtype}, as x is, got {weights.dtype}; convert one of them.", nameof(weights));
        if (weights.device_type != x.device_type || weights.device_index != x.device_index)
            throw new ArgumentException(
                $"expected weights on {x.device}, where x is, got {weights.device}; move one of them.", nameof(weights));
    }

    /// <summary>A type and a device that the op computes with.</summary>
    public static void Supported(Tensor tensor, string name)
    {
        if (tensor.device_type is not (DeviceType.CPU or DeviceType.CUDA))
            throw new ArgumentException($"expected {name} on the CPU or a CUDA device, got {tensor.device}; move it.", name);
        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new ArgumentException($"expected {name} of Float32, Float64, Float16 or BFloat16, got {tensor.dtype}; convert it.", name);
        if (tensor is { device_type: DeviceType.CUDA, dtype: ScalarType.Float64 })
            throw new ArgumentException(
                $"expected {name} of Float32, Float16 or BFloat16 on a CUDA device, got Float64; convert it or move it to the CPU.", name);
    }

    private static void Dense(Tensor tensor, string name, string axes)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.is_sparse)
            throw new ArgumentException($"expected {name} as a dense tensor {axes}, got a sparse one; call to_dense().", name);
        if (tensor.dim() != 4)
            throw new ArgumentException(
                $"expected {name} of rank 4, {axes}, got rank {tensor.dim()}; reshape it, or add an axis with unsqueeze.", name);
    }

    private static MapShape NotEmpty(MapShape shape, string name)
    {
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
            throw new ArgumentException(
                $"expected {name} N×C×H×W with C, H and W of at least 1, got {shape}; give at least one pixel and one channel.", name);
        return shape.Batch == 0 ? shape : Expect.Shape(shape, name);
    }
}
