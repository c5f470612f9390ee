using Spn.Inspection;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class ClassPathsTests
{
    static ClassPathsTests() => TorchLibrary.Load();

    private static readonly RefinerOptions Small = new()
    {
        Classes = 3, Channels = 4, Guidance = new() { Encoder = [4, 6, 6], Decoder = [5] },
        WeightGain = 0, Output = RefinerOutput.Direct, Floor = 0.05,
    };

    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void They_are_the_scores_of_coarse_maps_that_are_sure_of_one_class()
    {
        using var model = new SpnRefiner(Small);
        Disturb(model);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var image = zeros(1, 3, 48, 48);
        var scores = Enumerable.Range(0, 3).Select(j =>
        {
            var coarse = zeros(1, 3, 48, 48);
            coarse[.., j..(j + 1)] = 1;
            return model.call(image, coarse)[0, .., 24, 24].data<float>().ToArray();
        }).ToList();
        var paths = model.ClassPaths();
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                Near.Assert_near(scores[j][i] - scores.Average(of => (double)of[i]), paths[i, j], 1e-4);
    }

    [Fact]
    public void Maps_come_to_the_size_that_is_propagated_with_the_margin_that_the_refiner_adds()
    {
        using var model = new SpnRefiner(Small);
        Assert.Equal(2, model.Stride);
        var photo = FeatureMap.Random(new MapShape(1, 3, 47, 63), 3);
        for (var i = 0; i < photo.Values.Length; i++)
            photo.Values[i] = Math.Clamp(photo.Values[i], 0, 1);
        var labels = LabelMap.Generate(47, 63, (row, column) => (byte)(row * 63 + column) is var label && label == 255 ? (byte)0 : label);
        var (map, truth) = (model.AtPropagatedSize(photo), model.AtPropagatedSize(labels));
        var weights = model.Weights(photo).Shape;
        Assert.Equal((24, 32), (weights.Height, weights.Width));
        Assert.Equal((24, 32, 24, 32), (map.Height, map.Width, truth.Height, truth.Width));
        for (var row = 0; row < 24; row++)
            for (var column = 0; column < 32; column++)
            {
                // No stretching: pixel (r, c) is the image's at (2r, 2c) and its neighbours, and what was added has no label.
                int r = Math.Min(2 * row + 1, 46), c = Math.Min(2 * column + 1, 62);
                Near.Assert_near(
                    (photo[0, 1, 2 * row, 2 * column] + photo[0, 1, r, 2 * column] + photo[0, 1, 2 * row, c] + photo[0, 1, r, c]) / 4,
                    map[0, 1, row, column], 1e-6);
                Assert.Equal(row == 23 || column == 31 ? LabelMap.Ignore : labels[2 * row + 1, 2 * column + 1], truth[row, column]);
            }
    }

    [Theory]
    [InlineData(RefinerOutput.Direct)]
    [InlineData(RefinerOutput.Change)]
    public void Two_classes_whose_channels_are_swapped_are_named_and_a_sound_model_is_not(RefinerOutput output)
    {
        using var model = new SpnRefiner(Small with { Output = output });
        Assert.Empty(InspectionFindings.OfPaths(model.ClassPaths(), Names));
        using (no_grad())
        {
            var rows = model.get_parameter("output.weight")!;
            var order = tensor(new long[] { 2, 1, 0 });
            rows.copy_(rows.index_select(0, order).clone());
        }

        var finding = Assert.Single(InspectionFindings.OfPaths(model.ClassPaths(), Names));
        Assert.Equal([0, 2], finding.Classes);
        Assert.Contains("'a' and 'c' are swapped", finding.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inspection_sees_the_weights_and_the_scans_of_the_refinement()
    {
        var batch = Batches.Of(1, 20, 28, 3, seed: 6);
        using var model = new SpnRefiner(Small with { WeightGain = 0.5 });
        var view = model.Look(batch.Image, batch.Coarse!);
        Assert.Equal(model.Predict(batch.Image, batch.Coarse).Values, view.Probabilities.Values);
        var inspection = PropagationInspection.Of(view.Propagation);
        Assert.Equal(2, model.Stride);
        Assert.Equal(new MapShape(1, 4, 20 / 2, 28 / 2), inspection.Input.Shape);
        Assert.Equal(model.Weights(batch.Image).Values, inspection.Weights.Values);
        Assert.Equal(
            Enumerable.Range(0, inspection.Output.Values.Length).Select(i => inspection.Directions.Max(one => one.Hidden.Values[i])),
            inspection.Output.Values);
    }

    /// <summary>Small changes to both transforms, so that no entry is zero by construction.</summary>
    private static void Disturb(SpnRefiner model)
    {
        using var noGradient = no_grad();
        var step = 0;
        foreach (var (name, parameter) in model.named_parameters().Where(one => !one.name.StartsWith("guidance", StringComparison.Ordinal)))
            parameter.add_(arange(parameter.numel()).to(ScalarType.Float32).mul(0.37 + step++).sin().mul(0.05).reshape(parameter.shape));
    }
}
