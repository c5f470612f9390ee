using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Spn.Imaging;

namespace Spn.Tests.Imaging;

public class PnmTests
{
    private static byte[] File(string text, params byte[] samples) => [.. Encoding.Latin1.GetBytes(text), .. samples];

    [Fact]
    public void Reads_plain_and_binary_greys_and_colours()
    {
        var grey = Pnm.Decode(File("P2\n# a comment\n3 2 # and one more\n15\n0 1 2\n13 14 15\n"));
        Assert.Equal((2, 3, 1, 15), (grey.Height, grey.Width, grey.Channels, grey.MaxValue));
        Assert.Equal(new ushort[] { 0, 1, 2, 13, 14, 15 }, grey.Samples);
        Assert.Equal(grey.Samples, Pnm.Decode(File("P5 3 2 15\n", 0, 1, 2, 13, 14, 15)).Samples);
        var colour = Pnm.Decode(File("P3\r\n1 2\r\n255\r\n1 2 3 4 5 6"));
        Assert.Equal((2, 1, 3), (colour.Height, colour.Width, colour.Channels));
        Assert.Equal(colour.Samples, Pnm.Decode(File("P6#x\n1 2#y\r255\n", 1, 2, 3, 4, 5, 6)).Samples);
        Assert.Equal(new float[] { 1f / 255, 4f / 255, 2f / 255, 5f / 255, 3f / 255, 6f / 255 }, colour.ToFeatureMap().Values);
    }

    [Fact]
    public void Samples_above_255_take_two_bytes_the_high_one_first()
    {
        var image = Pnm.Decode(File("P5 2 1 1000\n", 3, 232, 0, 7));
        Assert.Equal(new ushort[] { 1000, 7 }, image.Samples);
        Assert.Equal(1f, image.ToFeatureMap()[0, 0, 0, 0]);
        Assert.Equal(File("P5\n2 1\n1000\n", 3, 232, 0, 7), Pnm.Encode(image));
    }

    [Fact]
    public void Palette_images_are_written_in_colour_and_alpha_is_refused()
    {
        var image = Image.Indexed(1, 2, [1, 0], [new Rgb(1, 2, 3), new Rgb(4, 5, 6)]);
        Assert.Equal(File("P6\n2 1\n255\n", 4, 5, 6, 1, 2, 3), Pnm.Encode(image));
        Assert.Throws<ArgumentException>(() => Pnm.Encode(new Image(1, 1, 2, [1, 2])));
    }

    [Theory]
    [InlineData(1, 255)]
    [InlineData(3, 255)]
    [InlineData(1, 65535)]
    [InlineData(3, 77)]
    public void What_is_written_reads_back_as_it_was(int channels, int maxValue)
    {
        var map = FeatureMap.Generate(new MapShape(1, channels, 5, 6), (_, c, row, column) => (row * 7 + column * 3 + c) / 60f);
        var image = Image.FromFeatureMap(map, maxValue);
        var again = ImageFile.Decode(InCulture.Run("de-DE", () => Pnm.Encode(image)));
        Assert.Equal((5, 6, channels, maxValue), (again.Height, again.Width, again.Channels, again.MaxValue));
        Assert.Equal(image.Samples, again.Samples);
    }

    [Theory]
    [InlineData("P1 1 1 1")]
    [InlineData("P7 1 1 1 1")]
    [InlineData("P5")]
    [InlineData("P5 1 1 255")]
    [InlineData("P5 1 1 255\n")]
    [InlineData("P51 1 255\n1")]
    [InlineData("P5 0 1 255\n1")]
    [InlineData("P5 1 1 0\n1")]
    [InlineData("P5 1 1 65536\n1")]
    [InlineData("P5 -1 1 255\n1")]
    [InlineData("P5 1 1 2x5\n1")]
    [InlineData("P5 1 1 12\nA")]
    [InlineData("P2 1 1 7 8")]
    [InlineData("P2 2 1 7 7")]
    [InlineData("P2 1 1 7 x")]
    [InlineData("P2 99999999999999999999 1 7 1")]
    [InlineData("P6 100000 100000 255\nabc")]
    [InlineData("P3 8192 8192 255\n1 2 3")]
    public void A_malformed_file_is_refused_before_memory_is_taken(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Pnm.Decode(File(text)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("P5 99999999999999999999 37\n255\n", "a width up to 2147483647 in the PGM or PPM file, got 99999999999999999999;")]
    [InlineData("P5 1 2147483648 255\n", "a height up to 2147483647 in the PGM or PPM file, got 2147483648;")]
    [InlineData("P2 1 1 255 3000000000", "a sample up to 2147483647 in the PGM or PPM file, got 3000000000;")]
    [InlineData("P2 1111111111222222222233333333334 1 1 1", "got 111111111122222222223333…;")]
    [InlineData("P5 2147483647 37 255\n", "got 37×2147483647")]
    public void A_number_that_is_too_large_is_said_as_it_stands(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Pnm.Decode(File(text))).Message);

    [Fact]
    public void Random_text_gives_an_image_or_one_clear_error() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("1 ", "2", "0 ", "# ", "\n", "x", "255\n", "A", "\0", " 3")).ToArbitrary(), Gen.Elements("P2", "P3", "P5", "P6").ToArbitrary(), (parts, kind) =>
        {
            try
            {
                Assert.NotEmpty(Pnm.Decode(File(kind + " " + string.Concat(parts))).Samples);
            }
            catch (InvalidDataException)
            {
                // The other outcome that is allowed.
            }
        }).Check(Property.Cases(500));

    [Fact]
    public void The_extension_chooses_the_format_and_must_fit_the_image()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string In(string name) => Path.Combine(folder.FullName, name);
            Image grey = new(1, 2, 1, [3, 4]), colour = new(1, 1, 3, [3, 4, 5]);
            foreach (var name in new[] { "a.png", "a.PGM", "a.pnm" })
            {
                InCulture.Run("tr-TR", () => { ImageFile.Write(In(name), grey); return 0; });
                Assert.Equal(grey.Samples, ImageFile.Read(In(name)).Samples);
            }

            ImageFile.Write(In("a.ppm"), colour);
            Assert.Equal((byte)'P', System.IO.File.ReadAllBytes(In("a.ppm"))[0]);
            Assert.Throws<ArgumentException>(() => ImageFile.Write(In("b.ppm"), grey));
            Assert.Throws<ArgumentException>(() => ImageFile.Write(In("b.pgm"), colour));
            Assert.Contains(".jpg", Assert.Throws<ArgumentException>(() => ImageFile.Write(In("b.jpg"), colour)).Message);
            Assert.Contains("JPEG", Assert.Throws<InvalidDataException>(() => ImageFile.Decode([0xFF, 0xD8, 0xFF, 0xE0])).Message);
            Assert.Throws<InvalidDataException>(() => ImageFile.Decode([]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
