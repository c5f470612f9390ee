using System.Globalization;
using Spn.Learning;

namespace Spn.Tests.Learning;

public class InferenceTests
{
    private static readonly RefinerOptions Options = new()
    {
        Classes = 3, Channels = 4, Guidance = UNetOptions.Default.WithEncoder([4, 6]).WithDecoder([]), WeightGain = 0.3, OutputGain = 0.5,
    };

    [Fact]
    public void Tiles_whose_overlap_reaches_across_the_image_give_what_the_whole_image_gives()
    {
        var batch = RefinerModelTests.Batch(2, 45, 70, 3, seed: 1);
        var model = new RefinerModel(Options);
        var whole = model.Predict(batch.Image, batch.Coarse);
        model.Inference = InferenceOptions.Default.WithTile(16).WithOverlap(80);
        Near.Assert_near(whole.Values, model.Predict(batch.Image, batch.Coarse).Values, 1e-5);

        // With less, what lies far away is not seen; the more of it is, the less the result differs.
        double[] errors = [.. new[] { 0, 8, 16 }.Select(overlap =>
        {
            model.Inference = InferenceOptions.Default.WithTile(32).WithOverlap(overlap);
            return model.Predict(batch.Image, batch.Coarse).Values.Zip(whole.Values, (a, b) => Math.Abs((double)a - b)).Max();
        })];
        var measured = string.Create(CultureInfo.InvariantCulture, $"without overlap {errors[0]:g3}, with 8 {errors[1]:g3}, with 16 {errors[2]:g3}");
        Assert.True(errors[0] > 0.01, measured);
        Assert.True(errors[1] < errors[0] / 4 && errors[2] < errors[1] / 4, measured);
    }

    [Fact]
    public void Classes_that_win_nowhere_in_the_coarse_map_can_be_left_out()
    {
        var batch = RefinerModelTests.Batch(2, 9, 12, 3, seed: 1);
        var coarse = FeatureMap.Generate(batch.Coarse!.Shape, (n, c, _, column) => c == 2 ? (n == 0 ? 0.3f : 0.8f) : (column < 6) == (c == 0) ? 0.6f : 0.1f);
        var model = new RefinerModel(Options) { Inference = InferenceOptions.Default.WithRestrictClasses(true) };
        var refined = model.Predict(batch.Image, coarse);
        Assert.All(refined.Plane(0, 2).ToArray(), p => Assert.Equal(0, p));
        Assert.All(refined.Plane(1, 2).ToArray(), p => Assert.Equal(1, p));
        Assert.All(refined.Plane(0, 0).ToArray(), p => Assert.InRange(p, 1e-6, 1));
        Assert.Equal(refined.Values, model.Look(batch.Image, coarse).Probabilities.Values);
    }

    [Fact]
    public void A_look_inside_shows_what_the_propagation_got_and_gave()
    {
        var batch = RefinerModelTests.Batch(1, 10, 12, 3, seed: 1);
        var model = new RefinerModel(Options);
        var view = model.Look(batch.Image, batch.Coarse!);
        Assert.Equal(model.Predict(batch.Image, batch.Coarse).Values, view.Probabilities.Values);
        Assert.Equal(new MapShape(1, 4, 5, 6), view.Propagation.Weights.Shape);
        Assert.Equal(Propagation.Forward(view.Propagation.Input, view.Propagation.Weights).Output.Values, view.Propagation.Output.Values);
        Assert.Equal(view.Propagation.Weights.Values, model.Weights(batch.Image).Values);
    }

    [Fact]
    public void Weights_shared_by_all_channels_propagate_and_learn()
    {
        var batch = RefinerModelTests.Batch(1, 10, 12, 3, seed: 1);
        ModelGradients.Agree(
            new RefinerModel(Options.WithSharedWeights(true).WithPairs(true).WithChannels(6).WithInitialWeight(0.5).WithWeightKernel(1).WithInput(RefinerInput.Probabilities)),
            batch.WithCoarse(Softmax.OverChannels(FeatureMap.Random(batch.Coarse!.Shape, 2))));
    }

