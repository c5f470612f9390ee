namespace Spn.Tasks;

/// <summary>
/// Known values filled in by a sparse linear system, as Levin, Lischinski and Weiss colourise (ACM ToG 2004, doi:10.1145/1015706.1015780):
/// each unknown pixel shall be the weighted mean of its eight neighbours, <c>U(r) = Σ_s w_rs U(s)</c>, where neighbours of like colour
/// weigh more.
/// </summary>
/// <remarks>
/// The weights are <c>w_rs ∝ exp(−|I(r) − I(s)|² / 2 σ_r σ_s)</c>. The paper has σ_r² instead, which makes a matrix that is not symmetric;
/// with σ_r σ_s it is, so conjugate gradients apply. σ_r² is a tenth of the variance in the 3×3 window around r (and of no less than 1e-4):
/// of 1, 0.3, 0.1 and 0.03 of it this gave the smallest errors on generated scenes. A weight is at least 1e-6, so every pixel is tied to a
/// known one.
/// </remarks>
public static class LeastSquares
{
    private const double Sharp = 0.1, LeastVariance = 1e-4, LeastWeight = 1e-6;

    /// <summary>Fills in what is not known.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1]; to colourise, the grey one.</param>
    /// <param name="known">Values at some of its pixels.</param>
    /// <param name="options">When to stop; all defaults when null.</param>
    /// <param name="progress">How far the residual has fallen, 0 to 1.</param>
    /// <param name="cancellation">Stops the work between steps.</param>
    /// <exception cref="ArgumentException">The sizes differ, the picture is too large, or an option is out of its range.</exception>
    /// <exception cref="ConvergenceException">The residual did not fall far enough.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SolvedMap Fill(
        FeatureMap photo, SparseMap known, LinearSystemOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        known.CheckPhoto(photo);
        var settings = (options ?? LinearSystemOptions.Default).Check(photo.Shape);
        return Couplings(photo).Solve(known, settings, progress, cancellation);
    }

    /// <summary>D − W: minus the weights off the diagonal, their sums on it.</summary>
    private static PixelCouplings Couplings(FeatureMap photo)
    {
        var (height, width) = (photo.Height, photo.Width);
        var couplings = new PixelCouplings(height, width, 1);
        var deviation = Deviations(photo);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                // Half of the eight neighbours; the other half is theirs.
                foreach (var (down, right) in (ReadOnlySpan<(int, int)>)[(0, 1), (1, -1), (1, 0), (1, 1)])
                {
                    var (r, c) = (row + down, column + right);
                    if (r >= height || (uint)c >= (uint)width)
                        continue;
                    var (here, there) = (row * width + column, r * width + c);
                    var weight = Math.Max(
                        LeastWeight, Math.Exp(-Square(photo, here, there) / (2 * deviation[here] * deviation[there])));
                    couplings.Add(row, column, r, c, -weight);
                    couplings.Add(r, c, row, column, -weight);
                    couplings.Add(row, column, row, column, weight);
                    couplings.Add(r, c, r, c, weight);
                }

        return couplings;
    }

    private static double Square(FeatureMap photo, int here, int there)
    {
        var (square, plane) = (0.0, photo.Shape.PlaneSize);
        for (var at = 0; at < photo.Values.Length; at += plane)
        {
            var difference = (double)photo.Values[at + here] - photo.Values[at + there];
            square += difference * difference;
        }

        return square;
    }

    /// <summary>σ at each pixel; the window of 3×3 pixels around it is cut at the border.</summary>
    private static double[] Deviations(FeatureMap photo)
    {
        var variance = new double[photo.Shape.PlaneSize];
        for (var c = 0; c < photo.Channels; c++)
        {
            var plane = photo.Plane(0, c);
            for (var row = 0; row < photo.Height; row++)
                for (var column = 0; column < photo.Width; column++)
                {
                    double sum = 0, squares = 0, count = 0;
                    for (var r = Math.Max(0, row - 1); r <= Math.Min(photo.Height - 1, row + 1); r++)
                        for (var k = Math.Max(0, column - 1); k <= Math.Min(photo.Width - 1, column + 1); k++)
                        {
                            double value = plane[r * photo.Width + k];
                            (sum, squares, count) = (sum + value, squares + value * value, count + 1);
                        }

                    variance[row * photo.Width + column] += squares / count - sum / count * (sum / count);
                }
        }

        return Array.ConvertAll(variance, v => Math.Sqrt(Sharp * Math.Max(LeastVariance, v)));
    }
}
