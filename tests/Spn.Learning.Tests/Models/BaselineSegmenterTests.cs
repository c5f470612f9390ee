using System.Text.Json.Nodes;
using TorchSharp;

namespace Spn.Tests.Learning;

public class BaselineSegmenterTests
{
    static BaselineSegmenterTests() => TorchLibrary.Load();

    private static readonly BaselineOptions Tiny = new() { Classes = 3, Scale = 4, Network = new() { Encoder = [4, 6], Decoder = [5] } };

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Gradients_agree_with_differences(int scale)
    {
        using var model = new BaselineSegmenter(Tiny with { Scale = scale });
        GradientCheck.Agree(model, Batches.Of(2, 21, 30, 3, seed: 2) with { Coarse = null });
    }

    [Fact]
    public void A_network_that_ends_below_its_input_sees_the_image_that_much_larger()
    {
        // 1/4 of the image: shrunk by two, and halved once by the network.
        using var model = new BaselineSegmenter(Tiny with { Network = new() { Encoder = [4, 6], Decoder = [], Frozen = 1 } });
        Assert.Equal([2, 3, 6, 8], model.call(Batches.Of(2, 21, 30, 3, seed: 2).Image.ToTensor()).shape);
        Assert.Equal(2, model.Options.Shrink);
        using var loss = model.Loss(Batches.Of(2, 21, 30, 3, seed: 2) with { Coarse = null });
        loss.backward();
        Assert.Null(model.get_parameter("network.encode1.weight")!.grad);
        Assert.NotNull(model.get_parameter("network.encode2.weight")!.grad);
    }

    [Theory]
    [InlineData(21, 30)]
    [InlineData(16, 16)]
    [InlineData(1, 3)]
    public void It_predicts_at_any_size_what_its_coarse_map_upsampled_says(int height, int width)
    {
        using var model = new BaselineSegmenter(Tiny);
        var image = Batches.Of(2, height, width, 3, seed: 2).Image;
        FeatureMap coarse = model.PredictCoarse(image), whole = model.Predict(image);
        Assert.Equal(new MapShape(2, 3, (height + 3) / 4, (width + 3) / 4), coarse.Shape);
        Assert.Equal(new MapShape(2, 3, height, width), whole.Shape);
        var upsampled = Spn.Imaging.Resize.Bilinear(coarse, 4 * coarse.Height, 4 * coarse.Width);
        Near.Assert_near(FeatureMap.Generate(whole.Shape, (n, c, row, column) => upsampled[n, c, row, column]).Values, whole.Values, 1e-6);
        for (var i = 0; i < height * width; i++)
            Near.Assert_near(1, Enumerable.Range(0, 3).Sum(c => (double)whole.Values[c * height * width + i]), 1e-5);
    }

    [Fact]
    public void It_is_described_layer_by_layer_at_the_papers_sizes()
    {
        using var model = new BaselineSegmenter(BaselineOptions.Helen);
        var table = model.Describe(1024, 1024);
        Assert.Equal(215_915, table.Parameters);
        Assert.Equal(785_645_568, table.MultiplyAdds);
        Assert.Equal("network.head", table.Rows[^1].Name);
        Assert.Equal(new MapShape(1, 11, 128, 128), table.Rows[^1].Output);
    }

    /// <summary>Three more levels of 16 channels at each end; what is between them is the baseline, at the same sizes.</summary>
    [Fact]
    public void Highres_has_three_more_levels_at_each_end()
    {
        using var model = new BaselineSegmenter(BaselineOptions.HelenHighres);
        var table = model.Describe(128, 128);
        Assert.Equal(237_467, table.Parameters);
        Assert.Equal(
            [
                (16, 128), (16, 64), (16, 32), (16, 16), (32, 8), (64, 4), (64, 2),
                (64, 4), (64, 8), (32, 16), (16, 32), (16, 64), (16, 128), (11, 128),
            ],
            table.Rows.Select(row => (row.Output.Channels, row.Output.Height)));
        using var small = new BaselineSegmenter(BaselineOptions.Helen);
        Assert.Equal(
            table.Rows.Skip(3).Take(7).Select(row => (row.Output.Channels, row.Output.Height)),
            small.Describe(128, 128).Rows.SkipLast(1).Select(row => (row.Output.Channels, row.Output.Height)));
    }

    [Fact]
    public void Highres_learns_scenes()
    {
        var config = TrainingConfig.Preset("helen-highres").WithSteps(40)
            .With("patches.height", 64).With("patches.width", 64).With("patches.batch", 2).With("training.evaluateEvery", 40)
            .With("training.optimiser", new JsonObject { ["kind"] = "adam" }).With("training.rates.base", 0.003);
        var set = TrainingSet.FromScenes(
            new SceneSetOptions { Height = 64, Width = 64, Objects = 2, Clutter = 0, Train = 8, Validation = 2, Test = 2 });
        var plan = new TrainingPlan(config, set);
        using var untrained = config.CreateModel(set);
        using var run = plan.Start();
        var before = plan.Test(untrained).Pixels.OverallAccuracy;
        var trained = run.Run();
        Assert.Equal(40, trained.Step);
        var after = plan.Test(run.Model);
        Assert.Equal(4096 * 2, after.Pixels.Pixels);
        Assert.True(after.Pixels.OverallAccuracy > before + 0.1, $"{before} before, {after.Pixels.OverallAccuracy} after");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var model = new BaselineSegmenter(Tiny);
        var batch = Batches.Of(2, 8, 8, 3, seed: 2);
        Assert.Contains("no coarse map", Assert.Throws<ArgumentException>(() => model.Predict(batch.Image, batch.Coarse)).Message);
        Assert.Contains("grey", Assert.Throws<ArgumentException>(() => model.Predict(new FeatureMap(new MapShape(1, 1, 8, 8)))).Message);
        var fewer = batch with { Labels = [batch.Labels[0]] };
        Assert.Contains("2 label map(s)", Assert.Throws<ArgumentException>(() => model.Loss(fewer)).Message);
        var shallow = Tiny with { Network = new() { Decoder = [] } };
        Assert.Contains("longer decoder", Assert.Throws<ArgumentException>(() => new BaselineSegmenter(shallow)).Message);
        var shrunk = Tiny with { Scale = 0 };
        Assert.Contains("'scale'", Assert.Throws<ArgumentOutOfRangeException>(() => new BaselineSegmenter(shrunk)).Message);
        var restricted = new InferenceOptions { RestrictClasses = true };
        Assert.Contains("class restriction", Assert.Throws<ArgumentException>(() => model.Inference = restricted).Message);
        Assert.Contains("N×3×H×W", Assert.Throws<ArgumentException>(() => model.call(torch.zeros(3, 8, 8))).Message);
    }
}
