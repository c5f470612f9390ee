using Spn.Imaging;

namespace Spn.DataSets.Tests.Schemes;

public sealed class CamVidFilesTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Indices_and_colours_are_read_and_void_is_ignored()
    {
        Write("train", "val", "test");
        _folder.Coloured("trainannot/1.png", (row, column) => (row, column) switch
        {
            (0, _) => 0x000000, // void
            (1, _) => 0x4080C0, // pickup truck: a car
            (2, _) => 0x0000C0, // sidewalk
            (3, _) => 0x3C28DE, // pavement in SegNet's colour
            (4, _) => 0x408040, // animal: with the pedestrians
            _ => 0x808080,
        });
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal("train 1, val 1, test 1", string.Join(", ", set.Splits));
        Assert.Equal([0, 4, 8, 9, 255], SetFolder.Values(set.Split("train").Samples[0].Labels()));
        Assert.Equal([0, 10, 255], SetFolder.Values(set.Split("val").Samples[0].Labels()));
        Assert.Equal((byte)11, set.IgnoredLabel);
    }

    [Fact]
    public void Every_colour_of_the_32_classes_has_a_class_but_void()
    {
        Assert.Equal(32, DataSets.Schemes.CamVidColours.All.Count);
        Assert.Equal(32, DataSets.Schemes.CamVidColours.All.Colours.Distinct().Count());
        for (byte label = 0; label < Palette.CamVid.Count; label++)
            Assert.Equal(
                label, DataSets.Schemes.CamVidColours.ClassOf(
                    (byte)DataSets.Schemes.CamVidColours.All.Colours.ToList().IndexOf(Palette.CamVid[label])));
    }

    [Fact]
    public void Colours_and_labels_of_another_set_are_named()
    {
        Write("train", "val");
        _folder.Coloured("trainannot/1.png", (row, column) => row == 1 && column == 2 ? 0x123456 : 0x808080);
        Assert.Contains(
            "got 1 other colour: #123456 1 times, first at row 1, column 2",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Grey("trainannot/1.png", (row, column) => row == 5 && column == 7 ? 12 : 0);
        Assert.Contains(
            "got 12 at row 5, column 7", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Other_classes_have_no_ignored_label_unless_one_is_named()
    {
        Write("train", "val");
        var twelve = new Palette([.. Enumerable.Range(0, 12).Select(i => $"{i}")], new Rgb[12]);
        var options = new SetOptions { Palette = twelve };
        Assert.Contains((byte)11, SegmentationSet.Open(_folder.Path, options).Split("val").Samples[0].Labels().Labels);
        Assert.DoesNotContain(
            (byte)10,
            SegmentationSet.Open(_folder.Path, options with { IgnoredLabel = 10 }).Split("val").Samples[0].Labels().Labels);
    }

    [Fact]
    public void A_split_or_a_map_that_is_missing_is_named()
    {
        Write("train");
        Assert.Contains("expected a folder 'val'", Assert.Throws<DirectoryNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
        Write("val");
        File.Delete(_folder.At("valannot/1.png"));
        Assert.Contains("expected 1.png, 1.npy", Assert.Throws<FileNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [SkippableCamVidFact]
    public void The_real_set_is_read()
    {
        var set = SegmentationSet.Open(SkippableCamVidFactAttribute.Folder!);
        Assert.Equal(("camvid", 11), (set.Scheme.Name, set.Classes));
        Assert.Equal(101, set.Split("val").Count);
        var scene = set.Split("val").Samples[^1].Load(set.Palette);
        Assert.Equal((360, 480), (scene.Labels.Height, scene.Labels.Width));
        Assert.InRange(scene.Labels.ClassCount, 2, 11);
    }

    private void Write(params string[] splits)
    {
        foreach (var split in splits)
        {
            _folder.Photo($"{split}/1.png");
            _folder.Grey($"{split}annot/1.png", (row, _) => row == 0 ? 11 : row == 1 ? 10 : 0);
        }
    }

    public void Dispose() => _folder.Dispose();
}
