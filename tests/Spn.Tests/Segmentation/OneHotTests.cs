using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

public class OneHotTests
{
    [Fact]
    public void One_plane_holds_each_class_and_ignored_pixels_are_in_none()
    {
        var map = OneHot.Encode(new LabelMap(1, 4, [2, 0, 255, 1]), 3);
        Assert.Equal(new MapShape(1, 3, 1, 4), map.Shape);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], map.Values);
    }

    [Fact]
    public void The_largest_value_gives_back_the_labels()
    {
        var labels = LabelMap.Generate(5, 7, (row, column) => (byte)((row * 3 + column) % 6));
        Assert.Equal(labels.Labels, OneHot.ArgMax(OneHot.Encode(labels, 9)).Labels);
    }

    [Fact]
    public void Of_equal_values_the_smallest_class_wins_and_NaN_never_does()
    {
        const float nan = float.NaN, low = float.NegativeInfinity;
        var scores = new FeatureMap(new MapShape(2, 3, 1, 4), [.. new float[12], 1, nan, nan, low, 2, nan, -3, low, 2, nan, nan, low]);
        Assert.Equal(new byte[] { 1, 255, 1, 0 }, OneHot.ArgMax(scores, 1).Labels);
        Assert.Equal(new byte[4], OneHot.ArgMax(scores).Labels);
    }

    [Fact]
    public void A_label_without_a_class_is_refused()
    {
        Assert.Throws<ArgumentException>(() => OneHot.Encode(new LabelMap(1, 1, [3]), 3));
        Assert.ThrowsAny<ArgumentException>(() => OneHot.Encode(new LabelMap(1, 1, [3]), 256));
        Assert.ThrowsAny<ArgumentException>(() => OneHot.ArgMax(new FeatureMap(new MapShape(1, 1, 1, 1)), 1));
    }
}
