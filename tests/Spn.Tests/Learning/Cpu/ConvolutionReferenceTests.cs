using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The reference against a value by hand and against finite differences of its own forward.</summary>
public class ConvolutionReferenceTests
{
    [Fact]
    public void A_small_case_has_the_values_worked_out_by_hand()
    {
        var shape = new ConvolutionShape(1, 1, 1, 2, 3, 3, 1);
        double[] x = [1, 2, 3, 4, 5, 6], weights = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal([94.5, 154.5, 106.5, 58.5, 91.5, 58.5], ConvolutionReference.Forward(shape, x, weights, [0.5]));
        Assert.Equal([94.5], ConvolutionReference.Forward(shape with { Stride = 2, Width = 2, Height = 2 }, [1, 2, 4, 5], weights, [0.5]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void The_gradients_are_those_of_finite_differences(int kernel, int stride)
    {
        var shape = new ConvolutionShape(2, 2, 3, 5, 4, kernel, stride);
        var c = new ConvolutionCase(shape);
        var (x, weights, bias, gradY) = (ConvolutionCase.Wide(c.X.Values), ConvolutionCase.Wide(c.Weights), ConvolutionCase.Wide(c.Bias), ConvolutionCase.Wide(c.GradY.Values));
        double Loss() => ConvolutionReference.Forward(shape, x, weights, bias).Zip(gradY, (value, gradient) => value * gradient).Sum();
        Near.Assert_near(Differences(x, Loss), ConvolutionReference.BackwardInput(shape, gradY, weights), 1e-8);
        Near.Assert_near(Differences(weights, Loss), ConvolutionReference.BackwardWeights(shape, x, gradY), 1e-8);
        Near.Assert_near(Differences(bias, Loss), ConvolutionReference.BackwardBias(shape, gradY), 1e-8);
    }

    private static double[] Differences(double[] at, Func<double> loss)
    {
        const double Step = 1e-3;
        var gradient = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var value = at[i];
            at[i] = value + Step;
            var above = loss();
            at[i] = value - Step;
            gradient[i] = (above - loss()) / (2 * Step);
            at[i] = value;
        }

        return gradient;
    }
}
