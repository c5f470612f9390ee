namespace Spn.Segmentation;

/// <summary>Mean field over all pairs of pixels in double, as the equations have it.</summary>
internal static class MeanFieldByPairs
{
    public static FeatureMap Infer(FeatureMap probabilities, FeatureMap photo, DenseCrfOptions options, CancellationToken cancellation)
    {
        var (classes, pixels) = (probabilities.Channels, photo.Shape.PlaneSize);
        var unary = Array.ConvertAll(probabilities.Values, p => Math.Log(Math.Max(p, options.Floor)));
        var q = Softmax(unary, classes, pixels);
        var work = new RowWork(options.Threads, cancellation);
        var position = Roots(photo, options.PositionSigma, null, work);
        var bilateral = Roots(photo, options.BilateralSigma, options.ColourSigma, work);
        for (var step = 0; step < options.Iterations; step++)
        {
            var scores = (double[])unary.Clone();
            work.For(pixels, i =>
            {
                for (var j = 0; j < pixels; j++)
                {
                    var tie = options.PositionWeight * Kernel(photo, i, j, options.PositionSigma, null) / (position[i] * position[j])
                        + options.BilateralWeight * Kernel(photo, i, j, options.BilateralSigma, options.ColourSigma)
                        / (bilateral[i] * bilateral[j]);
                    for (var c = 0; c < classes; c++)
                        scores[c * pixels + i] += tie * q[c * pixels + j];
                }
            });
            q = Softmax(scores, classes, pixels);
        }

        return new FeatureMap(probabilities.Shape, Array.ConvertAll(q, value => (float)value));
    }

    /// <summary>exp(−½ |f_i − f_j|²) of position over σ and, where there is a width for it, colour over its own.</summary>
    public static double Kernel(FeatureMap photo, int i, int j, double sigma, double? colourSigma)
    {
        double Square(double difference, double width) => difference * difference / (width * width);
        var distance = Square(i / photo.Width - j / photo.Width, sigma) + Square(i % photo.Width - j % photo.Width, sigma);
        for (var c = 0; c < photo.Channels && colourSigma is not null; c++)
            distance += Square(255.0 * photo.Plane(0, c)[i] - 255.0 * photo.Plane(0, c)[j], colourSigma.Value);
        return Math.Exp(-0.5 * distance);
    }

    /// <summary>The square roots of K·1.</summary>
    private static double[] Roots(FeatureMap photo, double sigma, double? colourSigma, RowWork work)
    {
        var roots = new double[photo.Shape.PlaneSize];
        work.For(roots.Length, i =>
        {
            for (var j = 0; j < roots.Length; j++)
                roots[i] += Kernel(photo, i, j, sigma, colourSigma);
            roots[i] = Math.Sqrt(roots[i]);
        });
        return roots;
    }

    private static double[] Softmax(double[] scores, int classes, int pixels)
    {
        var result = new double[scores.Length];
        for (var i = 0; i < pixels; i++)
        {
            var most = Enumerable.Range(0, classes).Max(c => scores[c * pixels + i]);
            var sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(scores[c * pixels + i] - most));
            for (var c = 0; c < classes; c++)
                result[c * pixels + i] = Math.Exp(scores[c * pixels + i] - most) / sum;
        }

        return result;
    }
}
