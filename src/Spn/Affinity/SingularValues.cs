namespace Spn;

/// <summary>
/// Singular values of a dense matrix by the one-sided Jacobi method: pairs of columns are turned until all are at right angles to each
/// other; their lengths are the singular values. Slower than a bidiagonalization, and accurate down to the small ones.
/// </summary>
/// <remarks>Demmel and Veselić 1992, doi:10.1137/0613074.</remarks>
internal static class SingularValues
{
    private const double Tolerance = 1e-14;
    private const int MostSweeps = 60;

    /// <summary>The singular values of n columns of n values each, one column after the other, the largest first. Overwrites the columns.</summary>
    public static double[] Of(double[] columns, int n)
    {
        var turned = true;
        for (var sweep = 0; turned && sweep < MostSweeps; sweep++)
        {
            turned = false;
            for (var p = 0; p < n - 1; p++)
                for (var q = p + 1; q < n; q++)
                    turned |= Turn(columns.AsSpan(p * n, n), columns.AsSpan(q * n, n));
        }

        var values = new double[n];
        for (var j = 0; j < n; j++)
            values[j] = Math.Sqrt(Dot(columns.AsSpan(j * n, n), columns.AsSpan(j * n, n)));
        Array.Sort(values, (a, b) => b.CompareTo(a));
        return values;
    }

    /// <summary>Turns two columns to a right angle; false where they stand at one already.</summary>
    private static bool Turn(Span<double> a, Span<double> b)
    {
        var (aa, bb, ab) = (Dot(a, a), Dot(b, b), Dot(a, b));
        if (!(Math.Abs(ab) > Tolerance * Math.Sqrt(aa * bb)))
            return false;
        var zeta = (bb - aa) / (2 * ab);
        var tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = cosine * tangent;
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (cosine * a[i] - sine * b[i], sine * a[i] + cosine * b[i]);
        return true;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
