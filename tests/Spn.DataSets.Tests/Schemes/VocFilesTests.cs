using Spn.Imaging;

namespace Spn.DataSets.Tests.Schemes;

public sealed class VocFilesTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Lists_are_splits_and_palette_indices_are_labels()
    {
        Write();
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal(("voc", "by its JPEGImages and SegmentationClass"), (set.Scheme.Name, set.FoundBy));
        Assert.Equal("train 2, val 1, trainaug 3", string.Join(", ", set.Splits));
        Assert.Equal(["2007_1", "2007_2"], set.Split("train").Samples.Select(sample => sample.Name));
        Assert.Equal([0, 1, 20, 255], SetFolder.Values(set.Split("train").Samples[0].Labels()));
        Assert.Equal(7, set.Split("trainaug").Samples[2].Labels()[0, 0]);
        Assert.Equal((6, 8), (set.Split("val").Samples[0].Photo().Height, set.Split("val").Samples[0].Photo().Width));
    }

    [Fact]
    public void The_folder_of_the_archive_is_found_above_its_own()
    {
        Write("VOCdevkit/VOC2012/");
        Assert.Equal(2, SegmentationSet.Open(_folder.Path).Split("train").Count);
    }

    [Fact]
    public void Coloured_files_in_VOCs_colours_are_read()
    {
        Write();
        _folder.Coloured("SegmentationClass/2007_1.png", (row, _) => row == 0 ? 0xE0E0C0 : 0x800000);
        Assert.Equal([1, 255], SetFolder.Values(SegmentationSet.Open(_folder.Path).Split("train").Samples[0].Labels()));
    }

    [Fact]
    public void Another_palette_is_named_with_its_colour_and_place()
    {
        Write();
        _folder.Indexed("SegmentationClass/2007_1.png", (row, column) => row == 2 && column >= 3 ? 1 : 0, Palette.Scenes.Table());
        Assert.StartsWith(
            $"{_folder.At("SegmentationClass/2007_1.png")}: expected VOC's colours in the file's palette, #800000 for label 1 (aeroplane), "
            + "got #E69F00 at row 2, column 3",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_place()
    {
        Write();
        _folder.Indexed("SegmentationClass/2007_1.png", (row, column) => row == 4 && column == 5 ? 21 : 3, Palette.PascalVoc.Table());
        Assert.StartsWith(
            $"{_folder.At("SegmentationClass/2007_1.png")}: expected labels below 21, the number of classes, or 255 (ignore), got 21 at "
            + "row 4, column 5",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [Fact]
    public void What_a_list_names_must_be_there()
    {
        Write();
        File.Delete(_folder.At("SegmentationClass/2007_2.png"));
        Assert.Contains(
            "2007_2.png for '2007_2' of", Assert.Throws<FileNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Text("ImageSets/Segmentation/train.txt", "2007_1\n2007_1\n");
        Assert.Contains(
            "expected each name once, got '2007_1' again in line 2",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Text("ImageSets/Segmentation/train.txt", "../secret\n");
        Assert.Contains(
            "expected a name without folders", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Text("ImageSets/Segmentation/train.txt", "\n");
        Assert.Contains("got none", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        Directory.Delete(_folder.At("ImageSets"), recursive: true);
        Assert.Contains(
            "give a folder laid out like voc", Assert.Throws<DirectoryNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    private void Write(string at = "")
    {
        foreach (var name in new[] { "2007_1", "2007_2", "2007_3", "2008_4" })
            _folder.Photo($"{at}JPEGImages/{name}.jpg");
        var table = Palette.PascalVoc.Table();
        foreach (var name in new[] { "2007_1", "2007_2", "2007_3" })
            _folder.Indexed($"{at}SegmentationClass/{name}.png", (row, column) => row == 0 ? 255 : column == 0 ? 20 : row % 2, table);
        _folder.Grey($"{at}SegmentationClassAug/2008_4.png", (_, _) => 7);
        _folder.Text($"{at}ImageSets/Segmentation/train.txt", "2007_1\n2007_2\n");
        _folder.Text($"{at}ImageSets/Segmentation/val.txt", "2007_3\r\n");
        _folder.Text($"{at}ImageSets/Segmentation/trainaug.txt", "2007_1\n2007_2\n2008_4\n");
    }

    public void Dispose() => _folder.Dispose();
}
