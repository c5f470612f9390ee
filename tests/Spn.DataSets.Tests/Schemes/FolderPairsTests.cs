using Spn.Imaging;

namespace Spn.DataSets.Tests.Schemes;

public sealed class FolderPairsTests : IDisposable
{
    private static readonly SetOptions Scenes = new() { Palette = Palette.Scenes, IgnoredLabel = 6 };

    private readonly SetFolder _folder = new();

    [Fact]
    public void Pairs_at_the_top_are_one_split()
    {
        Pair("photos", "labels");
        var set = SegmentationSet.Open(_folder.Path, Scenes);
        Assert.Equal(("folders", "by its pairs of folders", "all 1"), (set.Scheme.Name, set.FoundBy, string.Join(", ", set.Splits)));
        Assert.Equal([0, 1, 2, 3, 4, 255], SetFolder.Values(set.Split("all").Samples[0].Labels()));
    }

    [Fact]
    public void Pairs_in_folders_are_splits_and_arrays_are_labels_too()
    {
        Pair("train/images", "train/masks");
        Pair("test/images", "test/annotations");
        File.Delete(_folder.At("test/annotations/1.png"));
        Arrays.Npy.Write(
            _folder.At("test/annotations/1.npy"), new float[SetFolder.Height * SetFolder.Width], SetFolder.Height, SetFolder.Width);
        var set = SegmentationSet.Open(_folder.Path, SetScheme.Folders, Scenes);
        Assert.Equal("train 1, test 1", string.Join(", ", set.Splits));
        Assert.Equal([0], SetFolder.Values(set.Split("test").Samples[0].Labels()));
    }

    [Fact]
    public void A_label_beyond_the_classes_and_a_folder_without_pairs_are_told()
    {
        Pair("photos", "labels");
        _folder.Grey("labels/1.png", (row, column) => row == 1 && column == 1 ? 9 : 0);
        Assert.Contains("got 9 at row 1, column 1", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path, Scenes)).Message);
        Directory.Delete(_folder.At("labels"), recursive: true);
        Assert.Contains(
            "expected folders of photographs and labels",
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationSet.Open(_folder.Path, SetScheme.Folders, Scenes)).Message);
    }

    private void Pair(string photos, string labels)
    {
        _folder.Photo($"{photos}/1.png");
        _folder.Grey($"{labels}/1.png", (row, _) => row == 5 ? 6 : row);
    }

    public void Dispose() => _folder.Dispose();
}
