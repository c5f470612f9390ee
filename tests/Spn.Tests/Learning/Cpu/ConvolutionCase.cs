using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>One convolution with its inputs, made from its shape alone, and what the reference gives for it.</summary>
internal sealed class ConvolutionCase
{
    public ConvolutionCase(ConvolutionShape shape)
    {
        Shape = shape;
        X = FeatureMap.Random(new MapShape(shape.Batch, shape.Inputs, shape.Height, shape.Width), 1);
        GradY = FeatureMap.Random(new MapShape(shape.Batch, shape.Outputs, shape.OutHeight, shape.OutWidth), 2);
        Weights = FeatureMap.Random(new MapShape(1, 1, 1, shape.WeightCount), 3).Values;
        Bias = FeatureMap.Random(new MapShape(1, 1, 1, shape.Outputs), 4).Values;
    }

    public ConvolutionShape Shape { get; }

    public FeatureMap X { get; }

    public FeatureMap GradY { get; }

    public float[] Weights { get; }

    public float[] Bias { get; }

    public FeatureMap Forward(int threads = 0)
    {
        var y = FeatureMap.Constant(GradY.Shape, float.NaN);
        Convolution.Forward(X, Weights, Bias, y, Shape.Stride, threads);
        return y;
    }

    public FeatureMap BackwardInput(int threads = 0)
    {
        var gradX = FeatureMap.Constant(X.Shape, float.NaN);
        Convolution.BackwardInput(GradY, Weights, gradX, Shape.Stride, threads);
        return gradX;
    }

    /// <summary>The gradients at weights and bias, one after the other.</summary>
    public float[] BackwardWeights(int threads = 0, float added = 0)
    {
        var (gradWeights, gradBias) = (new float[Weights.Length], new float[Bias.Length]);
        Array.Fill(gradWeights, added);
        Array.Fill(gradBias, added);
        Convolution.BackwardWeights(X, GradY, gradWeights, gradBias, Shape.Stride, threads);
        return [.. gradWeights, .. gradBias];
    }

    public double[] ReferenceForward() => ConvolutionReference.Forward(Shape, Wide(X.Values), Wide(Weights), Wide(Bias));

    public double[] ReferenceBackwardInput() => ConvolutionReference.BackwardInput(Shape, Wide(GradY.Values), Wide(Weights));

    public double[] ReferenceBackwardWeights() =>
        [.. ConvolutionReference.BackwardWeights(Shape, Wide(X.Values), Wide(GradY.Values)), .. ConvolutionReference.BackwardBias(Shape, Wide(GradY.Values))];

    public void AssertEqualsReference()
    {
        AssertClose(ReferenceForward(), Forward().Values, "y");
        AssertClose(ReferenceBackwardInput(), BackwardInput().Values, "gradX");
        // Gradients are added to what is there: one.
        AssertClose(Array.ConvertAll(ReferenceBackwardWeights(), value => value + 1), BackwardWeights(added: 1), "gradWeights");
    }

    public static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);

    private void AssertClose(double[] expected, float[] actual, string what)
    {
        var error = Near.RelativeError(expected, Wide(actual));
        Assert.True(error < 1e-5, FormattableString.Invariant($"{what} of {Shape}: relative error {error:g3}"));
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var at = 0; at < actual.Length; at++)
            Assert.True(Math.Abs(actual[at] - expected[at]) < 1e-5 * scale, FormattableString.Invariant($"{what} of {Shape} at {at}: expected {expected[at]:g9}, got {actual[at]:g9}"));
    }
}
