using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>Shapes that do not fit together are refused.</summary>
public class ConvolutionTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_what_was_expected()
    {
        var (x, y) = (new FeatureMap(new MapShape(1, 2, 5, 5)), new FeatureMap(new MapShape(1, 3, 3, 3)));
        var (weights, bias) = (new float[54], new float[3]);
        Convolution.Forward(x, weights, bias, y, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward(x, weights, bias, y, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward(x, weights, bias, y, 2, -1));
        Assert.Contains("1×3×5×5", Assert.Throws<ArgumentException>(() => Convolution.Forward(x, weights, bias, y, 1)).Message);
        Assert.Contains("54", Assert.Throws<ArgumentException>(() => Convolution.Forward(x, new float[53], bias, y, 2)).Message);
        Assert.Throws<ArgumentException>(() => Convolution.Forward(x, weights, new float[2], y, 2));
        Assert.Throws<ArgumentException>(() => Convolution.BackwardInput(y, weights, new FeatureMap(new MapShape(1, 2, 7, 5)), 2));
        Assert.Throws<ArgumentException>(() => Convolution.BackwardWeights(x, y, weights, new float[4], 2));
    }
}
