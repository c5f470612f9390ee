using Spn.Imaging;

namespace Spn.DataSets.Tests.Schemes;

public sealed class Ade20kFilesTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Zero_is_ignored_and_classes_count_from_one()
    {
        Write((row, _) => row == 0 ? 0 : row == 1 ? 1 : 150);
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal(("ade20k", "train 1, val 1", 150), (set.Scheme.Name, string.Join(", ", set.Splits), set.Classes));
        Assert.Equal([0, 149, 255], SetFolder.Values(set.Split("val").Samples[0].Labels()));
        Assert.Equal(("wall", "flag", "person"), (set.Palette.NameOf(0), set.Palette.NameOf(149), set.Palette.NameOf(12)));
        Assert.Equal(150, set.Palette.Names.Distinct().Count());
        Assert.Same(set.Palette, DataSet.Named("ade20k").Palette);
    }

    [Fact]
    public void A_number_that_is_no_class_is_named_with_its_place()
    {
        Write((row, column) => row == 2 && column == 6 ? 151 : 1);
        Assert.StartsWith(
            $"{_folder.At("annotations/training/1.png")}: expected 0 (other) or classes from 1 to 150, got 151 at row 2, column 6",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    private void Write(Func<int, int, int> label)
    {
        foreach (var part in new[] { "training", "validation" })
        {
            _folder.Photo($"images/{part}/1.jpg");
            _folder.Grey($"annotations/{part}/1.png", label);
        }
    }

    public void Dispose() => _folder.Dispose();
}
