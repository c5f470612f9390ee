using Spn.Learning;

namespace Spn.Tests.Learning;

public class LayerGradientTests
{
    private readonly Random _random = new(7);

    [Theory]
    [InlineData(1, 1, 5, 7, Activation.None)]
    [InlineData(3, 1, 5, 7, Activation.None)]
    [InlineData(3, 2, 6, 8, Activation.None)]
    [InlineData(3, 2, 5, 7, Activation.None)]
    [InlineData(1, 2, 5, 4, Activation.None)]
    [InlineData(3, 1, 1, 1, Activation.None)]
    [InlineData(3, 1, 6, 5, Activation.Elu)]
    public void Convolution(int kernel, int stride, int height, int width, Activation activation) => LayerCase.Gradients_agree(
        new ConvolutionLayer("conv", 3, 4, new ConvolutionOptions { Kernel = kernel, Stride = stride, Activation = activation }, seed: 5),
        [Map(2, 3, height, width)], step: activation == Activation.None ? 0.1 : 0.01);

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Elu)]
    [InlineData(Activation.None)]
    public void Activations(Activation activation) => LayerCase.Gradients_agree(new ActivationLayer("act", activation), [Map(2, 3, 5, 7)], step: 0.02);

    [Theory]
    [InlineData(6, 8)]
    [InlineData(5, 7)]
    [InlineData(1, 1)]
    public void Max_pool(int height, int width)
    {
        // Values far enough apart that no step changes the winner.
        var values = Enumerable.Range(0, 2 * 3 * height * width).Select(i => 0.1f * i).ToArray();
        _random.Shuffle(values);
        LayerCase.Gradients_agree(new MaxPoolLayer("pool"), [new FeatureMap(new MapShape(2, 3, height, width), values)], step: 0.02);
    }

    [Theory]
    [InlineData(4, 5, 8, 10)]
    [InlineData(8, 10, 4, 5)]
    [InlineData(5, 3, 7, 11)]
    [InlineData(7, 9, 3, 1)]
    [InlineData(1, 1, 4, 4)]
    public void Resize(int height, int width, int toHeight, int toWidth) =>
        LayerCase.Gradients_agree(new ResizeLayer("resize"), [Map(2, 3, height, width), Map(2, 1, toHeight, toWidth)]);

    [Fact]
    public void Concat() => LayerCase.Gradients_agree(new ConcatLayer("concat"), [Map(2, 3, 4, 5), Map(2, 1, 4, 5), Map(2, 2, 4, 5)]);

    [Fact]
    public void Sum() => LayerCase.Gradients_agree(new SumLayer("sum", [1, -1, 0.5]), [Map(2, 3, 4, 5), Map(2, 3, 4, 5), Map(2, 3, 4, 5)]);

    [Fact]
    public void Normalise() => LayerCase.Gradients_agree(new NormaliseLayer("normalise", [0.4, 0.5], [0.2, 2]), [Map(2, 2, 4, 5)]);

    [Fact]
    public void Log()
    {
        var input = FeatureMap.Generate(new MapShape(2, 3, 4, 5), (_, _, _, _) => 0.25f + _random.NextSingle());
        input.Values[3] = 0.01f;
        LayerCase.Gradients_agree(new LogLayer("log", 0.1), [input], step: 0.005);
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(8, 4)]
    public void Pad_crop_and_block_mean(int height, int width)
    {
        LayerCase.Gradients_agree(new PadLayer("pad", 4), [Map(2, 3, height, width)]);
        LayerCase.Gradients_agree(new CropLayer("crop"), [Map(2, 3, height, width), Map(2, 1, height - 1, width - 2)]);
        LayerCase.Gradients_agree(new BlockMeanLayer("mean", 3), [Map(2, 2, 3 * height, 3 * width)]);
    }

    [Theory]
    [InlineData(Connection.OneWay, false)]
    [InlineData(Connection.ThreeWay, false)]
    [InlineData(Connection.OneWay, true)]
    [InlineData(Connection.ThreeWay, true)]
    public void Propagation(Connection connection, bool shared)
    {
        // Weights well below the constraint's kink, and hidden maps that differ enough for the winner to stay.
        var weights = Map(2, 4 * (int)connection * (shared ? 1 : 3), 4, 5);
        for (var i = 0; i < weights.Values.Length; i++)
            weights.Values[i] *= 0.3f;
        LayerCase.Gradients_agree(new PropagationLayer("spn", connection), [Map(2, 3, 4, 5), weights], step: 1e-3);
    }

    [Theory]
    [InlineData(Connection.OneWay, false)]
    [InlineData(Connection.ThreeWay, false)]
    [InlineData(Connection.OneWay, true)]
    [InlineData(Connection.ThreeWay, true)]
    public void Propagation_where_the_constraint_acts(Connection connection, bool shared)
    {
        // Σ|p| above 1 at every pixel with a neighbour, those at the border with two included: the backward goes through p / Σ|p|.
        var weights = Map(2, 4 * (int)connection * (shared ? 1 : 3), 4, 5);
        for (var i = 0; i < weights.Values.Length; i++)
            weights.Values[i] += Math.Sign(weights.Values[i]);
        LayerCase.Gradients_agree(new PropagationLayer("spn", connection), [Map(2, 3, 4, 5), weights], step: 1e-3);
    }

    [Theory]
    [InlineData(Connection.OneWay, 0.6f)]
    [InlineData(Connection.OneWay, 1.4f)]
    [InlineData(Connection.ThreeWay, 0.3f)]
    [InlineData(Connection.ThreeWay, 1f)]
    public void Stability_constraint(Connection connection, float scale)
    {
        var weights = Map(2, 4 * (int)connection * 2, 4, 5);
        for (var i = 0; i < weights.Values.Length; i++)
            weights.Values[i] *= scale;
        var layer = new StabilityLayer("constraint", connection);
        LayerCase.Gradients_agree(layer, [weights], step: 1e-3);

        // A propagation of what the layer gives is that of the raw weights.
        var (x, constrained) = (Map(2, 2, 4, 5), new FeatureMap(weights.Shape));
        layer.Forward([weights], constrained);
        var (plain, together) = (new FeatureMap(x.Shape), new FeatureMap(x.Shape));
        new PropagationLayer("plain", connection, PropagationOptions.Default.WithStabilize(false)).Forward([x, constrained], plain);
        new PropagationLayer("spn", connection).Forward([x, weights], together);
        Near.Assert_near(together.Values, plain.Values, 1e-5);
        Assert.Contains("'constraint'", Assert.Throws<ArgumentException>(() => layer.OutputShape([weights.Shape with { Channels = 7 }])).Message);
    }

    [Fact]
    public void Resizing_is_that_of_images()
    {
        FeatureMap input = Map(2, 3, 5, 9), like = Map(2, 1, 12, 4);
        var output = new FeatureMap(new MapShape(2, 3, 12, 4));
        new ResizeLayer("resize").Forward([input, like], output);
        Near.Assert_near(Spn.Imaging.Resize.Bilinear(input, 12, 4).Values, output.Values, 1e-6);
    }

    [Fact]
    public void Not_a_number_is_passed_on()
    {
        var input = FeatureMap.Constant(new MapShape(1, 1, 4, 4), float.NaN);
        foreach (var layer in new Layer[] { new ActivationLayer("relu", Activation.Relu), new ActivationLayer("elu", Activation.Elu), new MaxPoolLayer("pool"), new LogLayer("log", 0.1) })
        {
            var output = new FeatureMap(layer.OutputShape([input.Shape]));
            layer.Forward([input], output);
            Assert.All(output.Values, value => Assert.True(float.IsNaN(value), layer.Name));
        }
    }

    [Fact]
    public void A_wrong_shape_names_the_layer()
    {
        var shape = new MapShape(1, 3, 4, 4);
        Assert.Contains("'conv'", Assert.Throws<ArgumentException>(() => new ConvolutionLayer("conv", 2, 4).OutputShape([shape])).Message);
        Assert.Contains("'concat'", Assert.Throws<ArgumentException>(() => new ConcatLayer("concat").OutputShape([shape, shape with { Width = 5 }])).Message);
        Assert.Contains("'sum'", Assert.Throws<ArgumentException>(() => new SumLayer("sum", [1, 1]).OutputShape([shape, shape with { Channels = 5 }])).Message);
        Assert.Contains("'spn'", Assert.Throws<ArgumentException>(() => new PropagationLayer("spn", Connection.ThreeWay).OutputShape([shape, shape])).Message);
        Assert.Contains("'mean'", Assert.Throws<ArgumentException>(() => new BlockMeanLayer("mean", 3).OutputShape([shape])).Message);
    }

    private FeatureMap Map(int batch, int channels, int height, int width) => LayerCase.Map(new MapShape(batch, channels, height, width), _random);
}
