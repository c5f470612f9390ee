using Spn.Imaging;

namespace Spn.DataSets.Tests;

public sealed class SegmentationSetTests : IDisposable
{
    private readonly SetFolder _folder = new();

    [Fact]
    public void A_set_of_ones_own_is_made_of_functions()
    {
        var sample = new SetSample("one", () => new Image(2, 3, 1, new ushort[6]), () => new LabelMap(2, 3, [0, 1, 1, 0, 1, 255]));
        var set = SegmentationSet.Of("mine", new Palette(["a", "b"], [default, default]), [new SetSplit("train", [sample])]);
        Assert.Equal("mine (folders): train 1; 2 classes", set.ToString());
        Assert.True(set.Has("train") && !set.Has("test"));
        var scene = set.Split("train").Samples[0].Load(set.Palette);
        Assert.Equal(3, scene.Photo.Channels);
        Assert.Equal([0, 1, 1, 0, 1, 255], scene.Labels.Labels);
        Assert.False(sample.HasMasks);
        Assert.Contains("expected a set with soft masks", Assert.Throws<InvalidOperationException>(sample.Masks).Message);
        Assert.Contains("expected a split of mine (train), got 'val'", Assert.Throws<ArgumentException>(() => set.Split("val")).Message);
        Assert.Throws<ArgumentException>(() => SegmentationSet.Of("mine", set.Palette, []));
    }

    [Fact]
    public void A_photograph_of_another_size_than_its_labels_is_named()
    {
        _folder.Photo("photos/1.png", height: 7);
        _folder.Grey("labels/1.png", (_, _) => 1);
        var options = new SetOptions { Palette = Palette.Scenes };
        Assert.Equal(
            $"{_folder.At("labels/1.png")}: expected labels of 7×8 like the photograph, got 6×8; give the label map of this photograph.",
            Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path, options)).Message);
        Assert.Equal(1, SegmentationSet.Open(_folder.Path, options with { CheckFirst = false }).Split("all").Count);
    }

    [Fact]
    public void Options_that_do_not_go_with_a_scheme_are_told()
    {
        _folder.Photo("photos/1.png");
        _folder.Grey("labels/1.png", (_, _) => 1);
        string Told(SetScheme scheme, SetOptions options) =>
            Assert.ThrowsAny<ArgumentException>(() => SegmentationSet.Open(_folder.Path, scheme, options)).Message;
        Assert.StartsWith("expected the classes (SetOptions.Palette) for a set of the scheme 'folders'", Told(SetScheme.Folders, new()));
        Assert.StartsWith(
            "expected the classes of the scheme 'voc' (21: background to tv monitor), got 11 others (sky to bicyclist)",
            Told(SetScheme.Voc, new SetOptions { Palette = Palette.CamVid }));
        Assert.StartsWith("expected a limit from 1 to", Told(SetScheme.Voc, new SetOptions { MaxPixels = 0 }));
        Assert.Contains("got 'pascal'", Assert.Throws<ArgumentException>(() => SetScheme.Named("pascal")).Message);
        Assert.Same(SetScheme.Ade20k, SetScheme.Named("ADE20K"));
    }

    [Fact]
    public void A_folder_that_is_missing_or_holds_no_set_is_told()
    {
        Assert.Contains(
            "correct the path", Assert.Throws<DirectoryNotFoundException>(() => SegmentationSet.Open(_folder.At("nowhere"))).Message);
        var none = Assert.Throws<DirectoryNotFoundException>(() => SegmentationSet.Open(_folder.Path)).Message;
        Assert.Contains("voc: JPEGImages, SegmentationClass", none);
        Assert.Contains("helen: images, labels/NAME", none);
    }

    [Fact]
    public void A_manifest_says_the_scheme_and_a_damaged_one_is_told()
    {
        foreach (var split in new[] { "train", "val" })
        {
            _folder.Photo($"{split}/1.png");
            _folder.Grey($"{split}annot/1.png", (row, _) => row);
        }

        var manifest = new SetManifest
        {
            Name = "scenes", Scheme = "scenes", Licence = "none", Settings = "", Archives = [new ManifestArchive("a.zip", 3, "00")],
            Splits = new Dictionary<string, int> { ["train"] = 1 },
        };
        Assert.Equal("camvid", SegmentationSet.Open(_folder.Path).Scheme.Name);
        _folder.Bytes(SetManifest.FileName, manifest.ToBytes());
        var set = SegmentationSet.Open(_folder.Path);
        Assert.Equal(("scenes", "by its spn-set.json", 7), (set.Scheme.Name, set.FoundBy, set.Classes));
        Assert.Equal(manifest.ToBytes(), SetManifest.Read(_folder.At(SetManifest.FileName)).ToBytes());
        _folder.Bytes(SetManifest.FileName, (manifest with { Scheme = "other" }).ToBytes());
        Assert.Contains("got 'other'", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
        _folder.Text(SetManifest.FileName, "{ \"name\": 3");
        Assert.Contains(
            "expected the manifest that data-scripts write", Assert.Throws<InvalidDataException>(() => SegmentationSet.Open(_folder.Path)).Message);
    }

    public void Dispose() => _folder.Dispose();
}
