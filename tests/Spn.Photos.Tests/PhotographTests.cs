using System.Text;
using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>The other kinds, and how kinds are told apart.</summary>
public class PhotographTests
{
    [Theory]
    [InlineData("exact.bmp", "exact.pnm", 0)]
    [InlineData("exact.webp", "exact.pnm", 0)]
    [InlineData("palette.gif", "palette.pnm", 0)]
    [InlineData("palette.bmp", "palette.pnm", 0)]
    [InlineData("lossy.webp", "lossy.pnm", 0)]
    public void Pixels_are_those_that_its_own_library_gives(string name, string expected, int difference) => Assert.InRange(
        CorpusFile.Difference(ImageFile.Read(CorpusFile.At(expected)), Photograph.Read(CorpusFile.At(name))), 0, difference);

    [Fact]
    public void Content_decides_not_the_name()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "photo.png");
            File.Copy(CorpusFile.At("grey.jpg"), path);
            Assert.Equal(ImageFile.Read(CorpusFile.At("grey.pnm")).Samples, Photograph.Read(path).Samples);
            Assert.Contains("got a folder", Assert.Throws<IOException>(() => Photograph.Read(folder.FullName)).Message);
            Assert.Contains(
                "got a JPEG file; convert it to PNG, or read it with Spn.Photos.Photograph",
                Assert.Throws<InvalidDataException>(() => ImageFile.Read(path)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", "an empty file (or a pipe or device)")]
    [InlineData("II*\0....", "a TIFF file")]
    [InlineData("....ftypheic", "a HEIC file")]
    [InlineData("....ftypavif", "an AVIF file")]
    [InlineData("%PDF-1.7", "a PDF file")]
    [InlineData("P1 1 1 1", "something else")]
    public void Other_kinds_are_named(string file, string said) => Assert.Equal(
        $"expected an image file (PNG, PGM or PPM, JPEG, WebP, BMP, GIF), got {said}; convert it to PNG or JPEG.",
        Assert.Throws<InvalidDataException>(() => Photograph.Decode(Encoding.Latin1.GetBytes(file))).Message);

    [Fact]
    public void The_endings_of_a_folder_are_those_of_the_formats()
    {
        Assert.Equal(
            [".png", ".ppm", ".pgm", ".pnm", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".dib", ".gif"], Photograph.Extensions);
        Assert.True(Photograph.HasExtension("IMG_1.JPG"));
        Assert.False(Photograph.HasExtension("notes.txt"));
    }

    [Fact]
    public void Every_ending_that_is_written_is_one_of_a_format_and_is_read_back()
    {
        var folder = Directory.CreateTempSubdirectory("spn-formats-");
        foreach (var format in Photograph.Formats)
            foreach (var ending in format.Extensions)
            {
                var (path, channels) = (Path.Combine(folder.FullName, "a" + ending), ending == ".pgm" ? 1 : 3);
                var image = new Image(1, 2, channels, new ushort[2 * channels]);
                if (format.Encode is null)
                    Assert.Contains(
                        "ends in .png, .ppm, .pgm or .pnm, got 'a",
                        Assert.Throws<ArgumentException>(() => ImageFile.Write(path, image)).Message);
                else
                {
                    ImageFile.Write(path, image);
                    Assert.Equal(image.Samples, Photograph.Read(path).Samples);
                }
            }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_device_is_not_read_for_ever()
    {
        // Where there is no such device, no file of that name.
        var error = Assert.ThrowsAny<Exception>(() => Photograph.Read("/dev/zero"));
        Assert.Contains(OperatingSystem.IsWindows() ? "Could not find" : "got an empty file (or a pipe or device)", error.Message);
    }

    [Fact]
    public void Palettes_of_PNG_keep_their_indices()
    {
        var labels = new LabelMap(1, 3, [2, 0, 1]);
        var image = Photograph.Decode(Png.Encode(Image.FromLabelMap(labels, Palette.CamVid)));
        Assert.True(image.IsIndexed);
        Assert.Equal(labels.Labels, image.ToLabelMap().Labels);
    }
}
