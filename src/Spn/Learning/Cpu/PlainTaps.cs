namespace Spn.Learning;

/// <summary>One input plane, one output plane and the weights between them, as plain loops.</summary>
internal static class PlainTaps
{
    /// <summary>Adds the share of one input plane to one output plane.</summary>
    public static void Forward(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y)
    {
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var (dy, dx, weight) = (tap / shape.Kernel - shape.Padding, tap % shape.Kernel - shape.Padding, weights[tap]);
            for (var row = 0; row < shape.OutHeight; row++)
                for (var column = 0; column < shape.OutWidth; column++)
                    if ((uint)(row * shape.Stride + dy) < (uint)shape.Height && (uint)(column * shape.Stride + dx) < (uint)shape.Width)
                        y[row * shape.OutWidth + column] += weight * x[(row * shape.Stride + dy) * shape.Width + column * shape.Stride + dx];
        }
    }

    /// <summary>Adds the share of one output plane's gradient to that of one input plane.</summary>
    public static void BackwardInput(in ConvolutionShape shape, ReadOnlySpan<float> gradY, ReadOnlySpan<float> weights, Span<float> gradX)
    {
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var (dy, dx, weight) = (tap / shape.Kernel - shape.Padding, tap % shape.Kernel - shape.Padding, weights[tap]);
            for (var row = 0; row < shape.OutHeight; row++)
                for (var column = 0; column < shape.OutWidth; column++)
                    if ((uint)(row * shape.Stride + dy) < (uint)shape.Height && (uint)(column * shape.Stride + dx) < (uint)shape.Width)
                        gradX[(row * shape.Stride + dy) * shape.Width + column * shape.Stride + dx] += weight * gradY[row * shape.OutWidth + column];
        }
    }

    /// <summary>Adds what one pair of planes gives to the gradient of the weights between them.</summary>
    public static void BackwardWeights(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> gradY, Span<float> gradWeights)
    {
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var (dy, dx, sum) = (tap / shape.Kernel - shape.Padding, tap % shape.Kernel - shape.Padding, 0f);
            for (var row = 0; row < shape.OutHeight; row++)
                for (var column = 0; column < shape.OutWidth; column++)
                    if ((uint)(row * shape.Stride + dy) < (uint)shape.Height && (uint)(column * shape.Stride + dx) < (uint)shape.Width)
                        sum += gradY[row * shape.OutWidth + column] * x[(row * shape.Stride + dy) * shape.Width + column * shape.Stride + dx];
            gradWeights[tap] += sum;
        }
    }
}
