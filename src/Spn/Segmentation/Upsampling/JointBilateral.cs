namespace Spn.Segmentation;

/// <summary>Joint bilateral upsampling (Kopf, Cohen, Lischinski, Uyttendaele 2007, doi:10.1145/1276377.1276497).</summary>
public static class JointBilateral
{
    /// <summary>
    /// Of each pixel the mean of the coarse pixels around it, weighted by <c>exp(−½ d² / σ_d²) exp(−½ |I_p − I_q|² / σ_r²)</c>: d is the
    /// distance in coarse pixels, I_p the colour of the pixel, I_q that of the pixel under the coarse pixel's centre.
    /// </summary>
    /// <param name="coarse">1×C×h×w in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    /// <returns>1×C×H×W, summing over the classes to one where the coarse map does.</returns>
    /// <exception cref="ArgumentException">A shape, a value or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Upsample(
        FeatureMap coarse, FeatureMap photo, JointBilateralOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? JointBilateralOptions.Default).Check();
        var grid = UpsamplingInput.Check(coarse, photo, settings.CellSize);
        var result = new FeatureMap(photo.Shape with { Channels = coarse.Channels });
        new RowWork(settings.Threads, cancellation).For(photo.Height, row => Row(coarse, photo, settings, grid, row, result));
        return result;
    }

    private static void Row(
        FeatureMap coarse, FeatureMap photo, JointBilateralOptions options, CoarseGrid grid, int row, FeatureMap result)
    {
        var (pixels, cells) = (photo.Shape.PlaneSize, coarse.Shape.PlaneSize);
        var most = (2 * options.Radius + 1) * (2 * options.Radius + 1);
        var (taps, weights) = (new int[most], new double[most]);
        for (var column = 0; column < photo.Width; column++)
        {
            var (count, pixel) = (0, row * photo.Width + column);
            double y = grid.Row(row), x = grid.Column(column), largest = double.NegativeInfinity;
            var (centreY, centreX) = ((int)Math.Round(y), (int)Math.Round(x));
            for (var r = Math.Max(0, centreY - options.Radius); r <= Math.Min(coarse.Height - 1, centreY + options.Radius); r++)
                for (var c = Math.Max(0, centreX - options.Radius); c <= Math.Min(coarse.Width - 1, centreX + options.Radius); c++)
                {
                    var under = grid.PixelRow(r) * photo.Width + grid.PixelColumn(c);
                    var difference = 0.0;
                    for (var k = 0; k < photo.Channels; k++)
                    {
                        var step = 255.0 * (photo.Values[k * pixels + pixel] - photo.Values[k * pixels + under]);
                        difference += step * step;
                    }

                    taps[count] = r * coarse.Width + c;
                    weights[count] = -0.5 * (((r - y) * (r - y) + (c - x) * (c - x)) / (options.SigmaSpace * options.SigmaSpace)
                        + difference / (options.SigmaColour * options.SigmaColour));
                    largest = Math.Max(largest, weights[count++]);
                }

            // Over the largest one, so that a pixel unlike all around it does not divide zero by zero.
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                sum += weights[i] = Math.Exp(weights[i] - largest);
            for (var k = 0; k < coarse.Channels; k++)
            {
                var mean = 0.0;
                for (var i = 0; i < count; i++)
                    mean += weights[i] * coarse.Values[k * cells + taps[i]];
                result.Values[k * pixels + pixel] = (float)Math.Min(1, mean / sum);
            }
        }
    }
}
