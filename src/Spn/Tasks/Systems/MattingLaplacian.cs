namespace Spn.Tasks;

/// <summary>
/// The matting Laplacian: over all windows k of 3×3 pixels that hold i and j,
/// <c>L_ij = Σ_k (δ_ij − (1 + (I_i − μ_k)ᵀ (Σ_k + ε/9 U)⁻¹ (I_j − μ_k)) / 9)</c>, where μ_k and Σ_k are the mean and the covariance of the
/// window's colours.
/// </summary>
internal static class MattingLaplacian
{
    /// <summary>ε for colours in [0, 1], the value of the authors.</summary>
    private const double Epsilon = 1e-7;

    private const int Pixels = 9;

    /// <summary>L. Windows whose pixels are all known are left out: they say nothing about the others.</summary>
    public static PixelCouplings Of(FeatureMap photo, float[] known)
    {
        var couplings = new PixelCouplings(photo.Height, photo.Width, 2);
        var colours = new double[Pixels, 3];
        var weighted = new double[Pixels, 3];
        for (var row = 1; row < photo.Height - 1; row++)
            for (var column = 1; column < photo.Width - 1; column++)
            {
                if (!Gather(photo, known, row, column, colours))
                    continue;
                Weigh(colours, weighted);
                for (var i = 0; i < Pixels; i++)
                    for (var j = 0; j < Pixels; j++)
                    {
                        var tie = colours[i, 0] * weighted[j, 0] + colours[i, 1] * weighted[j, 1] + colours[i, 2] * weighted[j, 2];
                        couplings.Add(
                            row + i / 3 - 1, column + i % 3 - 1, row + j / 3 - 1, column + j % 3 - 1,
                            (i == j ? 1 : 0) - (1 + tie) / Pixels);
                    }
            }

        return couplings;
    }

    /// <summary>The colours of a window less their mean; false where all its pixels are known. A grey photograph has one colour.</summary>
    private static bool Gather(FeatureMap photo, float[] known, int row, int column, double[,] colours)
    {
        var unknown = false;
        Span<double> mean = [0, 0, 0];
        for (var i = 0; i < Pixels; i++)
        {
            var at = (row + i / 3 - 1) * photo.Width + column + i % 3 - 1;
            unknown |= known[at] == 0;
            for (var c = 0; c < photo.Channels; c++)
                mean[c] += (colours[i, c] = photo.Values[c * photo.Shape.PlaneSize + at]) / Pixels;
        }

        for (var i = 0; i < Pixels; i++)
            for (var c = 0; c < photo.Channels; c++)
                colours[i, c] -= mean[c];
        return unknown;
    }

    /// <summary>(Σ + ε/9 U)⁻¹ times each colour.</summary>
    private static void Weigh(double[,] colours, double[,] weighted)
    {
        Span<double> m = [0, 0, 0, 0, 0, 0];
        for (var i = 0; i < Pixels; i++)
            for (int a = 0, k = 0; a < 3; a++)
                for (var b = a; b < 3; b++, k++)
                    m[k] += colours[i, a] * colours[i, b] / Pixels;
        (m[0], m[3], m[5]) = (m[0] + Epsilon / Pixels, m[3] + Epsilon / Pixels, m[5] + Epsilon / Pixels);
        double p = m[3] * m[5] - m[4] * m[4], q = m[2] * m[4] - m[1] * m[5], r = m[1] * m[4] - m[2] * m[3];
        var determinant = m[0] * p + m[1] * q + m[2] * r;
        double s = m[0] * m[5] - m[2] * m[2], t = m[1] * m[2] - m[0] * m[4], u = m[0] * m[3] - m[1] * m[1];
        for (var i = 0; i < Pixels; i++)
        {
            double x = colours[i, 0], y = colours[i, 1], z = colours[i, 2];
            weighted[i, 0] = (p * x + q * y + r * z) / determinant;
            weighted[i, 1] = (q * x + s * y + t * z) / determinant;
            weighted[i, 2] = (r * x + t * y + u * z) / determinant;
        }
    }
}
