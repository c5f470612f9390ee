namespace Spn.Learning;

/// <summary>Convolution and its gradients as the definition reads, in double: what the kernels are judged by.</summary>
internal static class ConvolutionReference
{
    /// <summary>y, N×O×⌈H/s⌉×⌈W/s⌉: bias[o] + Σ over i and taps of weights[o, i] · x[i].</summary>
    public static double[] Forward(ConvolutionShape shape, double[] x, double[] weights, double[] bias)
    {
        var y = new double[shape.Batch * shape.Outputs * shape.OutHeight * shape.OutWidth];
        for (var at = 0; at < y.Length; at++)
            y[at] = bias[at / (shape.OutHeight * shape.OutWidth) % shape.Outputs];
        Visit(shape, (inX, inWeights, inY) => y[inY] += weights[inWeights] * x[inX]);
        return y;
    }

    /// <summary>The gradient at x, N×I×H×W.</summary>
    public static double[] BackwardInput(ConvolutionShape shape, double[] gradY, double[] weights)
    {
        var gradX = new double[shape.Batch * shape.Inputs * shape.Height * shape.Width];
        Visit(shape, (inX, inWeights, inY) => gradX[inX] += weights[inWeights] * gradY[inY]);
        return gradX;
    }

    /// <summary>The gradient at the weights, O×I×k×k.</summary>
    public static double[] BackwardWeights(ConvolutionShape shape, double[] x, double[] gradY)
    {
        var gradWeights = new double[shape.WeightCount];
        Visit(shape, (inX, inWeights, inY) => gradWeights[inWeights] += gradY[inY] * x[inX]);
        return gradWeights;
    }

    /// <summary>The gradient at the bias, O values.</summary>
    public static double[] BackwardBias(ConvolutionShape shape, double[] gradY)
    {
        var gradBias = new double[shape.Outputs];
        for (var at = 0; at < gradY.Length; at++)
            gradBias[at / (shape.OutHeight * shape.OutWidth) % shape.Outputs] += gradY[at];
        return gradBias;
    }

    /// <summary>Every product of the definition once: the places of its input value, its weight and its output.</summary>
    private static void Visit(ConvolutionShape shape, Action<int, int, int> product)
    {
        for (var n = 0; n < shape.Batch; n++)
            for (var o = 0; o < shape.Outputs; o++)
                for (var row = 0; row < shape.OutHeight; row++)
                    for (var column = 0; column < shape.OutWidth; column++)
                        for (var i = 0; i < shape.Inputs; i++)
                            for (var tap = 0; tap < shape.Taps; tap++)
                            {
                                var fromRow = row * shape.Stride + tap / shape.Kernel - shape.Padding;
                                var fromColumn = column * shape.Stride + tap % shape.Kernel - shape.Padding;
                                if (fromRow < 0 || fromRow >= shape.Height || fromColumn < 0 || fromColumn >= shape.Width)
                                    continue;
                                product(
                                    ((n * shape.Inputs + i) * shape.Height + fromRow) * shape.Width + fromColumn,
                                    (o * shape.Inputs + i) * shape.Taps + tap,
                                    ((n * shape.Outputs + o) * shape.OutHeight + row) * shape.OutWidth + column);
                            }
    }
}
