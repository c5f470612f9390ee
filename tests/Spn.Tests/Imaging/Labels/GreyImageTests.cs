using Spn.Imaging;

namespace Spn.Tests.Imaging.Labels;

/// <summary>What greys can be read as.</summary>
public class GreyImageTests
{
    private static readonly LabelOptions Nothing = LabelOptions.Default, Classes = new() { Classes = 21 }, Void = new() { Ignored = 255 };

    [Theory]
    [InlineData(1, "Labels", "Labels", "Labels")]
    [InlineData(32, "Labels", "Labels", "Labels")]
    [InlineData(33, "Either", "Either", "Either")]
    [InlineData(48, "Either", "Either", "Either")]
    [InlineData(256, "Mask", "Either", "Either")]
    public void Many_levels_are_no_classes(int levels, string plain, string ofClasses, string withVoid) =>
        Equal(Ramp(levels, 1), 255, plain, ofClasses, withVoid);

    [Theory]
    [InlineData("0", "Labels", "Labels", "Labels")]
    [InlineData("255", "Mask", "Either", "Labels")]
    [InlineData("0 255", "Mask", "Either", "Labels")]
    [InlineData("0 1 255", "Labels", "Labels", "Labels")]
    [InlineData("0 20 255", "Labels", "Labels", "Labels")]
    [InlineData("0 90", "Either", "Either", "Either")]
    [InlineData("0 128 255", "Either", "Either", "Either")]
    public void Black_and_white_is_an_object_unless_something_says_labels(string values, string plain, string ofClasses, string withVoid) =>
        Equal([.. values.Split(' ').Select(ushort.Parse)], 255, plain, ofClasses, withVoid);

    [Theory]
    [InlineData(1, 1, "Mask", "Labels")]
    [InlineData(3, 1, "Either", "Labels")]
    [InlineData(15, 1, "Either", "Labels")]
    public void A_few_bits_are_labels_where_something_says_so(int maxValue, int step, string plain, string ofClasses) =>
        Equal(Ramp(maxValue + 1, step), maxValue, plain, ofClasses, ofClasses);

    [Theory]
    [InlineData(41, 1000, "Labels")]
    [InlineData(400, 100, "Either")]
    [InlineData(66, 1000, "Mask")]
    public void Ids_of_16_bits_are_few(int levels, int step, string plain) =>
        Assert.Equal(plain, GreyImage.Read(new Image(1, levels, 1, Ramp(levels, step), 65535), Nothing).ToString());

    [Fact]
    public void Values_below_the_classes_that_are_known_are_labels_however_many()
    {
        var image = new Image(1, 150, 1, Ramp(150, 1));
        Assert.Equal(GreyReading.Labels, GreyImage.Read(image, new LabelOptions { Classes = 150 }));
        Assert.Equal(GreyReading.Either, GreyImage.Read(image, new LabelOptions { Classes = 149 }));
    }

    [Theory]
    [InlineData("0 128", "Labels")]
    [InlineData("0 128 255", "Either")]
    [InlineData("128 255", "Either")]
    [InlineData("0 1 128", "Labels")]
    public void An_ignored_label_does_not_make_labels_of_black_and_white(string values, string expected)
    {
        ushort[] samples = [.. values.Split(' ').Select(ushort.Parse)];
        Assert.Equal(expected, GreyImage.Read(new Image(1, samples.Length, 1, samples), new LabelOptions { Ignored = 128 }).ToString());
    }

    private static ushort[] Ramp(int levels, int step) => [.. Enumerable.Range(0, levels).Select(level => (ushort)(level * step))];

    private static void Equal(ushort[] samples, int maxValue, string plain, string ofClasses, string withVoid)
    {
        var image = new Image(1, samples.Length, 1, samples, maxValue);
        Assert.Equal(
            (plain, ofClasses, withVoid),
            (GreyImage.Read(image, Nothing).ToString(), GreyImage.Read(image, Classes).ToString(), GreyImage.Read(image, Void).ToString()));
    }
}
