using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using Spn.Imaging;

namespace Spn.ImageSharp.Tests;

public class ImageSharpMapsTests
{
    private static readonly LabelMap Labels = LabelMap.Generate(5, 7, (row, column) => (byte)(row == 4 ? 255 : row * 3 + column % 3));

    [Fact]
    public void Colours_go_there_and_back_unchanged()
    {
        using var image = new Image<Rgb24>(6, 4);
        image.ProcessPixelRows(rows =>
        {
            for (var row = 0; row < rows.Height; row++)
                for (var column = 0; column < rows.Width; column++)
                    rows.GetRowSpan(row)[column] = new Rgb24((byte)(40 * row), (byte)(30 * column), (byte)(250 - row - column));
        });
        var map = image.ToFeatureMap();
        Assert.Equal(new MapShape(1, 3, 4, 6), map.Shape);
        Assert.Equal(80 / 255f, map[0, 0, 2, 5]);
        Assert.Equal(150 / 255f, map[0, 1, 2, 5]);
        using var back = map.ToRgb24();
        for (var row = 0; row < 4; row++)
            for (var column = 0; column < 6; column++)
                Assert.Equal(image[column, row], back[column, row]);
    }

    [Fact]
    public void Greys_are_masks_or_labels()
    {
        using var grey = Labels.ToL8();
        Assert.Equal((7, 5), (grey.Width, grey.Height));
        Assert.Equal(Labels.Labels, grey.ToLabelMap().Labels);
        var mask = grey.ToFeatureMap();
        Assert.Equal((1f, 8 / 255f), (mask[0, 0, 4, 0], mask[0, 0, 2, 2]));
        using var back = mask.ToL8();
        Assert.Equal(Labels.Labels, back.ToLabelMap().Labels);
        using var three = mask.ToRgb24();
        Assert.Equal(new Rgb24(8, 8, 8), three[2, 2]);
    }

    [Fact]
    public void Palette_files_keep_every_index()
    {
        var folder = Directory.CreateTempSubdirectory("spn-imagesharp-");
        try
        {
            var path = Path.Combine(folder.FullName, "labels.png");
            using var grey = Labels.ToL8();
            grey.SaveLabels(path, Palette.CamVid);
            var image = Png.Read(path);
            Assert.True(image.IsIndexed);
            Assert.Equal(Labels.Labels, image.ToLabelMap().Labels);
            Assert.Equal(Palette.CamVid[1], image.ColourTable[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Coloured_labels_are_matched_exactly()
    {
        using var image = new Image<Rgb24>(3, 1);
        (image[0, 0], image[1, 0], image[2, 0]) = (new Rgb24(128, 128, 128), new Rgb24(0, 128, 192), new Rgb24(0, 0, 0));
        Assert.Equal([0, 10, 255], image.ToLabelMap(Palette.CamVid).Labels);
        image[1, 0] = new Rgb24(0, 128, 191);
        Assert.Contains(
            "#0080BF 1 times, first at row 0, column 1",
            Assert.Throws<InvalidDataException>(() => image.ToLabelMap(Palette.CamVid)).Message);
    }

    [Fact]
    public void Other_shapes_are_refused()
    {
        var two = new FeatureMap(new MapShape(1, 2, 3, 3));
        Assert.Contains("1×1×H×W or 1×3×H×W, got 1×2×3×3", Assert.Throws<ArgumentException>(() => two.ToRgb24()).Message);
        Assert.Contains("expected a map 1×1×H×W, got 1×2×3×3", Assert.Throws<ArgumentException>(() => two.ToL8()).Message);
    }
}
