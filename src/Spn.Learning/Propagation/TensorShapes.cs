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

    /// <summary>
    /// The shape N×C×H×W of weights N×(4·K·C)×H×W, or N×(4·(K + 1)·C)×H×W of gated ones; C is 1 where they are shared, or the map has
    /// one channel.
    /// </summary>
    public static MapShape OfWeights(Tensor weights, Connection connection, string name, bool gated = false)
    {
        var (k, maps) = gated ? ("(K + 1)", "map") : ("K", "neighbour");
        Dense(weights, name, $"N×(4·{k}·C)×H×W");
        var (shape, perChannel) = (weights.shape, 4 * ((int)Known(connection) + (gated ? 1 : 0)));
        if (shape[1] % perChannel != 0)
            throw new ArgumentException(
                $"expected {connection} weights of 4·{k}·C = {perChannel}·C channels (direction, {maps}, channel), got {shape[1]}; "
                + $"check the connection{(gated ? ", and that the guidance gives g beside each direction's neighbours" : "")}.", name);
        var result = NotEmpty(Of(shape[0], shape[1] / perChannel, shape[2], shape[3]), name);
        if (!weights.is_cuda)
            _ = PropagationWeights.Count(connection, result, gated); // The CPU kernels count no further.
        return result;
    }

    /// <summary>The shape of the weights that a call takes.</summary>
    public static MapShape OfWeights(Tensor weights, PropagationCall call, string name) =>
        OfWeights(weights, call.Connection, name, call.Normalisation == Normalisation.Gate);

    /// <summary>
    /// An input gate of the map's batch, height and width, of its channels or one for each direction; of its type, on its device.
    /// </summary>
    public static void FitInputGate(Tensor x, MapShape map, Tensor inputGate)
    {
        Dense(inputGate, nameof(inputGate), "N×(4·C)×H×W");
        ExpectWeights.FitInputGate(
            Of(inputGate.shape[0], inputGate.shape[1], inputGate.shape[2], inputGate.shape[3]), map, nameof(inputGate));
        Alike(x, inputGate, "an input gate", nameof(inputGate));
    }

    /// <summary>Weights of the map's batch, height and width, and of its channels or one; of its type and on its device.</summary>
    public static void Fit(Tensor x, MapShape map, Tensor weights, MapShape shape, PropagationCall call)
    {
        if (shape != map && shape != map with { Channels = 1 })
        {
            var perChannel = 4L * call.Maps;
            string Words(long channels) => $"{map.Batch}×{channels}×{map.Height}×{map.Width}";
            throw new ArgumentException(
                $"expected {call.Connection} weights N×(4·{(call.Maps > (int)call.Connection ? "(K + 1)" : "K")}·C)×H×W "
                + $"of {Words(perChannel * map.Channels)}"
                + (map.Channels == 1 ? "" : $", or {Words(perChannel)} to share them among channels,")
                + $" for x of {map}, got {string.Join('×', weights.shape)}; make both of one image.", nameof(weights));
        }

        Alike(x, weights, "weights", nameof(weights));
    }

    private static void Alike(Tensor x, Tensor other, string what, string name)
    {
        if (other.dtype != x.dtype)
            throw new ArgumentException($"expected {what} of {x.dtype}, as x is, got {other.dtype}; convert one of them.", name);
        if (other.device_type != x.device_type || other.device_index != x.device_index)
            throw new ArgumentException($"expected {what} on {x.device}, where x is, got {other.device}; move one of them.", name);
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
