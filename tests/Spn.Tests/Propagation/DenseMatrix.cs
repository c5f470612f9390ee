namespace Spn.Tests;

/// <summary>Small dense matrices by the plainest means.</summary>
internal static class DenseMatrix
{
    public static double[,] Multiply(double[,] a, double[,] b)
    {
        var n = a.GetLength(0);
        var product = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++)
                    product[i, j] += a[i, k] * b[k, j];
        return product;
    }

    public static double InfinityNorm(double[,] a) =>
        Enumerable.Range(0, a.GetLength(0)).Max(i => Enumerable.Range(0, a.GetLength(1)).Sum(j => Math.Abs(a[i, j])));

    /// <summary>
    /// The largest singular value: Jacobi rotations make the columns of a orthogonal; their lengths are then the singular values.
    /// </summary>
    public static double SpectralNorm(double[,] a)
    {
        var (n, m) = (a.GetLength(0), (double[,])a.Clone());
        for (var sweep = 0; sweep < 30; sweep++)
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                {
                    double pp = 0, qq = 0, pq = 0;
                    for (var i = 0; i < n; i++)
                        (pp, qq, pq) = (pp + m[i, p] * m[i, p], qq + m[i, q] * m[i, q], pq + m[i, p] * m[i, q]);
                    var angle = 0.5 * Math.Atan2(2 * pq, pp - qq);
                    var (sin, cos) = Math.SinCos(angle);
                    for (var i = 0; i < n; i++)
                        (m[i, p], m[i, q]) = (cos * m[i, p] + sin * m[i, q], -sin * m[i, p] + cos * m[i, q]);
                }
        return Enumerable.Range(0, n).Max(j => Math.Sqrt(Enumerable.Range(0, n).Sum(i => m[i, j] * m[i, j])));
    }

    /// <summary>Gelfand's limit ‖a^k‖^(1/k) at k = 2^22, by squaring: exact to about 1e-5.</summary>
    public static double SpectralRadius(double[,] a)
    {
        var (power, logarithm, k) = ((double[,])a.Clone(), 0.0, 1.0);
        for (var squaring = 0; squaring <= 22; squaring++)
        {
            var norm = InfinityNorm(power);
            if (norm == 0)
                return 0;
            logarithm += Math.Log(norm) / k;
            for (var i = 0; i < power.GetLength(0); i++)
                for (var j = 0; j < power.GetLength(1); j++)
                    power[i, j] /= norm;
            power = Multiply(power, power);
            k *= 2;
        }

        return Math.Exp(logarithm);
    }
}
