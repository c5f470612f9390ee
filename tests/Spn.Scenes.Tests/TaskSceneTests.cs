using System.Security.Cryptography;
using Spn.Tasks;

namespace Spn.Scenes.Tests;

public class TaskSceneTests
{
    private static readonly TaskScene Scene = TaskScene.Render(new SceneOptions { Seed = 3, Height = 120, Width = 160, EdgeSoftness = 3 });

    [Fact]
    public void A_seed_gives_these_truths_on_every_machine()
    {
        string Fingerprint(FeatureMap map) =>
            Convert.ToHexString(SHA256.HashData([.. map.Values.Select(v => (byte)(Math.Clamp(v, 0, 20) * 12 + 0.5f))]))[..8];
        Assert.Equal(("DE1F5F43", "952E81EC"), (Fingerprint(Scene.Alpha), Fingerprint(Scene.Depth)));
    }

    [Fact]
    public void The_photograph_is_that_of_the_generator_and_the_clean_one_has_no_noise()
    {
        var options = new SceneOptions { Seed = 3, Height = 120, Width = 160, EdgeSoftness = 3 };
        Assert.Equal(SceneGenerator.Render(options).Photo.Values, Scene.Photo.Values);
        Assert.Equal(SceneGenerator.Render(options with { Noise = 0 }).Photo.Values, Scene.Clean.Values);
    }

    [Fact]
    public void Alpha_is_one_inside_objects_and_zero_away_from_them()
    {
        for (var row = 0; row < 120; row++)
            for (var column = 0; column < 160; column++)
            {
                var alpha = Scene.Alpha[0, 0, row, column];
                Assert.True(Scene.Scene.Labels[row, column] == 0 ? alpha < 0.95f : alpha >= 0.49f);
            }


        Assert.All(TaskScene.Render(new SceneOptions { Objects = 0, Height = 40, Width = 40 }).Alpha.Values, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Composed_over_the_empty_landscape_alpha_explains_the_photograph()
    {
        // Where a pixel is covered by a half, its colour lies between the landscape's and that of what covers it, so the difference of the
        // photograph from the empty one is at most α: hard sky and no shadows there.
        var options = new SceneOptions { Seed = 3, Height = 120, Width = 160, EdgeSoftness = 3, Noise = 0 };
        var empty = TaskScene.Render(options with { Objects = 0 }).Clean;
        for (var row = 0; row < 30; row++)
            for (var column = 0; column < 160; column++)
                for (var c = 0; c < 3; c++)
                {
                    var difference = Math.Abs(Scene.Clean[0, c, row, column] - empty[0, c, row, column]);
                    Assert.InRange(difference, 0, Scene.Alpha[0, 0, row, column] + 0.01f);
                }
    }

    [Fact]
    public void Depth_grows_up_the_meadow_and_the_sky_is_farthest()
    {
        var empty = TaskScene.Render(new SceneOptions { Seed = 3, Height = 120, Width = 160, Objects = 0 }).Depth;
        for (var row = 1; row < 120; row++)
            Assert.True(empty[0, 0, row - 1, 80] >= empty[0, 0, row, 80]);
        Assert.Equal(20, empty[0, 0, 0, 80]);
        Assert.InRange(empty[0, 0, 119, 80], 1, 1.02f);
        Assert.All(Scene.Depth.Values, v => Assert.InRange(v, 1, 20));
    }

    [Fact]
    public void Scribbles_have_the_colours_of_what_they_lie_on()
    {
        var (scribbles, truth) = (Scene.Scribbles(seed: 5), Colourisation.Chroma(Scene.Clean));
        Assert.InRange(scribbles.Count, 48, 60 * 36);
        for (var i = 0; i < 120 * 160; i++)
            if (scribbles.Known.Values[i] == 1)
                Assert.InRange(Math.Abs(scribbles.Values.Values[i] - truth.Values[i]), 0, 20);
        Assert.Equal(scribbles.Values.Values, Scene.Scribbles(seed: 5).Values.Values);
        Assert.NotEqual(scribbles.Known.Values, Scene.Scribbles(seed: 6).Known.Values);
        foreach (var label in Scene.Scene.Labels.LabelsBySize())
            Assert.Equal(1, scribbles.Known[0, 0, Scene.Scene.Labels.Deepest(label).Row, Scene.Scene.Labels.Deepest(label).Column]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_trimap_is_sure_only_where_alpha_is(int width)
    {
        var trimap = Scene.Trimap(width);
        for (var i = 0; i < trimap.Values.Length; i++)
            Assert.True(trimap.Values[i] == 0.5f || Math.Abs(trimap.Values[i] - Scene.Alpha.Values[i]) <= 0.011f);
        Assert.True(Matting.Known(trimap).Count < trimap.Values.Length);
        if (width > 0)
            Assert.True(Matting.Known(trimap).Count < Matting.Known(Scene.Trimap(0)).Count);
    }

    [Fact]
    public void Samples_of_depth_are_as_many_as_asked_for_and_true()
    {
        var hints = Scene.DepthHints(0.01, 2);
        Assert.Equal(192, hints.Count);
        Assert.Equal(Scene.Depth.Values, hints.Values.Values);
        Assert.Equal(1, Scene.DepthHints(1e-9).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scene.DepthHints(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scene.Scribbles(rows: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scene.Trimap(101));
    }
}