    [Fact]
    public void A_guidance_network_may_see_the_coarse_map_and_begin_at_half_size()
    {
        var options = Options.WithGuidanceSeesCoarse(true).WithGuidance(Options.Guidance.WithStride(2).WithDecoder([5])).WithWeightRate(0.1).WithTransformRate(0.2);
        var model = new RefinerModel(options);
        var batch = RefinerModelTests.Batch(1, 11, 13, 3, seed: 1);
        Assert.Equal([6, 4 + 3, 3, 3], model.Parameters.Single(parameter => parameter.Name == "encode2.weight").Shape);
        Assert.Equal(new MapShape(1, 4, 6, 8), model.Look(batch.Image, batch.Coarse!).Propagation.Weights.Shape);
        Assert.Equal([1, 0.1, 0.2], model.Parameters.Select(parameter => parameter.RateFactor).Distinct());
        ModelGradients.Agree(model, batch.WithCoarse(Softmax.OverChannels(FeatureMap.Random(batch.Coarse!.Shape, 2))));
    }

    [Theory]
    [InlineData(Connection.OneWay)]
    [InlineData(Connection.ThreeWay)]
    public void A_refiner_for_streets_starts_with_weights_by_hand(Connection connection)
    {
        var batch = RefinerModelTests.Batch(2, 13, 18, 3, seed: 1);
        var options = RefinerOptions.Street(3).WithConnection(connection);
        var weights = new RefinerModel(options.WithWeightGain(0)).Weights(batch.Image);
        var half = Spn.Imaging.Resize.Bilinear(Padded(batch.Image, 16, 24), 8, 12);
        for (var row = 0; row < 8; row++)
            for (var column = 0; column < 12; column++)
                foreach (var direction in Directions.All)
                {
                    var expected = ByHand(half, 1, direction, row, column, (int)connection);
                    for (var k = 0; k < expected.Length; k++)
                        Near.Assert_near(expected[k], weights[1, direction, k, 4, row, column], 1e-5);
                }

        Assert.Equal(6, weights.Shape.Channels);
        ModelGradients.Agree(
            new RefinerModel(options.WithGuidance(options.Guidance.WithEncoder([4, 5, 6]).WithDecoder([5, 4]).WithActivation(Activation.Elu)).WithHandWidth(0.5)),
            batch.WithCoarse(Softmax.OverChannels(FeatureMap.Random(batch.Coarse!.Shape, 2))));
    }

    private static FeatureMap Padded(FeatureMap map, int height, int width) => FeatureMap.Generate(
        map.Shape with { Height = height, Width = width }, (n, c, row, column) => map[n, c, Math.Min(row, map.Height - 1), Math.Min(column, map.Width - 1)]);

    private static double[] ByHand(FeatureMap image, int n, Direction direction, int row, int column, int neighbours)
    {
        var similar = new double[neighbours];
        for (var k = 0; k < neighbours; k++)
        {
            var offset = neighbours == 1 ? 0 : k - 1;
            var (r, c) = direction switch
            {
                Direction.LeftToRight => (row + offset, column - 1),
                Direction.RightToLeft => (row + offset, column + 1),
                Direction.TopToBottom => (row - 1, column + offset),
                _ => (row + 1, column + offset),
            };
            if (r >= 0 && r < image.Height && c >= 0 && c < image.Width)
                similar[k] = Math.Exp(-Enumerable.Range(0, 3).Sum(i => Math.Pow(image[n, i, row, column] - image[n, i, r, c], 2)) / 0.01);
        }

        var sum = similar.Sum();
        return [.. similar.Select(e => sum == 0 ? 0 : 0.9 * e * similar.Max() / sum)];
    }

    [Fact]
    public void With_no_output_gain_a_refiner_starts_as_the_identity_whatever_its_weights()
    {
        var batch = RefinerModelTests.Batch(1, 10, 12, 3, seed: 1);
        var model = new RefinerModel(Options.WithOutputGain(0).WithInitialWeight(0.9).WithWeightGain(1));
        Near.Assert_near(batch.Coarse!.Values, model.Predict(batch.Image, batch.Coarse).Values, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_paper_form_starts_near_the_coarse_map_too(bool pairs)
    {
        var batch = RefinerModelTests.Batch(1, 32, 40, 3, seed: 1);
        var model = new RefinerModel(Options.WithChannels(6).WithPairs(pairs).WithOutput(RefinerOutput.Direct).WithWeightGain(0).WithOutputGain(1));
        Near.Assert_near(batch.Coarse!.Values, model.Predict(batch.Image, batch.Coarse).Values, 0.02);
    }
}
