using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class ResNet18Tests
{
    static ResNet18Tests() => TorchLibrary.Load();

    private static readonly RefinerOptions Options = new() { Classes = 3, Channels = 4, Guidance = GuidanceOptions.ResNet18 };

    [ImageNetFact]
    public void Its_features_are_those_that_OnnxRuntime_computes_from_the_file()
    {
        using var scope = NewDisposeScope();
        using var model = new SpnRefiner(Options);
        ResNet18.Load(model, ResNet18.FindFile());
        var image = FeatureMap.Generate(new MapShape(1, 3, 224, 224), (_, c, row, column) =>
            (float)(0.5 + 0.5 * Math.Sin(0.05 * row * (c + 1) + 0.03 * column - c))).ToTensor();
        var guidance = model.Guidance;
        using var noGradient = no_grad();
        var encoder = guidance.named_children().Select(child => child.module).OfType<ResNet18Encoder>().Single();
        var features = encoder.call((image - guidance.get_buffer("mean")!) / guidance.get_buffer("deviation")!).mean([2, 3]).flatten();

        // Microsoft.ML.OnnxRuntime 1.31.1 on the package's file, whose input is blue, green, red, each 255 · (image − mean): the package's
        // other file, ResNetPreprocess.onnx, turns red, green, blue around and subtracts that mean.
        float[] expected = [0.03327999f, 0.5078359f, 0.0182049f, 0.3720304f, 0.1282517f, 0, 0, 0];
        Near.Assert_near(expected, features[..8].data<float>().ToArray(), 1e-4);
        Near.Assert_near(0.8078075, features.mean().item<float>(), 1e-4);
        Near.Assert_near(16.402023, features.max().item<float>(), 1e-4);
    }

    [Theory]
    [InlineData(64, 96)]
    [InlineData(37, 53)]
    public void It_guides_images_of_any_size(int height, int width)
    {
        var batch = Batches.Of(1, height, width, 3, seed: 1);
        using var model = new SpnRefiner(Options);
        Assert.Equal(new MapShape(1, 4, (height + 31) / 32 * 16, (width + 31) / 32 * 16), model.Weights(batch.Image).Shape);
        var names = model.state_dict().Keys;
        Assert.Contains("guidance.resnet.layer2.0.downsample.0.weight", names);
        Assert.Contains("guidance.resnet.layer4.1.bn2.running_var", names);
    }

    [Fact]
    public void Training_leaves_the_statistics_as_they_are_and_trains_the_rest()
    {
        using var scope = NewDisposeScope();
        using var model = new SpnRefiner(Options with { WeightGain = 1 });
        model.train();
        var norms = model.modules().OfType<BatchNorm2d>().ToList();
        Assert.Equal(22, norms.Count);
        model.Loss(Batches.Of(2, 32, 32, 3, seed: 1)).backward();
        Assert.All(norms, norm =>
        {
            Assert.Equal(0, norm.running_mean!.abs().sum().item<float>());
            Assert.NotNull(norm.weight!.grad);
        });
        Assert.NotEqual(0, model.get_parameter("guidance.resnet.conv1.weight")!.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void What_is_no_such_file_or_network_is_refused()
    {
        using var other = new SpnRefiner(new RefinerOptions { Classes = 3 });
        using var model = new SpnRefiner(Options);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [0x08, 0x03, 0x12, 0x02, (byte)'h', (byte)'i']);
            Assert.Contains("GuidanceOptions.ResNet18", Assert.Throws<ArgumentException>(() => ResNet18.Load(other, file)).Message);
            Assert.Contains("expected an ONNX file", Assert.Throws<InvalidDataException>(() => ResNet18.Load(model, file)).Message);
            Assert.Throws<FileNotFoundException>(() => ResNet18.Load(model, file + ".no"));

            // One convolution of one tensor.
            byte[] tensor = [0x08, 1, 0x08, 1, 0x10, 1, 0x22, 4, 0, 0, 128, 63, 0x42, 1, (byte)'w'];
            byte[] node = [0x0a, 1, (byte)'w', 0x22, 4, .. "Conv"u8];
            byte[] graph = [0x0a, (byte)node.Length, .. node, 0x2a, (byte)tensor.Length, .. tensor];
            File.WriteAllBytes(file, [0x08, 3, 0x3a, (byte)graph.Length, .. graph]);
            var message = Assert.Throws<InvalidDataException>(() => ResNet18.Load(model, file)).Message;
            Assert.Contains("expected 110 tensors of ResNet-18, got 1", message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Frozen_stages_get_no_gradient_and_the_others_their_own_rate()
    {
        using var scope = NewDisposeScope();
        var guidance = Options.Guidance with { Frozen = 3, EncoderRate = 0.1 };
        using var model = new SpnRefiner(Options with { WeightGain = 1, TransformRate = 0.5, Guidance = guidance });
        model.Loss(Batches.Of(2, 32, 32, 3, seed: 1)).backward();
        var trained = model.named_parameters().Where(one => one.parameter.grad is not null).Select(one => one.name).ToList();
        Assert.Equal(
            ["layer3", "layer4"],
            trained.Select(name => name.Split('.')).Where(name => name[1] == "resnet").Select(name => name[2]).Distinct());
        Assert.Contains("guidance.decode1.weight", trained);
        Assert.Equal(
            [0.1, 1, 1, 0.5],
            ((string[])["guidance.resnet.layer3.0.conv1.weight", "guidance.decode1.weight", "guidance.head.bias", "input.bias"])
                .Select(model.RateFactor));
        var deep = Options with { Guidance = guidance with { Frozen = 6 } };
        Assert.Contains("at most the 5 stages", Assert.Throws<ArgumentException>(() => new SpnRefiner(deep)).Message);
    }

    [Fact]
    public void A_refiner_beside_it_sees_its_coarse_map_on_the_way_up()
    {
        var batch = Batches.Of(1, 32, 32, 3, seed: 1);
        var flat = FeatureMap.Constant(batch.Coarse!.Shape, 1f / 3);
        float[] Weights(bool sees, FeatureMap coarse)
        {
            using var model = new SpnRefiner(Options with { WeightGain = 1, GuidanceSeesCoarse = sees });
            return model.Weights(batch.Image, coarse).Values;
        }

        Assert.Equal(Weights(false, flat), Weights(false, batch.Coarse));
        Assert.NotEqual(Weights(true, flat), Weights(true, batch.Coarse));
    }

    [ImageNetFact]
    public void A_baseline_begins_as_it_too_and_ends_at_an_eighth_of_the_image()
    {
        using var scope = NewDisposeScope();
        using var baseline = new BaselineSegmenter(new()
        {
            Classes = 3, Scale = 8, Network = GuidanceOptions.ResNet18 with { Decoder = [8, 6], Frozen = 1, EncoderRate = 0.2 },
        });
        using var refiner = new SpnRefiner(Options);
        ResNet18.Load(refiner, ResNet18.FindFile());
        ResNet18.Load(baseline.Network, ResNet18.FindFile());
        Assert.Equal(
            refiner.get_parameter("guidance.resnet.layer4.2.conv2.weight")!.data<float>().ToArray(),
            baseline.get_parameter("network.resnet.layer4.2.conv2.weight")!.data<float>().ToArray());
        var batch = Batches.Of(1, 50, 70, 3, seed: 1);
        Assert.Equal(new MapShape(1, 3, 7, 9), baseline.PredictCoarse(batch.Image).Shape);
        Assert.Equal(new MapShape(1, 3, 50, 70), baseline.Predict(batch.Image).Shape);
        Assert.Equal([1, 3, 8, 12], baseline.call(batch.Image.ToTensor()).shape);
        Assert.Equal((0.2, 1), (baseline.RateFactor("network.resnet.layer1.0.conv1.weight"), baseline.RateFactor("network.head.weight")));
        baseline.Loss(batch with { Coarse = null }).backward();
        Assert.Null(baseline.get_parameter("network.resnet.conv1.weight")!.grad);
        Assert.NotNull(baseline.get_parameter("network.resnet.layer1.0.conv1.weight")!.grad);
    }
}

/// <summary>A test that needs the package Microsoft.ML.DnnImageFeaturizer.ResNet18, and is skipped where it has not been fetched.</summary>
internal sealed class ImageNetFactAttribute : FactAttribute
{
    public ImageNetFactAttribute()
    {
        try
        {
            ResNet18.FindFile();
        }
        catch (FileNotFoundException exception)
        {
            Skip = exception.Message;
        }
    }
}
