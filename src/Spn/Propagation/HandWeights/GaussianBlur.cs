namespace Spn;

/// <summary>A separable Gaussian blur, border pixels repeated.</summary>
internal static class GaussianBlur
{
    /// <summary>The map blurred by a standard deviation in pixels; the map itself when that is zero.</summary>
    public static FeatureMap Apply(FeatureMap map, double sigma)
    {
        if (sigma == 0)
            return map;
        var kernel = Kernel(sigma);
        var (blurred, rows) = (new FeatureMap(map.Shape), new float[map.Shape.PlaneSize]);
        for (var n = 0; n < map.Batch; n++)
            for (var c = 0; c < map.Channels; c++)
            {
                Along(map.Plane(n, c), rows, map.Height, map.Width, map.Width, 1, kernel);
                Along(rows, blurred.Plane(n, c), map.Width, map.Height, 1, map.Width, kernel);
            }

        return blurred;
    }

    /// <summary>Blurs <paramref name="lines"/> lines of <paramref name="length"/> pixels.</summary>
    private static void Along(ReadOnlySpan<float> source, Span<float> target, int lines, int length, int lineStride, int pixelStride, double[] kernel)
    {
        var radius = kernel.Length / 2;
        for (var line = 0; line < lines; line++)
            for (var pixel = 0; pixel < length; pixel++)
            {
                var sum = 0.0;
                for (var tap = -radius; tap <= radius; tap++)
                    sum += kernel[tap + radius] * source[line * lineStride + Math.Clamp(pixel + tap, 0, length - 1) * pixelStride];
                target[line * lineStride + pixel * pixelStride] = (float)sum;
            }
    }

    /// <summary>Cut at two standard deviations, summing to one.</summary>
    private static double[] Kernel(double sigma)
    {
        var radius = (int)Math.Ceiling(2 * sigma);
        var kernel = Enumerable.Range(-radius, 2 * radius + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, value => value / sum);
    }
}
