using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn;

/// <summary>
/// The hand-made weights of one picture, row by row, made where they are needed. Arithmetic is in double, four pixels at a time, and
/// the same for a pixel wherever its row is cut.
/// </summary>
internal sealed unsafe class HandWeightRows
{
    private readonly FeatureRows _features;
    private readonly double _scale, _strength, _space, _range;

    private HandWeightRows(FeatureRows features, ColourDistanceOptions options, RowWork work)
    {
        (_features, Neighbours, _strength) = (features, 3, options.Strength);
        _scale = options.Sigma * MeanAdjacentDistance(work);
    }

    private HandWeightRows(FeatureRows features, DomainTransformOptions options) =>
        (_features, Neighbours, _space, _range) = (features, 1, 1 / options.SigmaSpace, options.SigmaRange);

    /// <summary>K, 3 for colour distances, 1 for the domain transform.</summary>
    public int Neighbours { get; }

    public int Height => _features.Height;

    public int Width => _features.Width;

    /// <summary>Three-way weights by colour distance.</summary>
    public static HandWeightRows ColourDistance(FeatureMap image, int batch, ColourDistanceOptions options, RowWork work) =>
        new(FeatureRows.Of(image, batch, image.Channels == 3, options.Smoothing, work), options, work);

    /// <summary>One-way weights by the domain transform.</summary>
    public static HandWeightRows DomainTransform(FeatureMap image, int batch, DomainTransformOptions options, RowWork work) =>
        new(FeatureRows.Of(image, batch, lab: false, sigma: 0, work), options);

    /// <summary>
    /// The weights of a direction at columns <paramref name="from"/> to <paramref name="to"/> − 1 of a row; zero for absent neighbours.
    /// </summary>
    /// <param name="direction">The direction of the scan.</param>
    /// <param name="row">The row.</param>
    /// <param name="from">The first column.</param>
    /// <param name="to">The column after the last one.</param>
    /// <param name="target">
    /// Where the first neighbour's weights go, column <paramref name="from"/> first; up to three floats more are written.
    /// </param>
    /// <param name="neighbourStride">Floats from a neighbour's weights to the next neighbour's.</param>
    [SkipLocalsInit]
    public void Fill(Direction direction, int row, int from, int to, float* target, nint neighbourStride)
    {
        var before = direction.IsReversed() ? 1 : -1;
        var horizontal = direction.IsHorizontal();
        if (!horizontal && (uint)(row + before) >= (uint)Height)
        {
            for (var k = 0; k < Neighbours; k++)
                new Span<float>(target + k * neighbourStride, to - from).Clear();
            return;
        }

        if (Neighbours == 1)
            OneWay(row, from, to, horizontal ? before : before * (nint)_features.Stride, target);
        else if (horizontal)
            ThreeWay(row, from, to, before, _features.Stride, target, neighbourStride, row > 0, row < Height - 1, 0, -1);
        else
            ThreeWay(row, from, to, before * (nint)_features.Stride, 1, target, neighbourStride, true, true, 0, Width - 1);
        // Along a row the first line of the scan is a column.
        var first = before < 0 ? 0 : Width - 1;
        for (var k = 0; k < Neighbours && horizontal && first >= from && first < to; k++)
            target[k * neighbourStride + first - from] = 0;
        GC.KeepAlive(_features);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneWay(int row, int from, int to, nint neighbour, float* target)
    {
        var (space, range, factor) = (Vector256.Create(_space), Vector256.Create(_range), Vector256.Create(-Math.Sqrt(2)));
        var pixel = _features.Row(row) + from;
        for (var i = 0; i < to - from; i += 4)
        {
            var distance = Vector256<double>.Zero;
            for (var c = 0; c < _features.Channels; c++)
            {
                var at = pixel + c * _features.PlaneStride + i;
                distance += Vector256.Abs(Doubles.Load(at) - Doubles.Load(at + neighbour));
            }

            Doubles.Store(Vector256.Exp(factor * (space + distance / range)), target + i);
        }
    }

    /// <summary>
    /// Weights towards three neighbours that stand <paramref name="middle"/> − <paramref name="step"/>, <paramref name="middle"/> and
    /// <paramref name="middle"/> + <paramref name="step"/> floats away. The outer ones may be absent for the whole row, or in one column.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ThreeWay(
        int row, int from, int to, nint middle, nint step, float* target, nint neighbourStride, bool hasSmaller, bool hasLarger,
        int first, int last)
    {
        var (strength, channels, plane) = (Vector256.Create(_strength), _features.Channels, _features.PlaneStride);
        var scale = Vector256.Create(_scale);
        var vertical = last >= 0;
        var (toSmaller, toLarger) = (hasSmaller ? middle - step : middle, hasLarger ? middle + step : middle);
        var (smallerMask, largerMask) = (Mask(hasSmaller), Mask(hasLarger));
        var pixel = _features.Row(row) + from;
        for (var i = 0; i < to - from; i += 4)
        {
            Vector256<double> d0 = Vector256<double>.Zero, d1 = d0, d2 = d0;
            var at = pixel + i;
            for (var c = 0; c < channels; c++, at += plane)
            {
                var here = Doubles.Load(at);
                var (a, b, d) = (here - Doubles.Load(at + toSmaller), here - Doubles.Load(at + middle), here - Doubles.Load(at + toLarger));
                d0 += a * a;
                d1 += b * b;
                d2 += d * d;
            }

            var (g0, g1, g2) = (Similarity(d0, scale) & smallerMask, Similarity(d1, scale), Similarity(d2, scale) & largerMask);
            if (vertical && from + i == first)
                g0 = g0.WithElement(0, 0);
            if (vertical && from + i + 4 > last && from + i <= last)
                g2 = g2.WithElement(last - from - i, 0);
            var sum = g0 + g1 + g2;
            var share = strength * Vector256.Max(g0, Vector256.Max(g1, g2)) / sum;
            share = Vector256.ConditionalSelect(Vector256.GreaterThan(sum, Vector256<double>.Zero), share, Vector256<double>.Zero);
            Doubles.Store(g0 * share, target + i);
            Doubles.Store(g1 * share, target + neighbourStride + i);
            Doubles.Store(g2 * share, target + 2 * neighbourStride + i);
        }
    }

