using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class GuidanceNetworkTests
{
    static GuidanceNetworkTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(128, 128, 64, 64)]
    [InlineData(37, 53, 19, 27)]
    [InlineData(1, 1, 1, 1)]
    public void It_ends_at_half_the_size_of_an_image_of_any_size(int height, int width, int expectedHeight, int expectedWidth)
    {
        using var scope = NewDisposeScope();
        using var network = new GuidanceNetwork(new GuidanceOptions(), outputs: 12);
        Assert.Equal([2, 12, expectedHeight, expectedWidth], network.call(zeros(2, 3, height, width)).shape);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_whatever_torch_has_drawn_before()
    {
        using var scope = NewDisposeScope();
        float[] Head(int seed)
        {
            rand(seed + 5);
            using var network = new GuidanceNetwork(new GuidanceOptions { Encoder = [4, 4], Decoder = [4] }, outputs: 4, seed);
            var biases = network.named_parameters().Where(one => one.name.EndsWith("bias", StringComparison.Ordinal));
            Assert.All(biases, one => Assert.Equal(0, one.parameter.abs().sum().item<float>()));
            return [.. network.named_parameters().SelectMany(one => one.parameter.data<float>().ToArray())];
        }

        Assert.Equal(Head(1), Head(1));
        Assert.NotEqual(Head(1), Head(2));

        // Written down once: they are the same on every machine.
        Near.Assert_near([0.15796258f, 0.041318353f, -0.363421f, 0.2388f], Head(1)[..4], 1e-5);
    }

    [Fact]
    public void Weights_start_with_the_deviation_that_keeps_the_size_of_activations()
    {
        using var scope = NewDisposeScope();
        using var network = new GuidanceNetwork(GuidanceOptions.Vgg16, outputs: 12);
        foreach (var parameter in network.parameters().Where(one => one.NumberOfElements > 10_000))
            Assert.InRange(parameter.std().item<float>() / Math.Sqrt(2.0 / parameter[0].NumberOfElements), 0.97, 1.03);
    }

    [Fact]
    public void Parameters_are_named_by_level()
    {
        var options = new GuidanceOptions { Encoder = [4, 6, 8], Convolutions = [2, 1, 0], Decoder = [5] };
        using var network = new GuidanceNetwork(options, outputs: 4);
        Assert.Equal(
            ["head", "encode1_1", "encode1_2", "encode2", "decode2"],
            network.named_parameters().Select(one => one.name.Split('.')[0]).Distinct().OrderBy(name => "hed".IndexOf(name[0])));
        Assert.Equal([5, 6 + 6, 3, 3], network.get_parameter("decode2.weight")!.shape);
    }

    [Fact]
    public void It_leaves_no_tensors_behind()
    {
        using var network = new GuidanceNetwork(new GuidanceOptions(), outputs: 12);
        using var image = zeros(1, 3, 32, 32);
        var before = LiveTensors.Count();
        using (network.call(image))
            Assert.Equal(before + 1, Tensor.TotalCount);
    }

    [Fact]
    public void What_cannot_be_built_is_refused()
    {
        void Refused(string part, GuidanceOptions options) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => new GuidanceNetwork(options, outputs: 4)).Message);
        Refused("1 to 12 levels", new GuidanceOptions { Encoder = [], Decoder = [] });
        Refused("'decoder' fewer", new GuidanceOptions { Encoder = [4], Decoder = [4] });
        Refused("at least one for each", new GuidanceOptions { Convolutions = [1, 2] });
        Refused("'stride'", new GuidanceOptions { Stride = 3 });
        Refused("'encoder'", new GuidanceOptions { Encoder = [4, 0], Decoder = [] });
        Refused("red, green and blue", new GuidanceOptions { Mean = [0.5] });
        Refused("'lastKernel'", new GuidanceOptions { LastKernel = 5 });
    }
}
