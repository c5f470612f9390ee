namespace Spn;

/// <summary>
/// The largest singular value of a tridiagonal w. Power iteration on wᵀw gives a value that is never too large; a Cholesky
/// factorization of μ²I − wᵀw, which exists exactly when μ is above the norm, proves that it is not too small either. Where power
/// iteration is slow (two singular values that nearly agree, a start that misses the largest), bisection on that proof finishes.
/// </summary>
internal static class SpectralNorm
{
    private const double Tolerance = 1e-10;
    private const int Iterations = 100;

    /// <summary>‖w‖₂ to a relative 1e-10.</summary>
    public static double Of(Tridiagonal w)
    {
        var scale = w.LargestElement();
        if (scale == 0)
            return 0;
        var unit = w.Scaled(1 / scale);
        var low = PowerIteration(unit);
        if (IsBelow(unit, low * (1 + Tolerance)))
            return low * scale;
        // Every row has at most three elements of at most one, so that ‖w‖₂ ≤ √(‖w‖₁ ‖w‖∞) ≤ 3.
        return Bisection.SmallestThat(mu => IsBelow(unit, mu), low, 3 + Tolerance, Tolerance / 4) * scale;
    }

    /// <summary>A lower bound: ‖w v‖ for the unit vector v that a bounded number of steps ended at.</summary>
    private static double PowerIteration(Tridiagonal w)
    {
        // A start without structure of its own, the same on every machine: the fractional parts of multiples of the golden ratio.
        var v = new double[w.Size];
        for (var i = 0; i < v.Length; i++)
            v[i] = 0.5 + (i + 1) * 0.6180339887498949 % 1;
        var norm = 0.0;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            Normalize(v);
            var image = w.Times(v);
            var next = Math.Sqrt(Dot(image, image));
            var settled = next - norm <= norm * Tolerance / 100;
            norm = Math.Max(norm, next);
            if (settled)
                break;
            v = w.TransposeTimes(image);
        }

        return norm;
    }

    /// <summary>Whether ‖w‖₂ &lt; μ: μ²I − wᵀw, five diagonals, has a Cholesky factor, whose two diagonals below the main one are carried along.</summary>
    private static bool IsBelow(Tridiagonal w, double mu)
    {
        var (lower, diagonal, upper, n) = (w.Lower, w.Diagonal, w.Upper, w.Size);
        // Row i of the factor L: L[i, i−2] = second, L[i, i−1] = first, L[i, i] = pivot.
        double previousPivot = 0, beforePivot = 0, previousFirst = 0;
        for (var i = 0; i < n; i++)
        {
            var above = i > 0 ? upper[i - 1] : 0;
            var below = i < n - 1 ? lower[i + 1] : 0;
            var second = i > 1 ? -(lower[i - 1] * upper[i - 1]) / beforePivot : 0;
            var coupling = i > 0 ? -(diagonal[i - 1] * upper[i - 1] + lower[i] * diagonal[i]) : 0;
            var first = i > 0 ? (coupling - second * previousFirst) / previousPivot : 0;
            var square = mu * mu - (above * above + diagonal[i] * diagonal[i] + below * below) - second * second - first * first;
            if (!(square > 0))
                return false;
            (beforePivot, previousPivot, previousFirst) = (previousPivot, Math.Sqrt(square), first);
        }

        return true;
    }

    private static void Normalize(double[] v)
    {
        var norm = Math.Sqrt(Dot(v, v));
        for (var i = 0; norm > 0 && i < v.Length; i++)
            v[i] /= norm;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
