namespace Spn;

/// <summary>
/// The largest singular value of a tridiagonal w, by bisection: a Cholesky factorization of μ²I − wᵀw exists exactly when μ is above it.
/// </summary>
internal static class SpectralNorm
{
    private const double Tolerance = 1e-10;

    /// <summary>‖w‖₂ to a relative 1e-10.</summary>
    public static double Of(Tridiagonal w)
    {
        var scale = w.LargestElement();
        if (scale == 0)
            return 0;
        var unit = w.Scaled(1 / scale);
        // An element is one, so that ‖w‖₂ ≥ 1; every row has at most three of at most one, so that ‖w‖₂ ≤ √(‖w‖₁ ‖w‖∞) ≤ 3.
        return Bisection.SmallestThat(mu => IsBelow(unit, mu), 1, 3 + Tolerance, Tolerance / 4) * scale;
    }

    /// <summary>
    /// Whether ‖w‖₂ &lt; μ: μ²I − wᵀw, five diagonals, has a Cholesky factor, whose two diagonals below the main one are carried along.
    /// </summary>
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
}
