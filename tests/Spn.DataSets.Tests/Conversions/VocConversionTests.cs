using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;

namespace Spn.DataSets.Tests.Conversions;

public sealed class VocConversionTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void SBDs_labels_join_the_training_list_but_for_VOCs_own()
    {
        Unpack();
        VocConversion.RunWithSbd(Conversion(), "voc", "sbd");
        var set = SegmentationSet.Open(_folder.At("made"));
        Assert.Equal("train 2, val 1, trainaug 3, trainval 3", string.Join(", ", set.Splits));
        Assert.Equal(["2007_1", "2007_2", "2008_4"], set.Split("trainaug").Samples.Select(sample => sample.Name));
        Assert.Equal([0, 1, 2, 3, 4, 5, 20], SetFolder.Values(set.Split("trainaug").Samples[2].Labels()));
        Assert.Equal(255, set.Split("trainaug").Samples[0].Labels()[0, 0]);
        Assert.Equal(["2008_4.png"], Directory.EnumerateFiles(_folder.At("made/SegmentationClassAug")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_label_file_and_a_label_that_is_no_class_are_named()
    {
        Unpack();
        _folder.Bytes("sbd/dataset/cls/2008_4.mat", TestMatFile.Of(SetFolder.Labels((row, column) => row == 2 && column == 3 ? 21 : 0)));
        var told = Assert.Throws<InvalidDataException>(() => VocConversion.RunWithSbd(Conversion(), "voc", "sbd")).Message;
        Assert.Contains("2008_4.mat: expected labels below 21", told);
        Assert.Contains("got 21 at row 2, column 3", told);
        _folder.Text("sbd/dataset/cls/2008_4.mat", "no");
        Assert.Contains(
            "2008_4.mat: expected a MATLAB 5.0 MAT-file",
            Assert.Throws<InvalidDataException>(() => VocConversion.RunWithSbd(Conversion(), "voc", "sbd")).Message);
        File.Delete(_folder.At("sbd/dataset/cls/2008_4.mat"));
        Assert.Contains("2008_4.mat", Assert.Throws<FileNotFoundException>(() => VocConversion.RunWithSbd(Conversion(), "voc", "sbd")).Message);
    }

    private Conversion Conversion() => new(_folder.Path, _folder.At("made"), (_, _, _) => { }, CancellationToken.None);

    /// <summary>Both archives as they are unpacked: what the filters keep.</summary>
    private void Unpack()
    {
        using SetFolder voc = new(), sbd = new();
        SmallSets.Voc(voc);
        SmallSets.Sbd(sbd);
        foreach (var (from, to, keep) in new[] { (voc, "voc", VocConversion.Keep), (sbd, "sbd", VocConversion.KeepSbd) })
            foreach (var file in Directory.EnumerateFiles(from.Path, "*", SearchOption.AllDirectories))
                if (keep(Path.GetRelativePath(from.Path, file).Replace('\\', '/')) is { } kept)
                    _folder.Bytes($"{to}/{kept}", File.ReadAllBytes(file));
    }

    public void Dispose() => _folder.Dispose();
}
