using System.Runtime.CompilerServices;

namespace Spn.Segmentation;

/// <summary>
/// The position kernel along both axes, exact but for its tails beyond five σ (3.7e-6 of its height), with D^(−½) on both sides folded into
/// its taps: D is a product of one factor for the row and one for the column.
/// </summary>
internal sealed unsafe class GaussianRows
{
    private readonly int _height, _width, _radius;
    private readonly float[] _down, _along;

    public GaussianRows(int height, int width, double sigma, double weight)
    {
        (_height, _width, _radius) = (height, width, (int)Math.Ceiling(5 * sigma));
        (_down, _along) = (Taps(height, sigma, weight), Taps(width, sigma, 1));
    }

    /// <summary>Adds the filtered row of pixels to <paramref name="target"/>.</summary>
    /// <param name="pixels">All pixels × stride.</param>
    /// <param name="row">The row of the picture.</param>
    /// <param name="scratch">Width × stride floats.</param>
    /// <param name="target">Width × stride floats.</param>
    /// <param name="stride">Floats of a pixel.</param>
    public void Add(float* pixels, int row, float* scratch, float* target, int stride)
    {
        // Down the columns a row is one long row of floats, whatever belongs to which pixel.
        Down(pixels, row, scratch, _width * stride);
        RowBlocks.ForAll(stride, new AlongPass(this, scratch, target, stride));
    }

    /// <summary>By place and offset −r to r; zero beyond the border.</summary>
    private float[] Taps(int length, double sigma, double weight)
    {
        double Kernel(int distance) => Math.Exp(-0.5 * distance * distance / (sigma * sigma));
        // Beyond 39 σ the kernel is zero in double.
        var reach = (int)(39 * sigma) + 1;
        var root = new double[length];
        for (var i = 0; i < length; i++)
        {
            for (var j = Math.Max(0, i - reach); j <= Math.Min(length - 1, i + reach); j++)
                root[i] += Kernel(i - j);
            root[i] = Math.Sqrt(root[i]);
        }

        var size = 2 * _radius + 1;
        var taps = new float[length * size];
        for (var i = 0; i < length; i++)
            for (var j = Math.Max(0, i - _radius); j <= Math.Min(length - 1, i + _radius); j++)
                taps[i * size + j - i + _radius] = (float)(weight * Kernel(i - j) / (root[i] * root[j]));
        return taps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Down(float* pixels, int row, float* target, int floats)
    {
        var (low, high) = (Math.Max(0, row - _radius), Math.Min(_height - 1, row + _radius));
        fixed (float* all = _down)
        {
            var taps = all + (nint)row * (2 * _radius + 1) - row + _radius;
            var i = 0;
            for (; i <= floats - 32; i += 32)
                Row32.Store(target + i, Sum<Row32>(pixels + i, taps, low, high, floats));
            for (; i < floats; i += 8)
                Row8.Store(target + i, Sum<Row8>(pixels + i, taps, low, high, floats));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRow Sum<TRow>(float* column, float* taps, int low, int high, int floats) where TRow : struct, IRow<TRow>
    {
        var sum = TRow.Zero;
        for (var r = low; r <= high; r++)
            sum = TRow.MultiplyAdd(TRow.Load(column + (nint)r * floats), taps[r], sum);
        return sum;
    }

    private readonly struct AlongPass(GaussianRows rows, float* source, float* target, int stride) : IRowPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TRow>(int offset) where TRow : struct, IRow<TRow>
        {
            fixed (float* all = rows._along)
                for (var x = 0; x < rows._width; x++)
                {
                    var (low, high) = (Math.Max(0, x - rows._radius), Math.Min(rows._width - 1, x + rows._radius));
                    var taps = all + (nint)x * (2 * rows._radius + 1) - x + rows._radius;
                    var row = target + (nint)x * stride + offset;
                    var sum = TRow.Load(row);
                    for (var at = low; at <= high; at++)
                        sum = TRow.MultiplyAdd(TRow.Load(source + (nint)at * stride + offset), taps[at], sum);
                    TRow.Store(row, sum);
                }
        }
    }
}
