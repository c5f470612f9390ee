using System.Numerics;

namespace Spn.DataSets.Conversions;

/// <summary>
/// A turn, a scale and a shift of the plane: w = a·z + b, points being complex numbers of column and row. A turn and a scale are one
/// complex number, so the least-squares fit has a closed form.
/// </summary>
/// <param name="A">Turn and scale.</param>
/// <param name="B">Shift.</param>
internal readonly record struct Similarity(Complex A, Complex B)
{
    /// <summary>The turn and scale that bring points nearest to others, both taken about their means: Σ conj(z)·w / Σ |z|².</summary>
    /// <param name="from">At least two points that are not one.</param>
    /// <param name="to">As many.</param>
    /// <returns>Zero where the points are one.</returns>
    public static Complex Fit(IReadOnlyList<Complex> from, IReadOnlyList<Complex> to)
    {
        var (z, w) = (Mean(from), Mean(to));
        var (sum, size) = (Complex.Zero, 0.0);
        for (var i = 0; i < from.Count; i++)
        {
            sum += Complex.Conjugate(from[i] - z) * (to[i] - w);
            size += Complex.Abs(from[i] - z) * Complex.Abs(from[i] - z);
        }

        return size > 0 ? sum / size : Complex.Zero;
    }

    public static Complex Mean(IReadOnlyList<Complex> points) =>
        points.Aggregate(Complex.Zero, (sum, point) => sum + point) / points.Count;

    /// <summary>Samples a plane bilinearly where the transform takes each pixel of a square from.</summary>
    /// <param name="plane">H·W values.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="size">The side of the square.</param>
    /// <param name="outside">What lies outside the plane.</param>
    public float[] Warp(ReadOnlySpan<float> plane, int height, int width, int size, float outside)
    {
        var warped = new float[size * size];
        var step = 1 / A;
        for (var row = 0; row < size; row++)
        {
            var from = (new Complex(0, row) - B) / A;
            for (var column = 0; column < size; column++)
            {
                var at = from + step * column;
                warped[row * size + column] = Sample(plane, height, width, at.Imaginary, at.Real, outside);
            }
        }

        return warped;
    }

    private static float Sample(ReadOnlySpan<float> plane, int height, int width, double row, double column, float outside)
    {
        if (row <= -1 || column <= -1 || row >= height || column >= width)
            return outside;
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (down, right) = ((float)(row - top), (float)(column - left));
        float At(ReadOnlySpan<float> values, int r, int c) =>
            (uint)r < (uint)height && (uint)c < (uint)width ? values[r * width + c] : outside;
        var upper = At(plane, top, left) * (1 - right) + At(plane, top, left + 1) * right;
        var lower = At(plane, top + 1, left) * (1 - right) + At(plane, top + 1, left + 1) * right;
        return upper * (1 - down) + lower * down;
    }
}
