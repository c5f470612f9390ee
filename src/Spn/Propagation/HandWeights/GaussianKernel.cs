namespace Spn;

/// <summary>The taps of a separable Gaussian blur.</summary>
internal static class GaussianKernel
{
    /// <summary>Cut at two standard deviations, summing to one; the one tap 1 where there is no blur.</summary>
    public static double[] Of(double sigma)
    {
        if (sigma == 0)
            return [1];
        var radius = (int)Math.Ceiling(2 * sigma);
        var kernel = Enumerable.Range(-radius, 2 * radius + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, value => value / sum);
    }
}
