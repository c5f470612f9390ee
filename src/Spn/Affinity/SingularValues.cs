namespace Spn;

/// <summary>
/// Singular values of a dense matrix by the one-sided Jacobi method: pairs of columns are turned until all are at right angles to each
/// other; their lengths are the singular values, to about 1e-14 of the largest.
/// </summary>
/// <remarks>Demmel and Veselić 1992, doi:10.1137/0613074.</remarks>
internal static class SingularValues
{
    /// <summary>Ten are usual; more than this means that the method does not settle.</summary>
    private const int MostSweeps = 60;

    /// <summary>The singular values, the largest first, of n columns of n values each, one after the other; overwrites them.</summary>
    /// <exception cref="InvalidOperationException">The columns do not come to right angles.</exception>
    public static double[] Of(double[] columns, int n)
    {
        var tolerance = 1e-15 * Math.Max(10, n);
        // A column this short is nothing but rounding, and has no direction.
        var nothing = Math.Pow(tolerance, 2) * Dot(columns, columns);
        var turned = true;
        for (var sweep = 0; turned; sweep++)
        {
            if (sweep == MostSweeps)
                throw new InvalidOperationException(
                    $"expected singular values after {MostSweeps} sweeps over {n} columns, they have not settled; "
                    + "the entries differ too much in size.");
            turned = false;
            for (var p = 0; p < n - 1; p++)
                for (var q = p + 1; q < n; q++)
                    turned |= Turn(columns.AsSpan(p * n, n), columns.AsSpan(q * n, n), tolerance, nothing);
        }

        var values = new double[n];
        for (var j = 0; j < n; j++)
            values[j] = Math.Sqrt(Dot(columns.AsSpan(j * n, n), columns.AsSpan(j * n, n)));
        Array.Sort(values, (a, b) => b.CompareTo(a));
        return values;
    }

    /// <summary>Turns two columns to a right angle; false where they stand at one already.</summary>
    private static bool Turn(Span<double> a, Span<double> b, double tolerance, double nothing)
    {
        var (aa, bb, ab) = (Dot(a, a), Dot(b, b), Dot(a, b));
        if (aa <= nothing || bb <= nothing || !(Math.Abs(ab) > tolerance * Math.Sqrt(aa) * Math.Sqrt(bb)))
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
