using System.Globalization;
using SkiaSharp;
using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>The corpus of awkward label maps: each line of <c>maps.tsv</c> is a file, what is said of it, and what it must give.</summary>
public class MapFileTests
{
    public static TheoryData<string, string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, string>();
            foreach (var line in File.ReadAllLines(CorpusFile.At("maps/maps.tsv")))
                if (line.Split('\t') is [var file, var options, var expected])
                    lines.Add(file, options, expected);
            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_file_gives_its_values_or_its_sentence(string file, string said, string expected)
    {
        var path = CorpusFile.At("maps/" + file);
        if (expected.StartsWith("expected "))
        {
            var message = Assert.Throws<InvalidDataException>(() => MapFile.Read(path, Options(said))).Message;
            Assert.StartsWith($"{path}: {expected}", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            return;
        }

        Assert.Equal(expected, MapFile.Read(path, Options(said)) switch
        {
            LabelContent labels => $"labels {string.Join(' ', labels.Labels.Labels)}",
            MaskContent mask => $"mask {Text(mask.Mask)}",
            ProbabilityContent probabilities => $"probabilities {Text(probabilities.Probabilities)}",
            var other => other.Reading,
        });
    }

    [Fact]
    public void Every_file_of_the_corpus_is_used()
    {
        var used = Lines.Select(line => (string)line[0]).ToHashSet();
        var files = Directory.GetFiles(CorpusFile.At("maps")).Select(path => Path.GetFileName(path)!);
        Assert.Equal([], files.Where(name => !used.Contains(name) && name is not ("make.py" or "maps.tsv")));
    }

    [Fact]
    public void A_folder_and_probabilities_in_place_of_labels_are_said()
    {
        Assert.Contains("got a folder; name one file in it", Assert.Throws<IOException>(() => MapFile.Read(CorpusFile.Folder)).Message);
        Assert.Contains(
            "expected labels, got probabilities",
            Assert.Throws<InvalidDataException>(() => MapFile.ReadLabels(CorpusFile.At("maps/bfloat16.npy"))).Message);
    }

    [Fact]
    public void Labels_that_may_be_an_object_are_refused_until_somebody_says_what_255_is()
    {
        foreach (var name in new[] { "mask-binary.png", "u1-binary.npy", "mask-binary-rgb.png" })
        {
            var path = CorpusFile.At("maps/" + name);
            Assert.StartsWith(
                $"{path}: expected labels, got 0 and 255 alone",
                Assert.Throws<InvalidDataException>(() => MapFile.ReadLabels(path)).Message);
            Assert.Equal([0, 255], MapFile.ReadLabels(path, new LabelOptions { Ignored = 255 }).Labels.Labels.Distinct());
        }

        Assert.Equal([0, 1, 255], MapFile.ReadLabels(CorpusFile.At("maps/palette-ignore-beyond.png")).Labels.Labels);
    }

    [Fact]
    public void What_is_named_as_ignored_and_what_colours_say_is_open_no_more()
    {
        var folder = Directory.CreateTempSubdirectory("spn-maps-").FullName;
        string At(string name) => Path.Combine(folder, name);
        Png.Write(At("grey.png"), new Image(1, 2, 1, [0, 11]));
        Assert.Equal([0, 255], MapFile.ReadLabels(At("grey.png"), new LabelOptions { Ignored = 11 }).Labels.Labels);
        Npy.Write(At("minus.npy"), [0, -1], 1, 2);
        Assert.Equal([0, 255], MapFile.ReadLabels(At("minus.npy")).Labels.Labels);
        Npy.Write(At("two.npy"), [0, 2], 1, 2);
        Assert.Equal([0, 255], MapFile.ReadLabels(At("two.npy"), new LabelOptions { Ignored = 2 }).Labels.Labels);
        var voc = Palette.PascalVoc;
        Png.Write(At("colours.png"), new Image(1, 2, 3,
            [voc[0].R, voc[0].G, voc[0].B, voc.IgnoreColour.R, voc.IgnoreColour.G, voc.IgnoreColour.B]));
        Assert.Equal([0, 255], MapFile.ReadLabels(At("colours.png"), new LabelOptions { Palette = voc }).Labels.Labels);
        Png.Write(At("open.png"), new Image(1, 3, 1, [0, 128, 255]));
        Assert.Contains("0 and 255 alone", Assert.Throws<InvalidDataException>(
            () => MapFile.ReadLabels(At("open.png"), new LabelOptions { Ignored = 128 })).Message);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        var path = CorpusFile.At("maps/palette.png");
        string Said(MapOptions options) => Assert.ThrowsAny<ArgumentException>(() => MapFile.Read(path, options)).Message;
        Assert.StartsWith("expected a kind of map (Auto, Labels, Mask), got 7.", Said(new MapOptions { Kind = (MapKind)7 }));
        Assert.StartsWith("expected a limit from 1 to", Said(new MapOptions { MaxPixels = 0 }));
        Assert.StartsWith("expected 1 to 255 classes, or 0", Said(new MapOptions { Labels = new LabelOptions { Classes = -1 } }));
    }

    [Theory]
    [InlineData(16777217, "got about 1.67772e+07 at row 0, column 1 (arrays are read as float32")]
    [InlineData(-5e300, "got -Infinity at row 0, column 1")]
    [InlineData(16777215, "got 16777215 at row 0, column 1;")]
    public void Ids_that_float32_cannot_hold_are_said_to_be_so(double id, string said)
    {
        var path = Path.GetTempFileName();
        Npy.Write(path, [0, id], 1, 2);
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => MapFile.ReadLabels(path)).Message);
        File.Delete(path);
    }

    [Theory]
    [InlineData(SKWebpEncoderCompression.Lossless), InlineData(SKWebpEncoderCompression.Lossy)]
    public void A_WebP_file_is_a_label_map_where_it_keeps_all_pixels(SKWebpEncoderCompression compression)
    {
        byte[] labels = [0, 1, 2, 3];
        using var bitmap = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Gray8));
        for (var i = 0; i < 4; i++)
            bitmap.SetPixel(i % 2, i / 2, new SKColor(labels[i], labels[i], labels[i]));
        using var pixels = bitmap.PeekPixels();
        using var data = pixels!.Encode(new SKWebpEncoderOptions(compression, 100))!;
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, data.ToArray());
        if (compression == SKWebpEncoderCompression.Lossless)
            Assert.Equal(labels, MapFile.ReadLabels(path).Labels.Labels);
        else
            Assert.Contains(
                "expected a label map without loss, got a WebP file",
                Assert.Throws<InvalidDataException>(() => MapFile.ReadLabels(path)).Message);
        File.Delete(path);
    }

    private static MapOptions Options(string said)
    {
        var options = new MapOptions();
        foreach (var word in said.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (word.Split('=')[0], word.Split('=')[1]);
            options = key switch
            {
                "kind" => options with { Kind = Enum.Parse<MapKind>(value, ignoreCase: true) },
                "ignore" => options with { Labels = options.Labels with { Ignored = byte.Parse(value) } },
                "classes" => options with { Labels = options.Labels with { Classes = int.Parse(value) } },
                "max" => options with { MaxPixels = int.Parse(value) },
                "palette" => options with { Labels = options.Labels with { Palette = DataSet.Named(value).Palette } },
                _ => options with { Labels = options.Labels with { Encoding = Enum.Parse<LabelEncoding>(value, ignoreCase: true) } },
            };
        }

        return options;
    }

    private static string Text(FeatureMap map) =>
        string.Join(' ', map.Values.Select(value => value.ToString("0.#####", CultureInfo.InvariantCulture)));
}
