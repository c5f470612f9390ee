using Spn.Imaging;

namespace Spn.DataSets.Tests.Schemes;

public sealed class HelenFilesTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void Eleven_masks_make_one_label_a_pixel()
    {
        Write();
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal("train 1, val 1, test 1", string.Join(", ", set.Splits));
        var sample = set.Split("train").Samples[0];
        Assert.True(sample.HasMasks);
        Assert.Equal(11, sample.LabelPaths.Count);
        var labels = sample.Labels();
        Assert.Equal(1, labels[1, 0]); // skin 200 against hair 55
        Assert.Equal(10, labels[1, 1]); // hair 200 against skin 55
        Assert.Equal(8, labels[2, 0]); // inner mouth and a lip are equally sure: what lies inside wins
        Assert.Equal(2, labels[3, 0]); // a brow before skin
        Assert.Equal(0, labels[4, 0]); // no mask at all
        var masks = sample.Masks();
        Assert.Equal(new MapShape(1, 11, SetFolder.Height, SetFolder.Width), masks.Shape);
        Assert.Equal(200 / 255f, masks[0, 1, 1, 0]);
    }

    [Fact]
    public void Groups_are_the_columns_of_the_papers_table()
    {
        Assert.Equal(
            ["skin", "brows", "eyes", "nose", "mouth", "U-lip", "in-mouth", "L-lip"], SetScheme.Helen.Groups.Select(group => group.Name));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], SetScheme.Helen.Groups.Where(group => group.InOverall).SelectMany(group => group.Labels));
        Assert.Equal(["left brow", "right brow"], SetScheme.Helen.Groups[1].Labels.Select(Palette.Helen.NameOf));
        Assert.Equal("inner mouth", Palette.Helen.NameOf(SetScheme.Helen.Groups[6].Labels.Single()));
    }

    [Fact]
    public void A_mask_that_is_missing_too_many_or_of_another_size_is_named()
    {
        Write();
        _folder.Bytes("labels/b/b_lbl04.png", Png.Encode(new Image(5, 8, 1, new ushort[40])));
        Assert.StartsWith(
            $"{_folder.At("labels/b/b_lbl04.png")}: expected a mask of 6×8",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Grey("labels/a/a_lbl11.png", (_, _) => 0);
        Assert.Contains("found 12", Assert.Throws<FileNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
        File.Delete(_folder.At("labels/a/a_lbl11.png"));
        File.Delete(_folder.At("labels/a/a_lbl03.png"));
        Assert.Contains("found 10", Assert.Throws<FileNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Indexed("labels/a/a_lbl03.png", (_, _) => 0, Palette.Helen.Table());
        Assert.Contains(
            "expected a grey image as a soft mask", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    private void Write()
    {
        foreach (var (list, name) in new[] { ("exemplars", "a"), ("tuning", "b"), ("testing", "c") })
        {
            _folder.Text($"{list}.txt", $"1 , {name}\n");
            _folder.Photo($"images/{name}.jpg");
            for (var part = 0; part < 11; part++)
            {
                var one = part;
                _folder.Grey($"labels/{name}/{name}_lbl{part:d2}.png", (row, column) => (row, one) switch
                {
                    (0, 0) => 255,
                    (1, 1) => column == 0 ? 200 : 55,
                    (1, 10) => column == 0 ? 55 : 200,
                    (2, 8) or (2, 9) => 128,
                    (3, 1) or (3, 2) => 100,
                    _ => 0,
                });
            }
        }
    }

    public void Dispose() => _folder.Dispose();
}
