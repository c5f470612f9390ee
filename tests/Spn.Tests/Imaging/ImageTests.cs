using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class ImageTests
{
    [Fact]
    public void Samples_become_intensities_plane_by_plane_and_alpha_is_left_out()
    {
        var image = new Image(1, 2, 4, [255, 0, 51, 0, 0, 102, 255, 255]);
        var map = image.ToFeatureMap();
        Assert.Equal(new MapShape(1, 3, 1, 2), map.Shape);
        Assert.Equal([1, 0, 0, 0.4f, 0.2f, 1], map.Values);
        Assert.Equal([0, 1], image.ToAlphaMap().Values);
        Assert.Equal([0, 0, 1, 0.4f, 0, 1], image.Over(new Rgb(0, 255, 0)).Values);
        Assert.Equal([1], new Image(1, 1, 3, [1, 2, 3]).ToAlphaMap().Values);
    }

    [Fact]
    public void Intensities_are_rounded_to_the_nearest_sample_and_clamped()
    {
        var map = new FeatureMap(new MapShape(1, 1, 1, 6), [-1, 0, 0.4999f / 255, 0.5001f / 255, 1, float.PositiveInfinity]);
        Assert.Equal([0, 0, 0, 1, 255, 255], Image.FromFeatureMap(map).Samples.Select(s => (int)s));
        Assert.Equal(65535, Image.FromFeatureMap(map, 65535).Samples[4]);
        Assert.Contains(
            "NaN",
            Assert.Throws<ArgumentException>(() => Image.FromFeatureMap(FeatureMap.Constant(new MapShape(1, 1, 1, 1), float.NaN))).Message);
        Assert.Throws<ArgumentException>(() => Image.FromFeatureMap(new FeatureMap(new MapShape(2, 1, 1, 1))));
        Assert.Throws<ArgumentException>(() => Image.FromFeatureMap(new FeatureMap(new MapShape(1, 5, 1, 1))));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(65535)]
    public void Every_sample_survives_the_way_through_a_map(int maxValue)
    {
        var samples = Enumerable.Range(0, maxValue + 1).Select(i => (ushort)i).ToArray();
        var image = new Image(maxValue + 1, 1, 1, samples, maxValue);
        Assert.Equal(samples, Image.FromFeatureMap(image.ToFeatureMap(), maxValue).Samples);
    }

    [Fact]
    public void Labels_are_palette_indices_or_greys_as_they_stand()
    {
        Assert.Equal([1, 0], new Image(1, 2, 1, [1, 0], 1).ToLabelMap().Labels);
        Assert.Equal([7, 9], new Image(1, 2, 2, [7, 255, 9, 0]).ToLabelMap().Labels);
        Assert.Equal([7, 255], Image.Indexed(1, 2, [7, 255], [default]).ToLabelMap().Labels);
        Assert.Equal([7], new Image(1, 1, 1, [7], 65535).ToLabelMap().Labels);
        Assert.Contains(
            "row 0, column 1", Assert.Throws<InvalidDataException>(() => new Image(1, 2, 1, [7, 256], 65535).ToLabelMap()).Message);
        Assert.Throws<InvalidDataException>(() => new Image(1, 1, 3, [1, 2, 3]).ToLabelMap());
    }

    [Fact]
    public void A_palette_image_has_the_colours_of_its_table()
    {
        var image = Image.Indexed(1, 3, [1, 0, 5], [new Rgb(255, 0, 0), new Rgb(0, 0, 255)], [0]);
        Assert.Equal([0, 1, 0, 0, 0, 0, 1, 0, 0], image.ToFeatureMap().Values);
        Assert.Equal([1, 0, 1], image.ToAlphaMap().Values);
        Assert.True(image.IsIndexed && image.HasAlpha);
    }

    [Fact]
    public void Wrong_counts_and_samples_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new Image(0, 1, 1, []));
        Assert.ThrowsAny<ArgumentException>(() => new Image(1, 1, 5, new ushort[5]));
        Assert.ThrowsAny<ArgumentException>(() => new Image(1, 1, 3, new ushort[2]));
        Assert.ThrowsAny<ArgumentException>(() => new Image(1, 1, 1, [256]));
        Assert.ThrowsAny<ArgumentException>(() => new Image(1, 1, 1, [0], 70000));
        Assert.ThrowsAny<ArgumentException>(() => new Image(100_000, 100_000, 1, []));
        Assert.ThrowsAny<ArgumentException>(() => Image.Indexed(1, 1, [0], []));
        Assert.ThrowsAny<ArgumentException>(() => Image.Indexed(1, 1, [0], [default], [1, 2]));
    }
}
