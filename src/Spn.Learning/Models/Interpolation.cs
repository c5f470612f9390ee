using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>How maps of different sizes meet.</summary>
internal static class Interpolation
{
    /// <summary>Bilinear, to the height and width of another map; the map itself where they are its own.</summary>
    public static Tensor Like(Tensor map, Tensor other) =>
        map.shape[2] == other.shape[2] && map.shape[3] == other.shape[3]
            ? map
            : nn.functional.interpolate(map, [other.shape[2], other.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>
    /// Continues a map to the right and below with its last column and row, up to multiples of a number, so that every pooling block is
    /// whole.
    /// </summary>
    public static Tensor PadTo(Tensor map, int multiple)
    {
        long Missing(long extent) => (multiple - extent % multiple) % multiple;
        var (below, right) = (Missing(map.shape[2]), Missing(map.shape[3]));
        return below == 0 && right == 0 ? map : nn.functional.pad(map, [0, right, 0, below], PaddingModes.Replicate);
    }

    /// <summary>The upper left part.</summary>
    public static Tensor Crop(Tensor map, long height, long width) =>
        map.shape[2] == height && map.shape[3] == width ? map : map.narrow(2, 0, height).narrow(3, 0, width);
}
