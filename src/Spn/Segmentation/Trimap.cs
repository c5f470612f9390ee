using System.Numerics;
using System.Numerics.Tensors;

namespace Spn.Segmentation;

/// <summary>
/// The band of pixels near class boundaries, where a refinement has something to win: scores over it alone say more than scores over all
/// pixels.
/// </summary>
public static class Trimap
{
    /// <summary>
    /// The truth within <paramref name="width"/> pixels of a boundary; every other pixel becomes <see cref="LabelMap.Ignore"/>.
    /// </summary>
    /// <remarks>
    /// A pixel is in the band when a pixel of another class lies at most <paramref name="width"/> away, centre to centre. Ignored pixels
    /// are no class and make no boundary.
    /// </remarks>
    /// <param name="truth">H×W labels.</param>
    /// <param name="width">k, pixels on each side of a boundary, 1 to 255.</param>
    /// <returns>H×W labels; ignored everywhere when the truth holds one class.</returns>
    /// <exception cref="ArgumentException">The width is outside its range.</exception>
    public static LabelMap Band(LabelMap truth, int width = 3)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (width is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(width), $"expected a band of 1 to 255 pixels, got {width}.");
        var labels = new byte[truth.Labels.Length];
        Parallel.For(0, truth.Height, () => new Neighbourhood(truth, width), (row, _, near) =>
        {
            near.Row(row, labels.AsSpan(row * truth.Width, truth.Width));
            return near;
        }, _ => { });
        return new LabelMap(truth.Height, truth.Width, labels);
    }

    /// <summary>How often each class was predicted as each within <paramref name="width"/> pixels of a boundary of the truth.</summary>
    /// <param name="truth">H×W true classes, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="predicted">H×W predicted classes, likewise.</param>
    /// <param name="classes">K, 1 to 255.</param>
    /// <param name="width">k, pixels on each side of a boundary, 1 to 255.</param>
    /// <exception cref="ArgumentException">The sizes differ, a label is out of range, or the width is.</exception>
    public static ConfusionMatrix Confusion(LabelMap truth, LabelMap predicted, int classes, int width = 3) =>
        ConfusionMatrix.FromLabels(Band(truth, width), predicted, classes);

    /// <summary>
    /// The mean IoU within bands of several widths: beside that of another map, how much a refinement wins near boundaries.
    /// </summary>
    /// <param name="truth">H×W true classes, each below <paramref name="classes"/> or <see cref="LabelMap.Ignore"/>.</param>
    /// <param name="predicted">H×W predicted classes, likewise.</param>
    /// <param name="classes">K, 1 to 255.</param>
    /// <param name="widths">Pixels on each side of a boundary, each 1 to 255.</param>
    /// <returns>One a width, 0 to 1; NaN where the band is empty, as it is when the truth holds one class.</returns>
    /// <exception cref="ArgumentException">The sizes differ, a label is out of range, or a width is.</exception>
    public static IReadOnlyList<double> MeanIoU(LabelMap truth, LabelMap predicted, int classes, IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        return [.. widths.Select(width => Confusion(truth, predicted, classes, width).Score().MeanIoU)];
    }

    /// <summary>
    /// The smallest and the largest label in the disc around each pixel of a row: another label lies in it when one of them is not the
    /// pixel's own. Labels are counted from one for the largest, so that the ignore label, 255, is neither where there is another.
    /// </summary>
    private sealed class Neighbourhood(LabelMap truth, int radius)
    {
        private readonly byte[] _least = new byte[truth.Width], _most = new byte[truth.Width], _plusOne = new byte[truth.Width];
        private readonly byte[] _window = new byte[truth.Width + 2 * radius], _wider = new byte[truth.Width + 2 * radius];

        /// <summary>The labels of a row that are near a boundary; the ignore label elsewhere.</summary>
        public void Row(int row, Span<byte> near)
        {
            _least.AsSpan().Fill(255);
            _most.AsSpan().Clear();
            for (var r = Math.Max(0, row - radius); r <= Math.Min(truth.Height - 1, row + radius); r++)
            {
                var reach = (int)Math.Sqrt(radius * radius - (r - row) * (r - row));
                var source = truth.Labels.AsSpan(r * truth.Width, truth.Width);
                for (var column = 0; column < source.Length; column++)
                    _plusOne[column] = (byte)(source[column] + 1);
                Widen(source, reach, outside: 255);
                TensorPrimitives.Min(Window(0), _least, _least);
                TensorPrimitives.Min(Window(2 * reach + 1 - Length(reach)), _least, _least);
                Widen(_plusOne, reach, outside: 0);
                TensorPrimitives.Max(Window(0), _most, _most);
                TensorPrimitives.Max(Window(2 * reach + 1 - Length(reach)), _most, _most);
            }

            var own = truth.Labels.AsSpan(row * truth.Width, truth.Width);
            for (var column = 0; column < near.Length; column++)
                near[column] = own[column] != LabelMap.Ignore && (_least[column] < own[column] || _most[column] > own[column] + 1)
                    ? own[column] : LabelMap.Ignore;
        }

        private ReadOnlySpan<byte> Window(int start) => _window.AsSpan(start, truth.Width);

        /// <summary>The largest power of two that fits into a window: two such runs cover it.</summary>
        private static int Length(int reach) => 1 << BitOperations.Log2((uint)(2 * reach + 1));

        /// <summary>
        /// Of each run of <see cref="Length"/> labels the extreme, from <paramref name="reach"/> before the row to as many after it.
        /// </summary>
        private void Widen(ReadOnlySpan<byte> source, int reach, byte outside)
        {
            var count = source.Length + 2 * reach;
            Span<byte> window = _window.AsSpan(0, count), wider = _wider.AsSpan(0, count);
            window[..reach].Fill(outside);
            source.CopyTo(window[reach..]);
            window[(reach + source.Length)..].Fill(outside);
            for (var length = 1; length < Length(reach); length *= 2)
            {
                count -= length;
                if (outside == 255)
                    TensorPrimitives.Min(window[..count], window.Slice(length, count), wider);
                else
                    TensorPrimitives.Max(window[..count], window.Slice(length, count), wider);
                wider[..count].CopyTo(window);
            }
        }
    }
}
