using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class HiddenCachesTests
{
    static HiddenCachesTests() => TorchLibrary.Load();

    [Fact]
    public async Task They_are_right_with_shorter_vectors_too()
    {
        var child = await ChildProcess.RunAsync(["convolve"], new Dictionary<string, string?> { ["ONEDNN_MAX_CPU_ISA"] = "AVX2" });
        Assert.True(child.ExitCode == 0, child.Text);
    }

    [Theory]
    [InlineData(7, 7, 3)]
    [InlineData(16, 40, 3)]
    [InlineData(17, 32, 3)]
    [InlineData(24, 14, 3)]
    [InlineData(72, 168, 3)]
    [InlineData(40, 40, 1)]
    public void Convolutions_of_any_number_of_channels_are_right_on_this_processor(int inputs, int outputs, int kernel)
    {
        using var scope = NewDisposeScope();

        // Infinity in freed memory: what a kernel reads beside its tensors does not go unnoticed.
        for (var i = 0; i < 40; i++)
            full([2, 8 + 3 * i, 17, 20], float.PositiveInfinity).Dispose();
        Tensor x = rand([2, inputs, 17, 20]), weight = rand([outputs, inputs, kernel, kernel]), gradient = rand([2, outputs, 17, 20]);
        var (y, gradX, gradWeight) = Convolve(float32);
        var (expectedY, expectedGradX, expectedGradWeight) = Convolve(float64);
        Assert.All([(expectedY, y), (expectedGradX, gradX), (expectedGradWeight, gradWeight)], pair =>
            Assert.True(((pair.Item2.to(float64) - pair.Item1).norm() / pair.Item1.norm()).item<double>() < 1e-5));

        (Tensor Y, Tensor GradX, Tensor GradWeight) Convolve(ScalarType type)
        {
            var (a, b) = (x.to(type).detach().requires_grad_(), weight.to(type).detach().requires_grad_());
            var result = nn.functional.conv2d(a, b, padding: [kernel / 2, kernel / 2]);
            result.backward([gradient.to(type)]);
            return (result.detach(), a.grad!, b.grad!);
        }
    }
}
