using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;
using Spn.Segmentation;

using Property = Spn.Tests.Property;

namespace Spn.Scenes.Tests;

public class SceneGeneratorTests
{
    private static readonly SceneOptions Plain = new() { Height = 120, Width = 160, Seed = 3, Noise = 0, Lookalike = 0 };

    private static string Fingerprint(Scene scene)
    {
        var bytes = Array.ConvertAll(scene.Photo.Values, v => (byte)(v * 255 + 0.5f));
        return Convert.ToHexString(SHA256.HashData([.. bytes, .. scene.Labels.Labels]))[..16];
    }

    [Fact]
    public void A_seed_gives_these_bytes_on_every_machine()
    {
        Assert.Equal("E4335A821B3BFA04", Fingerprint(SceneGenerator.Render(1, 96, 128)));
        Assert.Equal("8E5BB2BEF3224871", Fingerprint(InCulture.Run("de-DE", () => SceneGenerator.Render(2, 65, 33))));
    }

    [Fact]
    public void Another_seed_gives_another_scene() =>
        Assert.Equal(10, Enumerable.Range(-5, 10).Select(seed => Fingerprint(SceneGenerator.Render(seed, 48, 64))).Distinct().Count());

    [Fact]
    public void A_png_file_holds_the_photo_exactly()
    {
        var scene = SceneGenerator.Render(4, 64, 80);
        Assert.Equal(scene.Photo.Values, Png.Decode(Png.Encode(Image.FromFeatureMap(scene.Photo))).ToFeatureMap().Values);
    }

    [Fact]
    public void Away_from_labelled_pixels_objects_change_nothing_but_the_light()
    {
        var (empty, full) = (SceneGenerator.Render(Plain with { Objects = 0 }), SceneGenerator.Render(Plain));
        Assert.All(empty.Labels.Labels, label => Assert.Equal(0, label));
        for (var row = 0; row < 120; row++)
            for (var column = 0; column < 160; column++)
                if (!LabelledWithin(full.Labels, row, column, 2))
                {
                    // Shadows darken the three channels alike; the tolerance is one step of 8 bits.
                    var shade = full.Photo[0, 1, row, column] / empty.Photo[0, 1, row, column];
                    for (var c = 0; c < 3; c++)
                        Assert.InRange(full.Photo[0, c, row, column] - shade * empty.Photo[0, c, row, column], -0.012f, 0.012f);
                    Assert.InRange(shade, 0.15f, 1.001f);
                }
    }

    [Fact]
    public void Labelled_pixels_show_the_object()
    {
        var (empty, full) = (SceneGenerator.Render(Plain with { Objects = 0 }), SceneGenerator.Render(Plain with { EdgeSoftness = 0 }));
        for (byte label = 1; label < 7; label++)
        {
            var inside = Enumerable.Range(0, full.Labels.Labels.Length).Where(i => full.Labels.Labels[i] == label).ToArray();
            Assert.True(inside.Length > 20, $"class {label} has {inside.Length} pixels");
            var changed = inside.Count(
                i => Enumerable.Range(0, 3).Any(c => MathF.Abs(full.Photo.Plane(0, c)[i] - empty.Photo.Plane(0, c)[i]) > 0.02f));
            Assert.InRange(changed / (double)inside.Length, 0.9, 1);
        }
    }

    [Fact]
    public void Softness_changes_edges_but_no_label()
    {
        var (hard, soft) = (SceneGenerator.Render(Plain with { EdgeSoftness = 0 }), SceneGenerator.Render(Plain with { EdgeSoftness = 5 }));
        Assert.Equal(hard.Labels.Labels, soft.Labels.Labels);
        Assert.NotEqual(hard.Photo.Values, soft.Photo.Values);
    }

    [Fact]
    public void Every_class_is_seen_in_most_scenes_and_things_have_thin_parts()
    {
        var scenes = Enumerable.Range(0, 12).Select(seed => SceneGenerator.Render(seed)).ToArray();
        for (byte label = 0; label < 7; label++)
            Assert.True(scenes.Count(s => s.Labels.Labels.Count(l => l == label) > 50) >= 9, $"class {label} is rare");
        foreach (var scene in scenes)
        {
            // Blocks of 8 pixels lose the thin parts: that is what a refinement can win back.
            var score = SegmentationScore.Compare(scene.Labels, scene.Blocky(), 7);
            Assert.InRange(score.MeanIoU, 0.3, 0.92);
        }
    }

    [Fact]
    public void Any_size_and_options_give_a_whole_scene() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var options = new SceneOptions
            {
                Height = random.Next(32, 70), Width = random.Next(32, 70), Classes = random.Next(2, 8),
                Objects = random.Next(0, 12), Seed = seed,
                EdgeSoftness = 4 * random.NextDouble(), Noise = 0.1 * random.NextDouble(), Lookalike = random.NextDouble(),
            };
            var scene = SceneGenerator.Render(options);
            Assert.Equal(new MapShape(1, 3, options.Height, options.Width), scene.Photo.Shape);
            Assert.Equal((options.Height, options.Width, options.Classes), (scene.Labels.Height, scene.Labels.Width, scene.Palette.Count));
            Assert.All(scene.Photo.Values, v => Assert.InRange(v, 0f, 1f));
            Assert.True(scene.Labels.ClassCount <= options.Classes);
        }).Check(Property.Cases(200));

    [Fact]
    public void The_coarse_map_is_the_majority_and_its_blocky_form_fits_the_photo()
    {
        var scene = SceneGenerator.Render(5, 50, 61);
        Assert.Equal((7, 8), (scene.Coarse().Height, scene.Coarse().Width));
        var blocky = scene.Blocky(8);
        Assert.Equal((50, 61), (blocky.Height, blocky.Width));
        Assert.Equal(scene.Coarse()[6, 7], blocky[49, 60]);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        foreach (var wrong in new[]
        {
            Plain with { Height = 31 }, Plain with { Width = 31 }, Plain with { Height = 100_000, Width = 100_000 },
            Plain with { Classes = 1 }, Plain with { Classes = 8 },
            Plain with { Objects = -1 }, Plain with { EdgeSoftness = -1 }, Plain with { EdgeSoftness = double.NaN },
            Plain with { Noise = 2 }, Plain with { Lookalike = double.NaN },
        })
            Assert.Contains("expected", Assert.Throws<ArgumentOutOfRangeException>(() => SceneGenerator.Render(wrong)).Message);
    }

    private static bool LabelledWithin(LabelMap labels, int row, int column, int reach)
    {
        for (var r = Math.Max(0, row - reach); r <= Math.Min(labels.Height - 1, row + reach); r++)
            for (var c = Math.Max(0, column - reach); c <= Math.Min(labels.Width - 1, column + reach); c++)
                if (labels[r, c] != 0)
                    return true;
        return false;
    }
}
