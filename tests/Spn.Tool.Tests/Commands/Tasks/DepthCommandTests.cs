using Spn.Imaging;
using Spn.Tasks;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary><c>spn depth</c>.</summary>
public sealed class DepthCommandTests : TaskCase
{
    [Theory]
    [InlineData("propagation")]
    [InlineData("least-squares")]
    public void Samples_are_filled_in_and_kept_to_the_unit(string method)
    {
        // In thousandths.
        var hints = Scene.DepthHints(0.02);
        ushort[] samples = [.. hints.Values.Values.Zip(hints.Known.Values, (depth, known) => (ushort)(1000 * depth * known))];
        Run(DepthCommand.Create(), "--hints", Write("h.png", new Image(60, 84, 1, samples, 65535)), "--method", method);
        var filled = Png.Read(Path("out.png"));
        Assert.Equal(65535, filled.MaxValue);
        for (var i = 0; i < samples.Length; i++)
            if (samples[i] > 0)
                Assert.Equal(samples[i], filled.Samples[i]);
        var depth = new FeatureMap(Scene.Depth.Shape, Array.ConvertAll(filled.Samples, sample => sample / 1000f));
        var mean = FeatureMap.Constant(depth.Shape, Scene.Depth.Values.Average());
        Assert.True(MapErrors.RootMeanSquare(Scene.Depth, depth) < 0.6 * MapErrors.RootMeanSquare(Scene.Depth, mean));
    }

    [Fact]
    public void Hints_that_cannot_be_used_are_told_in_a_sentence()
    {
        string Of(Image image) => Refusal(DepthCommand.Create(), "--hints", Write("h.png", image));
        Assert.Contains("expected some depths above 0, got none; 0 means not known.", Of(new Image(60, 84, 1, new ushort[60 * 84], 65535)));
        Assert.Contains("expected a grey image of depths, got Image 60×84, RGB", Of(Image.FromFeatureMap(Scene.Photo)));
    }
}
