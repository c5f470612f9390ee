using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class PngTests
{
    public static TheoryData<int, int, int, int, string> Plain => PngGoldens.Plain;

    public static TheoryData<int, int, string> Transparent => PngGoldens.Transparent;

    [Theory]
    [MemberData(nameof(Plain))]
    public void Reads_every_colour_type_bit_depth_and_interlacing(int height, int width, int colourType, int depth, string file)
    {
        var image = Png.Decode(Convert.FromBase64String(file));
        var channels = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        Assert.Equal((height, width, channels, colourType == 3), (image.Height, image.Width, image.Channels, image.IsIndexed));
        Assert.Equal(colourType == 3 ? 255 : (1 << depth) - 1, image.MaxValue);
        for (var r = 0; r < height; r++)
            for (var c = 0; c < width; c++)
                for (var k = 0; k < channels; k++)
                    Assert.Equal(PngGoldens.Sample(r, c, k, depth), image.Samples[(r * width + c) * channels + k]);
        if (colourType == 3)
            Assert.Equal(
                Enumerable.Range(0, 1 << depth).Select(i => new Rgb((byte)(7 * i), (byte)(31 * i), (byte)(101 * i))), image.ColourTable);
    }

    [Theory]
    [MemberData(nameof(Transparent))]
    public void Reads_a_transparent_colour_as_alpha(int colourType, int depth, string file)
    {
        var image = Png.Decode(Convert.FromBase64String(file));
        Assert.True(image.HasAlpha);
        var alpha = image.ToAlphaMap();
        var (channels, byRow) = (colourType == 2 ? 3 : 1, depth == 2 ? 0 : 1);
        for (var r = 0; r < 3; r++)
            for (var c = 0; c < 4; c++)
            {
                var samples = Enumerable.Range(0, channels).Select(k => PngGoldens.Sample(r, c, k, depth)).ToArray();
                var key = Enumerable.Range(0, channels).Select(k => depth == 2 ? 1 : PngGoldens.Sample(byRow, 2, k, depth)).ToArray();
                var expected = colourType == 3 ? samples[0] switch { 0 => 0f, 1 => 128 / 255f, 3 => 3 / 255f, _ => 1f } : samples.SequenceEqual(key) ? 0f : 1f;
                Assert.Equal(expected, alpha[0, 0, r, c]);
            }

        Assert.Equal(image.ToFeatureMap().Values, Png.Decode(Png.Encode(image)).ToFeatureMap().Values);
        Assert.Equal(alpha.Values, Png.Decode(Png.Encode(image)).ToAlphaMap().Values);
        Assert.Equal(image.ColourTableAlpha, Png.Decode(Png.Encode(image)).ColourTableAlpha);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void What_is_written_reads_back_as_it_was(int height, int width, int colourType, int depth, string file)
    {
        var image = Png.Decode(Convert.FromBase64String(file));
        var again = Png.Decode(Png.Encode(image));
        Assert.Equal(
            (height, width, colourType == 3, colourType == 3 ? 255 : (1 << depth) - 1),
            (again.Height, again.Width, again.IsIndexed, again.MaxValue));
        Assert.Equal((image.Channels, image.HasAlpha), (again.Channels, again.HasAlpha));
        Assert.Equal(image.Samples, again.Samples);
        Assert.Equal(image.ColourTable, again.ColourTable);
    }

    [Fact]
    public void A_label_map_comes_back_with_its_labels_and_its_palette()
    {
        var labels = LabelMap.Generate(7, 9, (row, column) => row == 6 ? LabelMap.Ignore : (byte)(row + column));
        var image = Png.Decode(Png.Encode(Image.FromLabelMap(labels, Palette.CamVid)));
        Assert.Equal(labels.Labels, image.ToLabelMap().Labels);
        Assert.Equal(Palette.CamVid.Table(), image.ColourTable);
        var small = Png.Decode(Png.Encode(Image.FromLabelMap(new LabelMap(1, 2, [0, 3]), Palette.CamVid)));
        Assert.Equal(Palette.CamVid.Colours, small.ColourTable);
    }

    [Fact]
    public void An_index_beyond_the_palette_keeps_its_label_and_is_black()
    {
        var image = Image.Indexed(1, 2, [1, 9], [new Rgb(1, 2, 3), new Rgb(255, 255, 255)]);
        var again = Png.Decode(Png.Encode(image));
        Assert.Equal(new byte[] { 1, 9 }, again.ToLabelMap().Labels);
        Assert.Equal(new float[] { 1, 0, 1, 0, 1, 0 }, again.ToFeatureMap().Values);
        Assert.Equal(10, again.ColourTable.Count);
    }

    [Theory]
    [InlineData(7, 255)]
    [InlineData(1000, 65535)]
    public void Other_largest_samples_are_scaled_to_the_nearest_sample_of_8_or_16_bits(int maxValue, int expected)
    {
        var image = new Image(1, 4, 1, [0, 1, (ushort)(maxValue / 2), (ushort)maxValue], maxValue);
        var again = Png.Decode(Png.Encode(image));
        Assert.Equal(expected, again.MaxValue);
        Assert.Equal(image.Samples.Select(s => (ushort)Math.Round((double)s * expected / maxValue)), again.Samples);
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes_in_every_culture()
    {
        var image = Image.FromFeatureMap(FeatureMap.Random(new MapShape(1, 3, 20, 30), 5), 65535);
        Assert.Equal(Png.Encode(image), InCulture.Run("tr-TR", () => Png.Encode(image)));
    }

    [Fact]
    public void Adaptive_filters_make_a_smooth_picture_much_smaller_than_its_samples()
    {
        var smooth = FeatureMap.Generate(new MapShape(1, 3, 64, 64), (_, c, row, column) => (row + 2 * column + c) / 200f);
        Assert.InRange(Png.Encode(Image.FromFeatureMap(smooth)).Length, 1, 64 * 64 * 3 / 8);
    }

    [Fact]
    public void Unknown_chunks_that_are_not_critical_are_passed_over()
    {
        var image = new Image(2, 2, 1, [1, 2, 3, 4]);
        var file = PngChunks.Split(Png.Encode(image));
        file.Insert(1, ("tEXt", "Comment\0hello"u8.ToArray()));
        file.Insert(file.Count - 1, ("zzZz", []));
        Assert.Equal(image.Samples, Png.Decode(PngChunks.Join(file)).Samples);
    }

    [Fact]
    public void A_file_is_read_by_its_content_and_named_in_errors()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "picture.ppm");
            var image = new Image(1, 2, 1, [3, 4]);
            Png.Write(path, image);
            Assert.Equal(image.Samples, ImageFile.Read(path).Samples);
            File.WriteAllBytes(path, [1, 2, 3]);
            Assert.Contains("picture.ppm", Assert.Throws<InvalidDataException>(() => Png.Read(path)).Message);
            Assert.Throws<FileNotFoundException>(() => Png.Read(Path.Combine(folder.FullName, "none.png")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
