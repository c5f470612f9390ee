using Spn.Learning;

namespace Spn.Tests.Learning;

public class BaselineModelTests
{
    private static readonly BaselineOptions Tiny = new()
    {
        Classes = 3, Scale = 4, Network = UNetOptions.Default.WithEncoder([4, 6]).WithDecoder([5]).WithActivation(Activation.Elu),
    };

    [Fact]
    public void Gradients_agree_with_differences() =>
        ModelGradients.Agree(new BaselineModel(Tiny), RefinerModelTests.Batch(2, 21, 30, 3, seed: 2).WithCoarse(null));

    [Theory]
    [InlineData(21, 30)]
    [InlineData(16, 16)]
    [InlineData(1, 3)]
    public void It_predicts_at_any_size_what_its_coarse_map_upsampled_says(int height, int width)
    {
        var model = new BaselineModel(Tiny);
        var image = RefinerModelTests.Batch(2, height, width, 3, seed: 2).Image;
        FeatureMap coarse = model.PredictCoarse(image), whole = model.Predict(image);
        Assert.Equal(new MapShape(2, 3, (height + 3) / 4, (width + 3) / 4), coarse.Shape);
        Assert.Equal(new MapShape(2, 3, height, width), whole.Shape);
        var upsampled = Spn.Imaging.Resize.Bilinear(coarse, 4 * coarse.Height, 4 * coarse.Width);
        Near.Assert_near(FeatureMap.Generate(whole.Shape, (n, c, row, column) => upsampled[n, c, row, column]).Values, whole.Values, 1e-6);
        for (var i = 0; i < height * width; i++)
            Near.Assert_near(1, Enumerable.Range(0, 3).Sum(c => (double)whole.Values[c * height * width + i]), 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var model = new BaselineModel(Tiny);
        var batch = RefinerModelTests.Batch(2, 8, 8, 3, seed: 2);
        Assert.Throws<ArgumentException>(() => model.Predict(batch.Image, batch.Coarse));
        Assert.Throws<ArgumentException>(() => model.Predict(new FeatureMap(new MapShape(1, 1, 8, 8))));
        Assert.Throws<ArgumentException>(() => model.ForwardBackward(batch with { Labels = [batch.Labels[0]] }));
        Assert.Throws<ArgumentException>(() => new BaselineModel(Tiny.WithNetwork(Tiny.Network.WithDecoder([]))));
        Assert.Throws<ArgumentException>(() => new BaselineModel(Tiny.WithInference(InferenceOptions.Default.WithRestrictClasses(true))));
        var refiner = new RefinerModel(new RefinerOptions { Classes = 3, Guidance = UNetOptions.Default.WithEncoder([2, 2]).WithDecoder([]) });
        Assert.Throws<ArgumentNullException>(() => refiner.Predict(batch.Image));
        Assert.Contains("resize", Assert.Throws<ArgumentException>(() => refiner.Predict(batch.Image, new FeatureMap(new MapShape(2, 3, 1, 1)))).Message);
    }
}
