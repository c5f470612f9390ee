using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class ResizeTests
{
    private static readonly Config Cases = Property.Cases(200);

    private static FeatureMap Row(params float[] values) => new(new MapShape(1, 1, 1, values.Length), values);

    [Fact]
    public void Nearest_takes_the_pixel_under_the_centre()
    {
        Assert.Equal([1, 1, 2, 2, 3, 3], Resize.Nearest(Row(1, 2, 3), 1, 6).Values);
        Assert.Equal([2, 5], Resize.Nearest(Row(1, 2, 3, 4, 5, 6), 1, 2).Values);
        Assert.Equal([2, 4], Resize.Nearest(Row(1, 2, 3, 4), 1, 2).Values);
        Assert.Equal([1, 1, 2, 3, 3], Resize.Nearest(Row(1, 2, 3), 1, 5).Values);
    }

    [Fact]
    public void Bilinear_has_half_pixel_centres_and_continues_the_border()
    {
        Assert.Equal([0, 0.25f, 0.75f, 1], Resize.Bilinear(Row(0, 1), 1, 4).Values);
        Assert.Equal([0.5f, 2.5f], Resize.Bilinear(Row(0, 1, 2, 3), 1, 2).Values);
        Assert.Equal([0, 0.5f, 1], Resize.Bilinear(Row(0, 0, 1, 1), 1, 3).Values);
        Assert.Equal([1, 1.5f, 2.5f, 3, 2, 2.5f, 3.5f, 4, 4, 4.5f, 5.5f, 6, 5, 5.5f, 6.5f, 7],
            Resize.Bilinear(FeatureMap.FromRows(new float[,] { { 1, 3 }, { 5, 7 } }), 4, 4).Values);
    }

    [Fact]
    public void Area_is_the_mean_of_what_a_pixel_covers()
    {
        Assert.Equal([1.5f, 3.5f], Resize.Area(Row(1, 2, 3, 4), 1, 2).Values);
        Assert.Equal(
            [(1 + 0.5f * 2) / 1.5f, (0.5f * 2 + 4) / 1.5f], Resize.Area(Row(1, 2, 4), 1, 2).Values, (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([1, 1.5f, 2], Resize.Area(Row(1, 2), 1, 3).Values, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Channels_and_batch_items_are_resized_each_on_its_own()
    {
        var map = FeatureMap.Random(new MapShape(2, 3, 5, 4), 1);
        foreach (var resize in new Func<FeatureMap, int, int, FeatureMap>[] { Resize.Nearest, Resize.Bilinear, Resize.Area })
        {
            var whole = resize(map, 7, 3);
            for (var n = 0; n < 2; n++)
                for (var c = 0; c < 3; c++)
                    Assert.Equal(
                        resize(new FeatureMap(new MapShape(1, 1, 5, 4), map.Plane(n, c).ToArray()), 7, 3).Values,
                        whole.Plane(n, c).ToArray());
        }
    }

    [Fact]
    public void A_constant_map_stays_constant_and_the_same_size_changes_nothing() => Prop.ForAll(Sizes(), size =>
    {
        var map = FeatureMap.Random(new MapShape(1, 2, size[0], size[1]), size[2]);
        foreach (var resize in new Func<FeatureMap, int, int, FeatureMap>[] { Resize.Nearest, Resize.Bilinear, Resize.Area })
        {
            Assert.Equal(map.Values, resize(map, size[0], size[1]).Values);
            Assert.All(resize(FeatureMap.Constant(map.Shape, 3), size[2], size[3]).Values, v => Assert.InRange(v, 2.99999f, 3.00001f));
        }
    }).Check(Cases);

    [Fact]
    public void Area_keeps_the_mean() => Prop.ForAll(Sizes(), size =>
    {
        var map = FeatureMap.Random(new MapShape(1, 1, size[0], size[1]), size[2]);
        Assert.InRange(Resize.Area(map, size[2], size[3]).Values.Average() - map.Values.Average(), -1e-5f, 1e-5f);
    }).Check(Cases);

    [Fact]
    public void Labels_are_resized_as_maps_are() => Prop.ForAll(Sizes(), size =>
    {
        var labels = LabelMap.Generate(size[0], size[1], (row, column) => (byte)(row * 13 + column * 7));
        var map = new FeatureMap(new MapShape(1, 1, size[0], size[1]), Array.ConvertAll(labels.Labels, l => (float)l));
        Assert.Equal(Resize.Nearest(map, size[2], size[3]).Values, Resize.Nearest(labels, size[2], size[3]).Labels.Select(l => (float)l));
    }).Check(Cases);

    [Fact]
    public void The_majority_of_a_block_wins_and_the_smallest_of_equals()
    {
        var labels = new LabelMap(3, 5, [1, 1, 7, 3, 255, 1, 0, 3, 7, 255, 9, 255, 5, 4, 4]);
        var coarse = Resize.Majority(labels, 2);
        Assert.Equal((2, 3), (coarse.Height, coarse.Width));
        Assert.Equal(new byte[] { 1, 3, 255, 9, 4, 4 }, coarse.Labels);
        Assert.Equal(labels.Labels, Resize.Majority(labels, 1).Labels);
        Assert.Equal(new byte[] { 1 }, Resize.Majority(labels, int.MaxValue).Labels);
    }

    [Fact]
    public void A_size_below_one_is_refused()
    {
        var map = Row(1, 2);
        Assert.ThrowsAny<ArgumentException>(() => Resize.Bilinear(map, 0, 4));
        Assert.ThrowsAny<ArgumentException>(() => Resize.Nearest(new LabelMap(1, 1, [0]), 1, -1));
        Assert.ThrowsAny<ArgumentException>(() => Resize.Majority(new LabelMap(1, 1, [0]), 0));
        Assert.ThrowsAny<ArgumentException>(() => Resize.Area(map, int.MaxValue, int.MaxValue));
    }

    private static Arbitrary<int[]> Sizes() => Gen.Choose(1, 23).ArrayOf(4).ToArbitrary();
}
