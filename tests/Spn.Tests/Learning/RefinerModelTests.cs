using Spn.Learning;

namespace Spn.Tests.Learning;

public class RefinerModelTests
{
    private static readonly UNetOptions Tiny = UNetOptions.Default.WithEncoder([4, 6, 6]).WithDecoder([5]).WithActivation(Activation.Elu);

    [Theory]
    [InlineData(Connection.OneWay, RefinerOutput.Change)]
    [InlineData(Connection.ThreeWay, RefinerOutput.Change)]
    [InlineData(Connection.ThreeWay, RefinerOutput.Direct)]
    public void Gradients_of_a_whole_refiner_agree_with_differences(Connection connection, RefinerOutput output)
    {
        var options = new RefinerOptions { Classes = 3, Channels = 4, Connection = connection, Guidance = Tiny, WeightGain = 0.5, Output = output, Floor = 0.05 };

        // Where a coarse map is flat, directions tie exactly and the loss has a kink: here no two pixels are alike.
        var batch = Batch(2, 8, 12, 3, seed: 3);
        ModelGradients.Agree(new RefinerModel(options), batch.WithCoarse(Softmax.OverChannels(FeatureMap.Random(batch.Coarse!.Shape, seed: 9))));
    }

    [Theory]
    [InlineData(37, 53)]
    [InlineData(64, 64)]
    [InlineData(1, 9)]
    public void An_untrained_refiner_gives_the_coarse_map_back_at_any_size(int height, int width)
    {
        var batch = Batch(1, height, width, 5, seed: 4);
        var model = new RefinerModel(new RefinerOptions { Classes = 5 });
        var refined = model.Predict(batch.Image, batch.Coarse);
        Assert.Equal(batch.Coarse!.Shape, refined.Shape);
        var same = Winners(batch.Coarse).Zip(Winners(refined), (a, b) => a == b ? 1 : 0).Sum();
        Assert.True(same >= 0.99 * height * width, $"{same} of {height * width} pixels have the class of the coarse map");

        // With weights of exactly zero the refiner is the identity.
        var still = new RefinerModel(model.Options.WithWeightGain(0)).Predict(batch.Image, batch.Coarse);
        Near.Assert_near(batch.Coarse.Values, still.Values, 1e-5);
        Assert.Equal(Winners(batch.Coarse), Winners(still));
    }

    [Fact]
    public void Steps_along_the_gradient_lower_the_loss()
    {
        var batch = Batch(2, 16, 16, 3, seed: 5) with { Labels = [.. Enumerable.Repeat(LabelMap.Generate(16, 16, (_, _) => 1), 2)] };
        var model = new RefinerModel(new RefinerOptions { Classes = 3, Channels = 4, Guidance = Tiny });
        var first = model.ForwardBackward(batch).Loss;
        var last = first;
        for (var step = 0; step < 30; step++)
        {
            foreach (var parameter in model.Parameters)
            {
                for (var i = 0; i < parameter.Values.Length; i++)
                    parameter.Values[i] -= 0.05f * parameter.Gradient[i];
                Array.Clear(parameter.Gradient);
            }

            last = model.ForwardBackward(batch).Loss;
        }

        Assert.True(last < 0.8 * first, $"{first} became {last}");
    }

    /// <summary>Smooth coarse probabilities, a random image and random labels with some pixels ignored.</summary>
    internal static TrainingBatch Batch(int batch, int height, int width, int classes, int seed)
    {
        var random = new Random(seed);
        var cells = FeatureMap.Random(new MapShape(batch, classes, (height + 7) / 8, (width + 7) / 8), seed);
        return new TrainingBatch
        {
            Image = FeatureMap.Generate(new MapShape(batch, 3, height, width), (_, _, _, _) => random.NextSingle()),
            Coarse = Softmax.OverChannels(Spn.Imaging.Resize.Bilinear(cells, height, width)),
            Labels = [.. Enumerable.Range(0, batch).Select(_ => LabelMap.Generate(height, width, (_, _) => random.Next(10) == 0 ? LabelMap.Ignore : (byte)random.Next(classes)))],
        };
    }

    private static int[] Winners(FeatureMap map) => [.. Enumerable.Range(0, map.Shape.PlaneSize).Select(i =>
        Enumerable.Range(0, map.Channels).MaxBy(c => map.Values[c * map.Shape.PlaneSize + i]))];
}
