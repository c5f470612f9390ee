using Spn.Imaging;

namespace Spn.Visuals.Tests.Pictures;

/// <summary>Segmentations drawn into photographs, by the pixel.</summary>
public class LabelPicturesTests
{
    private static readonly Palette Colours = new(["background", "cow"], [new(0, 0, 0), new(200, 100, 0)]);
    private static readonly FeatureMap Grey = FeatureMap.Constant(new MapShape(1, 1, 1, 4), 100 / 255f);

    [Fact]
    public void An_overlay_leaves_background_and_ignored_pixels_clear()
    {
        var image = LabelPictures.Overlay(Grey, Row(0, 1, 255, 1), Colours, 0.5);
        Assert.Equal((1, 4, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal([100, 100, 100, 150, 100, 50, 100, 100, 100, 150, 100, 50], image.Samples);
    }

    [Fact]
    public void Contours_are_drawn_on_the_sides_that_have_a_class()
    {
        var image = LabelPictures.Contours(Grey, Row(0, 1, 1, 1), Colours);
        Assert.Equal([100, 100, 100, 200, 100, 0, 100, 100, 100, 100, 100, 100], image.Samples);
    }

    [Fact]
    public void Errors_of_a_class_are_told_apart_by_colour_and_what_is_not_labelled_is_dark()
    {
        var image = LabelPictures.Errors(Grey, Row(1, 1, 0, 255), Row(1, 0, 1, 1), 1);
        Assert.Equal(Mixed(LabelPictures.TruePositive), image.Samples[..3]);
        Assert.Equal(Mixed(LabelPictures.FalseNegative), image.Samples[3..6]);
        Assert.Equal(Mixed(LabelPictures.FalsePositive), image.Samples[6..9]);
        Assert.Equal([35, 35, 35], image.Samples[9..]);
    }

    [Fact]
    public void Changes_of_all_classes_are_mended_spoilt_and_wrong_before_and_after()
    {
        var image = LabelPictures.Changes(Grey, Row(1, 1, 1, 1), Row(0, 1, 2, 1), Row(1, 0, 3, 1));
        Assert.Equal(Mixed(LabelPictures.TruePositive), image.Samples[..3]);
        Assert.Equal(Mixed(LabelPictures.FalsePositive), image.Samples[3..6]);
        Assert.Equal(Mixed(LabelPictures.FalseNegative), image.Samples[6..9]);
        Assert.Equal([100, 100, 100], image.Samples[9..]);
    }

    [Fact]
    public void Other_sizes_are_refused()
    {
        Assert.Contains("1×4 like the photograph, got 1×3",
            Assert.Throws<ArgumentException>(() => LabelPictures.Overlay(Grey, Row(0, 1, 1), Colours)).Message);
        Assert.Throws<ArgumentException>(() => LabelPictures.Errors(Grey, Row(0, 1, 1, 0), Row(0, 1, 1), 1));
        Assert.Throws<ArgumentException>(() => LabelPictures.Overlay(new FeatureMap(new MapShape(1, 2, 1, 4)), Row(0, 0, 0, 0), Colours));
    }

    private static LabelMap Row(params byte[] labels) => new(1, labels.Length, labels);

    private static ushort[] Mixed(Rgb colour) =>
        [.. new[] { colour.R, colour.G, colour.B }.Select(sample => (ushort)(100 + 0.75 * (sample - 100) + 0.5))];
}