    private static Vector256<double> Mask(bool all) => all ? Vector256<double>.AllBitsSet : Vector256<double>.Zero;

    /// <summary>exp(−√square / scale), 1 where the square is 0, even if the scale is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Similarity(Vector256<double> square, Vector256<double> scale) => Vector256.ConditionalSelect(
        Vector256.Equals(square, Vector256<double>.Zero), Vector256<double>.One, Vector256.Exp(-Vector256.Sqrt(square) / scale));

    /// <summary>
    /// The mean Euclidean distance of pixels side by side and one above the other; zero for a picture of one pixel. Distances are made in
    /// parallel and added one by one in reading order, so that the number of threads changes nothing.
    /// </summary>
    private double MeanAdjacentDistance(RowWork work)
    {
        const int rows = 32;
        var (width, height) = (Width, Height);
        var line = width + 4;
        var (left, up) = (new double[Math.Min(rows, height) * line], new double[Math.Min(rows, height) * line]);
        var sum = 0.0;
        for (var start = 0; start < height; start += rows)
        {
            var first = start;
            var count = Math.Min(rows, height - start);
            work.For(count, i =>
            {
                Distances(first + i, -1, left.AsSpan(i * line, line));
                if (first + i > 0)
                    Distances(first + i, -_features.Stride, up.AsSpan(i * line, line));
            });
            for (var row = 0; row < count; row++)
                sum = Add(sum, left.AsSpan(row * line, width), start + row == 0 ? [] : up.AsSpan(row * line, width));
        }

        var pairs = (long)height * (width - 1) + (long)(height - 1) * width;
        GC.KeepAlive(_features);
        return pairs == 0 ? 0 : sum / pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Add(double sum, ReadOnlySpan<double> left, ReadOnlySpan<double> up)
    {
        for (var column = 0; column < left.Length; column++)
        {
            if (column > 0)
                sum += left[column];
            if (column < up.Length)
                sum += up[column];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Distances(int row, nint neighbour, Span<double> target)
    {
        fixed (double* to = target)
            for (var i = 0; i < Width; i += 4)
            {
                var at = _features.Row(row) + i;
                var square = Vector256<double>.Zero;
                for (var c = 0; c < _features.Channels; c++, at += _features.PlaneStride)
                {
                    var difference = Doubles.Load(at) - Doubles.Load(at + neighbour);
                    square += difference * difference;
                }

                Vector256.Sqrt(square).Store(to + i);
            }
    }
}
