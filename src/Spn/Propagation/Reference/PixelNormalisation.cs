namespace Spn;

/// <summary>A normalisation and its backward at one pixel in double: the formulas of <see cref="Normalisation"/>, in one place.</summary>
internal static class PixelNormalisation
{
    /// <summary>q from the raw weights of the neighbours that exist, and the g of a gate.</summary>
    public static void Forward(Normalisation normalisation, ReadOnlySpan<double> p, double g, Span<double> q)
    {
        var scale = normalisation switch
        {
            Normalisation.Clip => Clipped(AbsoluteSum(p)),
            Normalisation.Always => 1 / (AbsoluteSum(p) + Normalisations.Epsilon),
            Normalisation.Gate => Math.Tanh(g),
            _ => 1,
        };
        var exponent = Exponent(normalisation, p);
        var sum = exponent is null ? 1 : 0.0;
        for (var k = 0; k < p.Length; k++)
        {
            q[k] = exponent is { } largest ? Share(normalisation, p[k], largest) : p[k];
            sum += exponent is null ? 0 : q[k];
        }

        for (var k = 0; k < p.Length; k++)
            q[k] *= scale / sum;
    }

    /// <summary>The gradient with respect to the raw weights, from that with respect to q; gives that with respect to g.</summary>
    /// <remarks>At p = 0 the derivative of |p| counts as zero, and so does that of the clip at Σ|p| = 1.</remarks>
    public static double Backward(Normalisation normalisation, ReadOnlySpan<double> p, double g, ReadOnlySpan<double> dq, Span<double> dp)
    {
        Span<double> q = stackalloc double[p.Length];
        Forward(normalisation, p, normalisation == Normalisation.Gate ? double.PositiveInfinity : g, q);
        var (s, along) = (AbsoluteSum(p), 0.0);
        for (var k = 0; k < p.Length; k++)
            along += dq[k] * q[k];
        for (var k = 0; k < p.Length; k++)
            dp[k] = normalisation switch
            {
                Normalisation.Clip => s > 1 ? (dq[k] - Math.Sign(p[k]) * along) / s : dq[k],
                Normalisation.Always => (dq[k] - Math.Sign(p[k]) * along) / (s + Normalisations.Epsilon),
                Normalisation.RowStochastic => q[k] * (dq[k] - along) / (1 + Math.Exp(p[k])),
                Normalisation.Gate => Math.Tanh(g) * q[k] * (dq[k] - along),
                _ => dq[k],
            };
        return normalisation == Normalisation.Gate ? along / Math.Pow(Math.Cosh(g), 2) : 0;
    }

    private static double Clipped(double sum) => sum > 1 ? 1 / sum : 1;

    private static double AbsoluteSum(ReadOnlySpan<double> p)
    {
        var sum = 0.0;
        foreach (var weight in p)
            sum += Math.Abs(weight);
        return sum;
    }

    /// <summary>
    /// By what exponent shares may be divided so that none of them is lost: the largest one of a softmax, and of sigmoids the largest where
    /// all are negative. Null where there are no shares.
    /// </summary>
    private static double? Exponent(Normalisation normalisation, ReadOnlySpan<double> p)
    {
        if (normalisation is not (Normalisation.RowStochastic or Normalisation.Gate))
            return null;
        var largest = double.NegativeInfinity;
        foreach (var weight in p)
            largest = Math.Max(largest, weight);
        return normalisation == Normalisation.Gate ? largest : Math.Min(largest, 0);
    }

    /// <summary>e^(p − largest), or σ(p) e^(−largest).</summary>
    private static double Share(Normalisation normalisation, double p, double largest) =>
        normalisation == Normalisation.Gate ? Math.Exp(p - largest) : Math.Exp(Math.Min(p, 0) - largest) / (1 + Math.Exp(-Math.Abs(p)));
}
