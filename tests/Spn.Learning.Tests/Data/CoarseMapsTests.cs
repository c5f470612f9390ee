using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;

namespace Spn.Tests.Learning;

public class CoarseMapsTests
{
    private static readonly TrainingSet Scenes = TrainingSet.FromScenes(
        new SceneSetOptions { Height = 48, Width = 64, Clutter = 0, Train = 17, Validation = 1, Test = 1 });

    [Fact]
    public void The_majority_upsampled_is_what_a_refinement_without_training_starts_from()
    {
        var (coarse, image) = (CoarseMaps.Majority(Scenes.Test, 7), Scenes.Test[0]);
        var expected = Resize.Bilinear(OneHot.Encode(Resize.Majority(image.Labels, 8), 7), 48, 64);
        Near.Assert_near(expected.Values, coarse.Upsampled(0).Values, 1e-6);
        Assert.Same(coarse[0], coarse[0]);
    }

    [Fact]
    public void Blocks_cut_by_the_border_keep_their_size()
    {
        var image = LabelledImage.FromScene(SceneGenerator.Render(3, 45, 61));
        var whole = Resize.Bilinear(OneHot.Encode(Resize.Majority(image.Labels, 8), 7), 48, 64);
        var upsampled = CoarseMaps.Majority([image], 7).Upsampled(0);
        for (var row = 0; row < 45; row++)
            for (var column = 0; column < 61; column++)
                Assert.Equal(whole[0, 3, row, column], upsampled[0, 3, row, column], 1e-5f);
    }

    [Fact]
    public void Where_no_label_is_known_all_classes_are_equally_likely()
    {
        var image = new LabelledImage(
            "half", new byte[3 * 16 * 16], LabelMap.Generate(16, 16, (_, column) => column < 8 ? (byte)1 : LabelMap.Ignore));
        var map = CoarseMaps.Majority([image], 4)[0];
        Assert.Equal([0, 0.25f, 1, 0.25f], [map[0, 0, 0, 0], map[0, 0, 0, 1], map[0, 1, 0, 0], map[0, 1, 0, 1]]);
    }

    [Fact]
    public void Each_image_is_asked_of_the_segmenter_of_its_fold()
    {
        static Func<FeatureMap, FeatureMap> Sure(int of) =>
            photo => FeatureMap.Generate(new MapShape(1, 7, 6, 8), (_, c, _, _) => c == of ? 1 : 0);
        var coarse = CoarseMaps.CrossFitted(Scenes.Train, 7, [Sure(0), Sure(1), Sure(2)]);
        Assert.Equal(
            [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 0, 0], Enumerable.Range(0, 17).Select(i => (int)OneHot.ArgMax(coarse[i])[0, 0]));
        Assert.Equal(new MapShape(1, 7, 48, 64), coarse.Upsampled(4).Shape);
    }

    [Fact]
    public void A_segmenter_of_other_classes_is_refused()
    {
        Assert.Contains(
            "expected coarse maps 1×7×h×w",
            Assert.Throws<ArgumentException>(() => CoarseMaps.FromSegmenter(Scenes.Train, 7, photo => photo)[0]).Message);
        Assert.Contains("train a baseline", Assert.Throws<ArgumentException>(() => CoarseMaps.CrossFitted(Scenes.Train, 7, [])).Message);
    }
}
