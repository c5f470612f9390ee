using Spn.Arrays;

namespace Spn.Tests.Learning;

public class Vgg16Tests
{
    private static readonly int[] Widths = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512];
    private static readonly int[] Indices = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];

    [Fact]
    public void Thirteen_convolutions_are_loaded_by_the_names_of_torchvision()
    {
        List<SafeTensor> tensors = [];
        for (var i = 0; i < 13; i++)
        {
            int inputs = i == 0 ? 3 : Widths[i - 1], outputs = Widths[i];
            float[] weight = [.. Enumerable.Repeat(i + 1f, outputs * inputs * 9)];
            tensors.Add(new SafeTensor($"features.{Indices[i]}.weight", [outputs, inputs, 3, 3], weight));
            tensors.Add(new SafeTensor($"features.{Indices[i]}.bias", [outputs], [.. Enumerable.Repeat(-i - 1f, outputs)]));
        }

        var file = Path.GetTempFileName();
        try
        {
            using var model = new SpnRefiner(new RefinerOptions { Guidance = GuidanceOptions.Vgg16 });
            SafeTensors.Write(file, tensors[..^1]);
            Assert.Contains("conv5_3.bias", Assert.Throws<InvalidDataException>(() => Vgg16.Load(model, file)).Message);
            Assert.NotEqual(1, model.get_parameter("guidance.encode1_1.weight")!.max().item<float>());
            SafeTensors.Write(file, tensors);
            Vgg16.Load(model, file);
            Assert.Equal(1, model.get_parameter("guidance.encode1_1.weight")!.min().item<float>());
            Assert.Equal(10, model.get_parameter("guidance.encode4_3.weight")!.min().item<float>());
            Assert.Equal(-13, model.get_parameter("guidance.encode5_3.bias")!.min().item<float>());
            Assert.Equal(0, model.get_parameter("guidance.decode5.bias")!.min().item<float>());
            using var other = new SpnRefiner(new RefinerOptions());
            Assert.Contains("GuidanceOptions.Vgg16", Assert.Throws<ArgumentException>(() => Vgg16.Load(other, file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
