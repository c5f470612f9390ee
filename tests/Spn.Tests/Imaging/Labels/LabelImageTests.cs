using Spn.Imaging;

namespace Spn.Tests.Imaging.Labels;

/// <summary>Label maps from images; the corpus of files stands in <c>Spn.Photos.Tests</c>.</summary>
public class LabelImageTests
{
    [Fact]
    public void Cityscapes_ids_become_the_classes_of_its_palette()
    {
        var ids = LabelImage.Read(
            new Image(1, 34, 1, [.. Enumerable.Range(0, 34).Select(id => (ushort)id)]),
            new LabelOptions { Encoding = LabelEncoding.Cityscapes, Palette = Palette.Cityscapes });
        var expected = new (int Id, string Name)[]
        {
            (7, "road"), (8, "sidewalk"), (11, "building"), (12, "wall"), (13, "fence"), (17, "pole"), (19, "traffic light"),
            (20, "traffic sign"), (21, "vegetation"), (22, "terrain"), (23, "sky"), (24, "person"), (25, "rider"), (26, "car"),
            (27, "truck"), (28, "bus"), (31, "train"), (32, "motorcycle"), (33, "bicycle"),
        };
        Assert.Equal(
            expected,
            Enumerable.Range(0, 34).Where(id => ids.Labels[id] != LabelMap.Ignore)
                .Select(id => (id, Palette.Cityscapes.NameOf(ids.Labels[id]))));
    }

    [Theory]
    [InlineData(-1, 0), InlineData(256, 0), InlineData(3, 9)]
    public void Options_out_of_their_range_are_refused(int classes, int encoding) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelImage.Read(
            new Image(1, 1, 1, [0]), new LabelOptions { Classes = classes, Encoding = (LabelEncoding)encoding }));

    [Fact]
    public void A_label_beyond_the_palette_is_said_unless_there_are_more_classes()
    {
        var image = new Image(1, 2, 1, [0, 9]);
        Assert.Contains(
            "below 7, the number of classes, or 255 (ignore), got 9 at row 0, column 1",
            Assert.Throws<InvalidDataException>(() => LabelImage.Read(image, new LabelOptions { Palette = Palette.Scenes })).Message);
        Assert.Equal([0, 9], LabelImage.Read(image, new LabelOptions { Palette = Palette.Scenes, Classes = 10 }).Labels);
    }
}
