using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>JPEG files against what libjpeg's djpeg made of them.</summary>
public class JpegTests
{
    [Theory]
    [InlineData("quality-30"), InlineData("quality-75"), InlineData("quality-98")]
    [InlineData("sampling-1x1"), InlineData("sampling-2x1"), InlineData("sampling-1x2"), InlineData("sampling-2x2")]
    [InlineData("sampling-4x1"), InlineData("sampling-4x2")]
    [InlineData("progressive"), InlineData("restart"), InlineData("rgb"), InlineData("one-pixel")]
    [InlineData("grey"), InlineData("grey-progressive")]
    public void Pixels_are_libjpegs(string name) =>
        Assert.Equal(0, CorpusFile.Difference(ImageFile.Read(CorpusFile.At(name + ".pnm")), Photograph.Read(CorpusFile.At(name + ".jpg"))));

    [Theory]
    [InlineData("cmyk"), InlineData("ycck")]
    public void Inks_become_colours_within_one_step_of_libjpegs(string name) => Assert.InRange(
        CorpusFile.Difference(ImageFile.Read(CorpusFile.At(name + ".pnm")), Photograph.Read(CorpusFile.At(name + ".jpg"))), 0, 1);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void The_orientation_of_EXIF_is_applied(int orientation)
    {
        var stored = ImageFile.Read(CorpusFile.At("sampling-2x2.pnm"));
        var upright = Photograph.Decode(WithOrientation(CorpusFile.Bytes("sampling-2x2.jpg"), orientation));
        var (rows, columns) = orientation >= 5 ? (stored.Width, stored.Height) : (stored.Height, stored.Width);
        Assert.Equal((rows, columns), (upright.Height, upright.Width));
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                // TIFF 6.0, tag 274: which side of the picture the stored first row and first column are.
                var (down, across) = orientation switch
                {
                    1 => (row, column),
                    2 => (row, columns - 1 - column),
                    3 => (rows - 1 - row, columns - 1 - column),
                    4 => (rows - 1 - row, column),
                    5 => (column, row),
                    6 => (columns - 1 - column, row),
                    7 => (columns - 1 - column, rows - 1 - row),
                    _ => (column, rows - 1 - row),
                };
                for (var c = 0; c < 3; c++)
                    Assert.Equal(stored.Samples[(down * stored.Width + across) * 3 + c], upright.Samples[(row * columns + column) * 3 + c]);
            }
    }

    [Theory]
    [InlineData(700, "ends early|damaged")]
    [InlineData(40, "damaged|ends early")]
    [InlineData(3, "damaged|ends early")]
    public void A_cut_file_is_refused_in_a_sentence(int kept, string said) =>
        Assert.Matches(
            said, Assert.Throws<InvalidDataException>(() => Photograph.Decode(CorpusFile.Bytes("quality-75.jpg")[..kept])).Message);

    [Theory]
    [InlineData("progressive"), InlineData("grey-progressive")]
    public void A_progressive_file_that_is_cut_anywhere_is_refused(string name)
    {
        var file = CorpusFile.Bytes(name + ".jpg");
        for (var kept = 20; kept < file.Length; kept += 13)
            Assert.Throws<InvalidDataException>(() => Photograph.Decode(file[..kept]));
        Assert.Contains(
            "ends early", Assert.Throws<InvalidDataException>(() => Photograph.Decode(file[..^1])).Message, StringComparison.Ordinal);
        foreach (var after in new byte[][] { [10], [0, 1], [0, 1, 2], [0xFF] })
            Assert.NotNull(Photograph.Decode([.. file, .. after]));
    }

    [Fact]
    public void Samples_of_12_bits_are_said_to_be_so()
    {
        var file = CorpusFile.Bytes("quality-75.jpg");
        file[Enumerable.Range(0, file.Length - 1).First(i => file[i] == 0xFF && file[i + 1] == 0xC0) + 4] = 12;
        Assert.Equal(
            "expected a JPEG file of 8 bits a sample, got one of 12; save it as PNG, or as a JPEG of 8 bits.",
            Assert.Throws<InvalidDataException>(() => Photograph.Decode(file)).Message);
    }

    [Fact]
    public void A_claimed_size_is_checked_before_memory_is_taken_and_the_limit_can_be_raised()
    {
        var file = CorpusFile.Bytes("quality-75.jpg");
        var frame = Enumerable.Range(0, file.Length - 1).First(i => file[i] == 0xFF && file[i + 1] == 0xC0);
        for (var i = 0; i < 4; i++)
            file[frame + 5 + i] = (byte)(i % 2 == 0 ? 0x7F : 0xFF);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Photograph.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(
            "expected a JPEG file of 1 to 67108864 pixels, got 32767×32767; shrink or tile the image, or raise the limit (maxPixels).",
            error.Message);
        var sound = CorpusFile.Bytes("quality-75.jpg");
        Assert.Throws<InvalidDataException>(() => Photograph.Decode(sound, 45 * 31 - 1));
        Assert.Equal(45, Photograph.Decode(sound, 45 * 31).Width);
        Assert.Throws<ArgumentOutOfRangeException>(() => Photograph.Decode(sound, 0));
    }

    [Fact]
    public void Damaged_bytes_give_an_image_or_one_sentence()
    {
        var random = new Random(7);
        var sound = CorpusFile.Bytes("progressive.jpg");
        for (var trial = 0; trial < 300; trial++)
        {
            var file = (byte[])sound.Clone();
            for (var i = 0; i < 3; i++)
                file[random.Next(2, file.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotEmpty(Photograph.Decode(file).Samples);
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("expected ", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The file with an EXIF segment of one tag behind its first marker.</summary>
    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
