using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;
using Spn.Scenes;

namespace Spn.DataSets.Tests.Conversions;

public sealed class ScenesConversionTests : IDisposable
{
    private static readonly SceneOptions s_small = new() { Height = 32, Width = 40, Objects = 2, Seed = 5 };

    private readonly SetFolder _folder = new();

    [Fact]
    public void Scenes_are_written_as_a_set_and_the_same_each_time()
    {
        Run("one");
        Run("two");
        Assert.Equal(SetFolder.Contents(_folder.At("one")), SetFolder.Contents(_folder.At("two")));
        var set = SegmentationSet.Open(_folder.At("one"), SetScheme.Scenes);
        Assert.Equal("train 3, val 1, test 2", string.Join(", ", set.Splits));
        var scene = SceneGenerator.Render(s_small.WithSeed(6));
        var sample = set.Split("train").Samples[1].Load(set.Palette);
        Assert.Equal(scene.Labels.Labels, sample.Labels.Labels);
        Assert.Equal(scene.Photo.Values, sample.Photo.Values);
        Assert.NotEqual(sample.Photo.Values, set.Split("test").Samples[1].Load(set.Palette).Photo.Values);
    }

    [Fact]
    public void Numbers_out_of_range_are_told()
    {
        Assert.Contains("for the split 'val', got 0", Assert.Throws<ArgumentException>(() => Source(0)).Message);
        Assert.Contains("expected a seed", Assert.Throws<ArgumentException>(
            () => ScenesConversion.Source(s_small.WithSeed(int.MaxValue), Counts(1))).Message);
    }

    private void Run(string name) =>
        Source(1).Convert(new Conversion(_folder.Path, _folder.At(name), (_, _, _) => { }, CancellationToken.None));

    private static SetSource Source(int val) => ScenesConversion.Source(s_small, Counts(val));

    private static Dictionary<string, int> Counts(int val) => new() { ["train"] = 3, ["val"] = val, ["test"] = 2 };

    public void Dispose() => _folder.Dispose();
}
