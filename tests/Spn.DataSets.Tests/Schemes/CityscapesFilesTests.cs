namespace Spn.DataSets.Tests.Schemes;

public sealed class CityscapesFilesTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Label_ids_become_train_ids()
    {
        Write("labelIds", (row, _) => row switch { 0 => 7, 1 => 26, 2 => 33, _ => 3 });
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal(("cityscapes", "train 2, val 1"), (set.Scheme.Name, string.Join(", ", set.Splits)));
        Assert.Equal(["aachen_0", "ulm_0"], set.Split("train").Samples.Select(sample => sample.Name));
        Assert.Equal([0, 13, 18, 255], SetFolder.Values(set.Split("val").Samples[0].Labels()));
    }

    [Fact]
    public void Train_ids_are_read_as_they_are_and_come_before_label_ids()
    {
        Write("labelIds", (_, _) => 7);
        Write("labelTrainIds", (row, _) => row == 0 ? 255 : 18);
        Assert.Equal([18, 255], SetFolder.Values(SegmentationSet.Open(_folder.Path).Split("val").Samples[0].Labels()));
    }

    [Fact]
    public void Label_ids_in_place_of_train_ids_are_named()
    {
        Write("labelTrainIds", (row, column) => row == 3 && column == 2 ? 26 : 7);
        Assert.StartsWith(
            $"{_folder.At("gtFine/train/aachen/aachen_0_gtFine_labelTrainIds.png")}: expected train ids, 0 to 18 or 255, got 26 at row 3, "
            + "column 2; these are Cityscapes' label ids in place of train ids",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Train_ids_in_place_of_label_ids_and_other_numbers_are_named()
    {
        Write("labelIds", (row, _) => row == 2 ? 255 : 0);
        Assert.Contains("got 255 at row 2, column 0", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        Write("labelTrainIds", (row, _) => row == 1 ? 77 : 0);
        Assert.Contains("got 77 at row 1, column 0; mend", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Coloured("gtFine/train/aachen/aachen_0_gtFine_labelTrainIds.png", (_, _) => 0x804080);
        Assert.Contains("expected a grey file of numbers", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    [Fact]
    public void A_photograph_without_labels_is_named()
    {
        Write("labelIds", (_, _) => 7);
        _folder.Photo("leftImg8bit/train/ulm/ulm_1_leftImg8bit.png");
        Assert.Contains("found neither", Assert.Throws<FileNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    private void Write(string kind, Func<int, int, int> id)
    {
        foreach (var (split, city) in new[] { ("train", "aachen"), ("train", "ulm"), ("val", "munster") })
        {
            _folder.Photo($"leftImg8bit/{split}/{city}/{city}_0_leftImg8bit.png");
            _folder.Grey($"gtFine/{split}/{city}/{city}_0_gtFine_{kind}.png", id);
        }
    }

    public void Dispose() => _folder.Dispose();
}
