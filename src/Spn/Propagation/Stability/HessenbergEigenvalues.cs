namespace Spn;

/// <summary>
/// Eigenvalues of a real upper Hessenberg matrix by the implicit double-shift QR algorithm (Francis 1961; Golub and Van Loan, Matrix
/// Computations, §7.5), which keeps complex pairs in real arithmetic. Time grows with the cube of the size.
/// </summary>
internal static class HessenbergEigenvalues
{
    private const int SweepsPerEigenvalue = 300;
    private const double UnitRoundoff = 2.22e-16;

    // Beside two zeros on the diagonal only an absolute bound can end the iteration; elements are of order one.
    private const double Negligible = 1e-300;

    /// <summary>The largest |λ|; NaN when the iteration does not converge. The matrix is overwritten.</summary>
    public static double LargestModulus(double[,] h)
    {
        var largest = 0.0;
        var last = h.GetLength(0) - 1;
        for (var sweep = 0; last >= 0;)
        {
            var first = StartOfUnreducedBlock(h, last);
            if (first >= last - 1)
            {
                largest = Math.Max(largest, first == last ? Math.Abs(h[last, last]) : LargestModulusOfPair(h, last - 1));
                last = first - 1;
                sweep = 0;
                continue;
            }

            if (++sweep > SweepsPerEigenvalue)
                return double.NaN;
            Sweep(h, first, last, exceptional: sweep % 10 == 0);
        }

        return largest;
    }

    /// <summary>Sets a negligible element below the diagonal to zero and gives the row after it.</summary>
    private static int StartOfUnreducedBlock(double[,] h, int last)
    {
        for (var i = last; i > 0; i--)
            if (Math.Abs(h[i, i - 1]) <= UnitRoundoff * (Math.Abs(h[i - 1, i - 1]) + Math.Abs(h[i, i])) || Math.Abs(h[i, i - 1]) < Negligible)
            {
                h[i, i - 1] = 0;
                return i;
            }
        return 0;
    }

    private static double LargestModulusOfPair(double[,] h, int i)
    {
        var (a, b, c, d) = (h[i, i], h[i, i + 1], h[i + 1, i], h[i + 1, i + 1]);
        var (mean, half) = ((a + d) / 2, (a - d) / 2);
        var discriminant = half * half + b * c;
        // λ = mean ± √discriminant.
        return discriminant >= 0 ? Math.Abs(mean) + Math.Sqrt(discriminant) : Math.Sqrt(mean * mean - discriminant);
    }

    /// <summary>One double-shift sweep over rows and columns first to last, at least three of them.</summary>
    private static void Sweep(double[,] h, int first, int last, bool exceptional)
    {
        // The shifts are the eigenvalues of the last 2×2 block, known by their sum and product; now and then others, against cycles.
        var sum = h[last - 1, last - 1] + h[last, last];
        var product = h[last - 1, last - 1] * h[last, last] - h[last - 1, last] * h[last, last - 1];
        if (exceptional)
        {
            var (size, around) = (Math.Abs(h[last, last - 1]) + Math.Abs(h[last - 1, last - 2]), h[last, last]);
            (sum, product) = (2 * around + 1.5 * size, around * around + 1.5 * around * size + size * size);
        }

        // The first column of (H − λ₁I)(H − λ₂I), then, column by column, the bulge that it makes.
        var x = h[first, first] * h[first, first] + h[first, first + 1] * h[first + 1, first] - sum * h[first, first] + product;
        var y = h[first + 1, first] * (h[first, first] + h[first + 1, first + 1] - sum);
        var z = h[first + 1, first] * h[first + 2, first + 1];
        for (var k = first; k < last; k++)
        {
            var rows = Math.Min(3, last - k + 1);
            Reflect(h, k, rows, x, y, rows == 3 ? z : 0, first, last);
            for (var row = k + 1; k > first && row < k + rows; row++)
                h[row, k - 1] = 0;
            if (k + 1 >= last)
                break;
            (x, y, z) = (h[k + 1, k], h[k + 2, k], k + 3 <= last ? h[k + 3, k] : 0);
        }
    }

    /// <summary>
    /// The Householder reflection that takes (x, y, z) to a multiple of (1, 0, 0), applied from both sides at rows and columns k to k +
    /// rows − 1.
    /// </summary>
    private static void Reflect(double[,] h, int k, int rows, double x, double y, double z, int first, int last)
    {
        var norm = Math.Sqrt(x * x + y * y + z * z);
        if (norm == 0)
            return;
        var lead = x + Math.CopySign(norm, x);
        var factor = 2 / (lead * lead + y * y + z * z);
        for (var column = Math.Max(first, k - 1); column <= last; column++)
        {
            var third = rows == 3 ? h[k + 2, column] : 0;
            var along = factor * (lead * h[k, column] + y * h[k + 1, column] + z * third);
            h[k, column] -= along * lead;
            h[k + 1, column] -= along * y;
            if (rows == 3)
                h[k + 2, column] = third - along * z;
        }

        for (var row = first; row <= Math.Min(k + 3, last); row++)
        {
            var third = rows == 3 ? h[row, k + 2] : 0;
            var along = factor * (lead * h[row, k] + y * h[row, k + 1] + z * third);
            h[row, k] -= along * lead;
            h[row, k + 1] -= along * y;
            if (rows == 3)
                h[row, k + 2] = third - along * z;
        }
    }
}
