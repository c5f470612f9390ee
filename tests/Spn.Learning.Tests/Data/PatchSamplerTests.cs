using FsCheck.Fluent;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tests.Learning;

public class PatchSamplerTests
{
    private static readonly TrainingSet Scenes = TrainingSet.FromScenes(
        new SceneSetOptions { Height = 48, Width = 64, Clutter = 2, Train = 3, Validation = 1, Test = 1 });

    private static readonly PatchOptions Small = new() { Height = 32, Width = 32, Batch = 3 };

    private static PatchSampler Sampler(PatchOptions options, int seed = 1) =>
        new(Scenes.Train, CoarseMaps.Majority(Scenes.Train, Scenes.Classes), options, seed);

    [Fact]
    public void A_batch_depends_on_the_seed_and_the_step_alone()
    {
        var (one, other) = (Sampler(Small), Sampler(Small));
        other.Batch(3);
        var (a, b) = (one.Batch(7), other.Batch(7));
        Assert.Equal(a.Image.Values, b.Image.Values);
        Assert.Equal(a.Coarse!.Values, b.Coarse!.Values);
        Assert.Equal(a.Labels.SelectMany(map => map.Labels), b.Labels.SelectMany(map => map.Labels));
        Assert.NotEqual(a.Image.Values, one.Batch(8).Image.Values);
        Assert.NotEqual(a.Image.Values, Sampler(Small, seed: 2).Batch(7).Image.Values);
    }

    [Fact]
    public void Every_patch_has_more_than_one_label() => Property.Holds(Gen.Choose(0, 1_000_000).ToArbitrary(), step =>
        Assert.All(Sampler(Small).Batch(step).Labels, map => Assert.True(map.LabelsBySize().Count > 1)));

    [Fact]
    public void Without_augmentation_a_patch_is_a_piece_of_the_image_its_coarse_map_and_its_labels()
    {
        var coarse = CoarseMaps.Majority(Scenes.Train, Scenes.Classes);
        for (var step = 0; step < 5; step++)
        {
            var batch = Sampler(Small with { Flip = false, LeastScale = 1, MostScale = 1, ColourJitter = 0 }).Batch(step);
            for (var item = 0; item < batch.Labels.Count; item++)
                Assert.Equal(1, Places().Count(place =>
                    IsPiece(Scenes.Train[place.Image].ToFeatureMap(), batch.Image, item, place.Top, place.Left)
                    && IsPiece(coarse.Upsampled(place.Image), batch.Coarse!, item, place.Top, place.Left)
                    && SameLabels(Scenes.Train[place.Image].Labels, batch.Labels[item], place.Top, place.Left)));
        }

        static IEnumerable<(int Image, int Top, int Left)> Places() =>
            from image in Enumerable.Range(0, Scenes.Train.Count)
            from top in Enumerable.Range(0, 48 - 31)
            from left in Enumerable.Range(0, 64 - 31)
            select (image, top, left);
    }

    /// <summary>
    /// An image that shows its own coordinates, its labels and coarse maps with it: whatever a patch does to one it must do to all.
    /// </summary>
    [Fact]
    public void Image_labels_and_coarse_map_are_flipped_and_scaled_alike() => Property.Holds(Gen.Choose(0, 1_000_000).ToArbitrary(), step =>
    {
        const int side = 64;
        var photo = FeatureMap.Generate(
            new MapShape(1, 3, side, side), (_, c, row, column) => (c == 0 ? row : c == 1 ? column : 0) / (side - 1f));
        var labels = LabelMap.Generate(side, side, (row, column) => (byte)(row / 8 * 8 + column / 8));
        var image = LabelledImage.FromMaps("coordinates", photo, labels);
        var coarse = CoarseMaps.FromSegmenter(
            [image], 64,
            photo => FeatureMap.Generate(
                new MapShape(1, 64, side, side),
                (_, c, row, column) => c == 0 ? photo[0, 0, row, column] : c == 1 ? photo[0, 1, row, column] : 0));
        var options = Small with { Batch = 1, ColourJitter = 0, LeastScale = 0.6, MostScale = 2 };
        var batch = new PatchSampler([image], coarse, options).Batch(step);
        for (var row = 0; row < 32; row++)
            for (var column = 0; column < 32; column++)
            {
                double y = batch.Image[0, 0, row, column] * (side - 1), x = batch.Image[0, 1, row, column] * (side - 1);
                Assert.Equal(batch.Image[0, 0, row, column], batch.Coarse![0, 0, row, column], 0.003f);
                Assert.Equal(batch.Image[0, 1, row, column], batch.Coarse![0, 1, row, column], 0.003f);
                // The colour is interpolated, the label is the nearest one's: they agree away from the edges of the label's square.
                var label = batch.Labels[0][row, column];
                Assert.InRange(y, label / 8 * 8 - 0.6, label / 8 * 8 + 7.6);
                Assert.InRange(x, label % 8 * 8 - 0.6, label % 8 * 8 + 7.6);
            }
    });

