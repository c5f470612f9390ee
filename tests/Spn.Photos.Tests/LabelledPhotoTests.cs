using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;

namespace Spn.Photos.Tests;

/// <summary>Scenes from the reader's own files.</summary>
public sealed class LabelledPhotoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void A_file_that_is_not_there_is_named_with_its_folder() => Assert.Equal(
        $"expected an image file at {Path.GetFullPath("nowhere.png")}, found none; correct the path.",
        Assert.Throws<FileNotFoundException>(() => LabelledPhoto.Load("nowhere.png", "labels.png")).Message);

    [Fact]
    public void A_photograph_and_its_labels_become_a_scene_in_the_colours_of_the_file()
    {
        var rendered = SceneGenerator.Render(3, 48, 64);
        Png.Write(In("photo.png"), rendered.Photo);
        Png.Write(In("labels.png"), rendered.Labels, Palette.CamVid);
        var scene = LabelledPhoto.Load(In("photo.png"), In("labels.png"), ignore: 2);
        Assert.Equal(rendered.Photo.Values, scene.Photo.Values);
        Assert.Equal(rendered.Labels.WithIgnored(2).Labels, scene.Labels.Labels);
        Assert.Equal(Palette.CamVid[1], scene.Palette[1]);
    }

    [Fact]
    public void A_grey_photograph_becomes_three_channels_and_a_large_one_smaller()
    {
        ImageFile.Write(In("photo.pgm"), FeatureMap.Generate(new MapShape(1, 1, 100, 200), (_, _, row, _) => row < 50 ? 0 : 1));
        Png.Write(In("labels.png"), LabelMap.Generate(100, 200, (_, column) => (byte)(column < 100 ? 4 : 0)));
        var scene = LabelledPhoto.Load(In("photo.pgm"), In("labels.png"), maxSide: 40);
        Assert.Equal(new MapShape(1, 3, 20, 40), scene.Photo.Shape);
        Assert.Equal((20, 40, (byte)4, (byte)0), (scene.Labels.Height, scene.Labels.Width, scene.Labels[7, 19], scene.Labels[7, 20]));
        for (var c = 0; c < 3; c++)
            Assert.Equal((0f, 1f), (scene.Photo[0, c, 9, 5], scene.Photo[0, c, 10, 5]));
    }

    [Fact]
    public void A_strip_of_millions_of_rows_is_made_small_without_wrapping_around()
    {
        const int rows = 5_000_000;
        byte[] strip = [.. System.Text.Encoding.ASCII.GetBytes($"P5 1 {rows} 255\n"), .. new byte[rows]];
        File.WriteAllBytes(In("strip.pgm"), strip);
        var scene = LabelledPhoto.Load(In("strip.pgm"), In("strip.pgm"));
        Assert.Equal((480, 1), (scene.Labels.Height, scene.Labels.Width));
    }

    [Fact]
    public void Labels_of_another_size_and_sides_too_small_are_refused()
    {
        Png.Write(In("photo.png"), new FeatureMap(new MapShape(1, 3, 4, 5)));
        Png.Write(In("labels.png"), new LabelMap(5, 4, new byte[20]));
        Assert.Contains("4×5 like the photograph, got 5×4 in labels.png", Assert.Throws<InvalidDataException>(() => LabelledPhoto.Load(In("photo.png"), In("labels.png"))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelledPhoto.Load(In("photo.png"), In("labels.png"), maxSide: 31));
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelledPhoto.Load(In("photo.png"), In("labels.png"), ignore: 300));
        Assert.Contains("give both paths", Assert.Throws<ArgumentException>(() => LabelledPhoto.Load(In("photo.png"), "")).Message);
        Assert.Throws<FileNotFoundException>(() => LabelledPhoto.Load(In("none.png"), In("labels.png")));
    }

    [Fact]
    public void A_palette_brings_its_ignored_label_and_refuses_labels_beyond_its_classes()
    {
        Png.Write(In("photo.png"), new FeatureMap(new MapShape(1, 3, 1, 3)));
        Grey("labels.png", 0, 11, 3);
        Assert.Equal([0, 255, 3], LabelledPhoto.Load(In("photo.png"), In("labels.png"), palette: "camvid").Labels.Labels);
        Assert.Contains(
            "expected labels below 7, the number of classes, or 255 (ignore), got 11 at row 0, column 1",
            Assert.Throws<InvalidDataException>(() => LabelledPhoto.Load(In("photo.png"), In("labels.png"), palette: "scenes")).Message);
        Grey("labels.png", 0, 255, 0);
        Assert.Contains(
            "save the object as 1",
            Assert.Throws<InvalidDataException>(() => LabelledPhoto.Load(In("photo.png"), In("labels.png"))).Message);
    }

    private void Grey(string name, params ushort[] samples) => Png.Write(In(name), new Image(1, samples.Length, 1, samples));

    public void Dispose() => _folder.Delete(recursive: true);
}
