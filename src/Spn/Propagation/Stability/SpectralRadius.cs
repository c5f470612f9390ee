namespace Spn;

/// <summary>
/// The largest |λ| of a tridiagonal w. It falls apart into blocks where a pair of elements mirrored at the diagonal has a zero. A block
/// whose pairs have positive products has the eigenvalues of a symmetric matrix, found by bisection on Cholesky pivots; any other may
/// have complex ones, found by the QR algorithm.
/// </summary>
internal static class SpectralRadius
{
    /// <summary>ρ(w); NaN when a block that needs the QR algorithm is larger than <paramref name="limit"/>.</summary>
    public static double Of(Tridiagonal w, int limit)
    {
        var scale = w.LargestElement();
        if (scale == 0)
            return 0;
        var unit = w.Scaled(1 / scale);
        var radius = 0.0;
        for (int start = 0, end; start < unit.Size; start = end)
        {
            end = start + 1;
            while (end < unit.Size && unit.Lower[end] * unit.Upper[end - 1] != 0)
                end++;
            var block = OfBlock(unit.Diagonal[start..end], PairProducts(unit, start, end), limit);
            if (double.IsNaN(block))
                return double.NaN;
            radius = Math.Max(radius, block);
        }

        return radius * scale;
    }

    /// <summary>Products w[i, i+1] · w[i+1, i] of a block: with the diagonal they are all that the eigenvalues depend on.</summary>
    private static double[] PairProducts(Tridiagonal w, int start, int end)
    {
        var products = new double[end - start - 1];
        for (var i = 0; i < products.Length; i++)
            products[i] = w.Upper[start + i] * w.Lower[start + i + 1];
        return products;
    }

    private static double OfBlock(double[] diagonal, double[] products, int limit)
    {
        if (products.All(product => product > 0))
            return Math.Max(LargestEigenvalue(diagonal, products), LargestEigenvalue(Array.ConvertAll(diagonal, a => -a), products));
        if (diagonal.Length > limit)
            return double.NaN;
        // The mirrored pair is shared out evenly, √|b c| each: a diagonal similarity that brings the norm close to the radius.
        var balanced = new double[diagonal.Length, diagonal.Length];
        for (var i = 0; i < diagonal.Length; i++)
            balanced[i, i] = diagonal[i];
        for (var i = 0; i < products.Length; i++)
        {
            balanced[i, i + 1] = Math.Sqrt(Math.Abs(products[i]));
            balanced[i + 1, i] = Math.CopySign(balanced[i, i + 1], products[i]);
        }

        return HessenbergEigenvalues.LargestModulus(balanced);
    }

    /// <summary>The largest eigenvalue of the symmetric tridiagonal matrix with the given diagonal and squares beside it.</summary>
    private static double LargestEigenvalue(double[] diagonal, double[] squares)
    {
        var (low, high) = (double.NegativeInfinity, double.NegativeInfinity);
        for (var i = 0; i < diagonal.Length; i++)
        {
            var beside = (i > 0 ? Math.Sqrt(squares[i - 1]) : 0) + (i < squares.Length ? Math.Sqrt(squares[i]) : 0);
            low = Math.Max(low, diagonal[i]);
            high = Math.Max(high, diagonal[i] + beside);
        }

        return diagonal.Length == 1 ? low : Bisection.SmallestThat(mu => IsBelow(diagonal, squares, mu), low, high, 1e-15);
    }

    /// <summary>Whether all eigenvalues are below μ: the pivots of μI − S are positive.</summary>
    private static bool IsBelow(double[] diagonal, double[] squares, double mu)
    {
        var pivot = mu - diagonal[0];
        for (var i = 1; pivot > 0 && i < diagonal.Length; i++)
            pivot = mu - diagonal[i] - squares[i - 1] / pivot;
        return pivot > 0;
    }
}