    [Fact]
    public void Half_of_the_patches_are_mirrored_and_colours_change()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 32, 32), (_, c, row, column) => column / 31f);
        var image = LabelledImage.FromMaps("ramp", photo, LabelMap.Generate(32, 32, (row, _) => (byte)(row / 16)));
        var sampler = new PatchSampler(
            [image], null, new PatchOptions { Height = 32, Width = 32, Batch = 200, LeastScale = 1, MostScale = 1 });
        var batch = sampler.Batch(0);
        Assert.InRange(Enumerable.Range(0, 200).Count(item => batch.Image[item, 0, 0, 0] > batch.Image[item, 0, 0, 31]), 70, 130);
        Assert.True(Enumerable.Range(0, 200).Select(item => batch.Image[item, 0, 3, 15]).Distinct().Count() > 150);
        Assert.All(batch.Image.Values, value => Assert.InRange(value, 0f, 1f));
    }

    [Fact]
    public void Tries_are_bounded_and_the_message_says_what_to_do()
    {
        var plain = new LabelledImage("plain", new byte[3 * 40 * 40], new LabelMap(40, 40, new byte[1600]));
        Assert.Equal(
            "expected patches of 32×32 with at least 2 labels, found none in 1000 tries; "
            + "choose larger patches, or images with more than one class.",
            Assert.Throws<InvalidDataException>(() => new PatchSampler([plain], null, Small).Batch(0)).Message);
        Assert.Contains(
            "got plain of 40×40; choose smaller patches",
            Assert.Throws<ArgumentException>(
                () => new PatchSampler([plain], null, Small with { Height = 64, Width = 64 }).Batch(0)).Message);
    }

    [Fact]
    public void What_a_segmenter_throws_arrives_as_it_is()
    {
        var coarse = CoarseMaps.FromSegmenter(Scenes.Train, 7, _ => throw new InvalidDataException("expected another photograph."));
        Assert.Equal(
            "expected another photograph.",
            Assert.Throws<InvalidDataException>(() => new PatchSampler(Scenes.Train, coarse, Small).Batch(0)).Message);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        foreach (var wrong in new[]
        {
            Small with { Height = 4 }, Small with { Width = 5000 }, Small with { Batch = 0 },
            Small with { LeastScale = 0 }, Small with { LeastScale = 2 }, Small with { MostScale = double.NaN },
            Small with { ColourJitter = 1 },
        })
            Assert.Contains("expected", Assert.Throws<ArgumentOutOfRangeException>(() => Sampler(wrong)).Message);
        Assert.Contains(
            "one an image",
            Assert.Throws<ArgumentException>(() => new PatchSampler(Scenes.Train, CoarseMaps.Majority(Scenes.Test, 7))).Message);
    }

    private static bool IsPiece(FeatureMap whole, FeatureMap batch, int item, int top, int left)
    {
        for (var c = 0; c < whole.Channels; c++)
            for (var row = 0; row < batch.Height; row++)
                for (var column = 0; column < batch.Width; column++)
                    if (!(MathF.Abs(whole[0, c, top + row, left + column] - batch[item, c, row, column]) < 1e-6f))
                        return false;
        return true;
    }

    private static bool SameLabels(LabelMap whole, LabelMap patch, int top, int left) =>
        Enumerable.Range(0, patch.Height).All(
            row => Enumerable.Range(0, patch.Width).All(column => whole[top + row, left + column] == patch[row, column]));
}
