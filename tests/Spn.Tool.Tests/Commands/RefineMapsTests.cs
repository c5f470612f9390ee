using Spn.Arrays;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>How <c>spn refine</c> reads label maps and masks: what is not plain is told with the option that decides.</summary>
public sealed class RefineMapsTests : IDisposable
{
    private const int Height = 32, Width = 48;

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-refine-maps-").FullName;

    public RefineMapsTests() => Png.Write(Path("photo.png"), SceneGenerator.Render(5, Height, Width).Photo);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_label_beyond_the_palette_is_said_with_its_options()
    {
        Grey("coarse.png", (row, column) => row < 4 ? 9 : 0);
        Assert.Equal(
            $"{Path("coarse.png")}: expected labels below 7, the number of classes, or 255 (ignore), got 9 at row 0, column 0; name the "
            + "label that means 'not labelled' (--ignore), or the palette of this data set (--palette).",
            Refused("--coarse", "coarse.png", "--palette", "scenes"));
        Done("--coarse", "coarse.png", "--palette", "camvid");
    }

    [Fact]
    public void A_palette_brings_the_ignored_label_of_its_data_set()
    {
        Grey("coarse.png", (row, _) => row < 4 ? 11 : row < 12 ? 3 : 0);
        Done("--coarse", "coarse.png", "--palette", "camvid");
        Assert.Equal<byte>([0, 3], Png.Read(Path("out.png")).ToLabelMap().Labels.Distinct().Order());
    }

    [Theory]
    [InlineData("--ignore", "255"), InlineData("--palette", "voc"), InlineData("--ignore", "11")]
    public void A_soft_mask_is_not_read_as_labels_by_an_option_of_labels(string option, string value)
    {
        Grey("soft.png", (row, column) => (row * Width + column) * 255 / (Height * Width - 1));
        Assert.Contains("values that can be both; say --kind labels or --kind mask.", Refused("--coarse", "soft.png", option, value));
        Assert.Contains("soft mask (grey over the whole range); --kind labels reads class indices.", Done("--coarse", "soft.png"));
    }

    [Fact]
    public void A_black_and_white_truth_is_no_label_map()
    {
        Grey("coarse.png", Stripes(1));
        Grey("truth.png", Stripes(255));
        string[] both = ["--coarse", "coarse.png", "--truth", "truth.png"];
        Assert.Equal(
            $"{Path("truth.png")}: expected true labels, got a mask, whose white as a label is 255, not labelled; save the object as 1, or "
            + "say --kind labels.", Refused(both));
        Assert.StartsWith($"{Path("truth.png")}: expected true labels", Refused("--truth", "truth.png", "--block", "4"));
        Assert.Contains("by --ignore 255, or that it is a mask by --kind mask.", Refused([.. both, "--palette", "voc"]));
        Assert.Contains($"over {Height * Width / 2} pixels", Done([.. both, "--ignore", "255"]));
        Assert.Contains($"over {Height * Width / 2} pixels", Done([.. both, "--kind", "labels"]));
    }

    [Fact]
    public void Floats_of_two_classes_are_true_labels_beside_labels()
    {
        Grey("coarse.png", Stripes(1));
        Npy.Write(Path("truth.npy"), Values(Stripes(1)), Height, Width);
        Assert.Contains($"over {Height * Width} pixels", Done("--coarse", "coarse.png", "--truth", "truth.npy"));
    }

    [Fact]
    public void A_mask_takes_a_truth_in_greys_and_in_labels_of_one_object()
    {
        Grey("mask.png", Stripes(255));
        Assert.Contains("soft mask (black and white); --kind labels reads class indices.", Done("--coarse", "mask.png"));
        Grey("greys.png", (row, column) => Stripes(255)(row, column) == 255 ? 255 : row < 4 ? 100 : 0);
        Grey("labels.png", Stripes(1));
        Grey("three.png", Stripes(3));
        string[] Of(string truth, params string[] more) => ["--coarse", "mask.png", "--truth", truth, .. more];
        Assert.Contains("say --kind labels or --kind mask", Refused(Of("greys.png")));
        Assert.Contains("object", Done(Of("greys.png", "--kind", "mask")));
        Assert.Contains("object", Done(Of("labels.png")));
        Assert.Equal(
            $"{Path("three.png")}: expected the truth of a mask, 0 and 1 or black and white, got label 3 at row 0, column 24; save the "
            + "object as 1.", Refused(Of("three.png")));
    }

    [Fact]
    public void Maps_of_a_folder_are_of_one_kind_and_the_file_that_is_not_is_named()
    {
        Folder("labels", Stripes(4), (_, _) => 0, Stripes(255));
        var said = Refused(Image("labels"));
        Assert.Contains($"{Path("labels/3.png")}: expected labels like 1.png, got a soft mask; say --kind labels or --kind mask for", said);
        Done([.. Image("labels"), "--ignore", "255"]);
        Folder("masks", (_, _) => 0, (row, column) => (row * Width + column) % 256, (_, _) => 0, Stripes(30));
        said = Refused(Image("masks"));
        Assert.Contains($"{Path("masks/4.png")}: expected a soft mask like 2.png, got labels; say --kind labels or --kind mask for", said);
        File.Delete(Path("photos/4.png"));
        File.Delete(Path("masks/4.png"));
        Done(Image("masks"));
        Assert.False(Png.Read(Path("out/1.png")).IsIndexed);
    }

    [Fact]
    public void What_cannot_be_refined_is_said_with_its_file()
    {
        Folder("maps", Stripes(4), (_, _) => 255);
        Assert.Contains(
            $"{Path("maps/2.png")}: expected a coarse map with at least one label, got the ignore label everywhere",
            Refused([.. Image("maps"), "--kind", "labels"]));
    }

    [Fact]
    public void An_encoding_that_does_not_apply_is_said()
    {
        Npy.Write(Path("p.npy"), [.. Enumerable.Repeat(0.5f, 2 * 4 * 4)], 2, 4, 4);
        Npy.Write(Path("m.npy"), [.. Enumerable.Repeat(0.5f, 16)], 4, 4);
        Grey("truth.png", Stripes(7));
        string Of(string coarse, params string[] more) => Refused(["--coarse", coarse, "--encoding", "cityscapes", .. more]);
        Assert.Contains("p.npy: expected labels for --encoding, got class probabilities; leave --encoding out.", Of("p.npy"));
        Assert.Contains("m.npy: expected labels for --encoding, got soft mask (array)", Of("m.npy"));
        Assert.Equal("expected --encoding only with labels, got --kind mask; leave one of them out.", Of("m.npy", "--kind", "mask"));
        Assert.Contains($"over {Height * Width / 2} pixels", Done("--coarse", "p.npy", "--truth", "truth.png", "--encoding", "cityscapes"));
    }

    [Fact]
    public void A_class_that_is_nowhere_is_refused_before_anything_is_written()
    {
        Grey("coarse.png", Stripes(4));
        string Of(string name, params string[] more) =>
            Refused(["--coarse", "coarse.png", "--truth", "coarse.png", "--errors", Path("e.png"), "--class", name, .. more]);
        Assert.Equal(
            "expected --class to be a class of the maps, got 254, which is nowhere in them; name one that is, or leave it out.", Of("254"));
        Assert.Equal("expected --class to be a number from 0 to 6 or a name, got '7'.", Of("7", "--palette", "scenes"));
        Assert.Equal("expected --class to be a number from 0 to 254 or a name, got '255'.", Of("255"));
        Assert.False(File.Exists(Path("e.png")) || File.Exists(Path("out.png")));
        Assert.Contains("--truth with --class", Refused("--coarse", "coarse.png", "--report", Path("r.html"), "--class", "4"));
        Done("--coarse", "coarse.png", "--truth", "coarse.png", "--errors", Path("e.png"), "--class", "4");
        Done("--coarse", "coarse.png", "--truth", "coarse.png", "--errors", Path("e.png"), "--class", "5", "--palette", "scenes");
    }

    [Theory]
    [InlineData("say MapOptions.Kind = Labels or MapOptions.Kind = Mask.", "say --kind labels or --kind mask.")]
    [InlineData("by LabelOptions.Palette (voc, camvid) (LabelOptions.Ignored)", "by --palette (voc, camvid) (--ignore)")]
    [InlineData("by LabelOptions.Encoding = Ade20k; by LabelOptions.Ignored = 255.", "by --encoding ade20k; by --ignore 255.")]
    [InlineData("raise the limit (maxPixels).", "raise the limit (--max-pixels).")]
    public void Properties_of_the_library_become_options(string sentence, string said) => Assert.Equal(said, RefineFlags.In(sentence));

    private static Func<int, int, int> Stripes(int value) => (_, column) => column < Width / 2 ? 0 : value;

    private static float[] Values(Func<int, int, int> value) =>
        [.. Enumerable.Range(0, Height * Width).Select(i => (float)value(i / Width, i % Width))];

    private void Grey(string name, Func<int, int, int> value) =>
        Png.Write(Path(name), new Image(Height, Width, 1, Array.ConvertAll(Values(value), grey => (ushort)grey)));

    /// <summary>A folder of maps 1.png, 2.png, … and as many photographs.</summary>
    private void Folder(string name, params Func<int, int, int>[] maps)
    {
        for (var i = 1; i <= maps.Length; i++)
        {
            Grey($"{name}/{i}.png", maps[i - 1]);
            AtomicFile.WriteBytes(Path($"photos/{i}.png"), File.ReadAllBytes(Path("photo.png")));
        }
    }

    private static string[] Image(string coarse) => ["--image", "photos", "--coarse", coarse];

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>What is said, to either stream, of files that are refined.</summary>
    private string Done(params string[] arguments)
    {
        var said = new StringWriter();
        Assert.Equal(0, Invoke(said, arguments));
        return said.ToString();
    }

    /// <summary>What is said of files that are refused: of one file as an exception, of one among several on the error stream.</summary>
    private string Refused(params string[] arguments)
    {
        var said = new StringWriter();
        try
        {
            Assert.Equal(2, Invoke(said, arguments));
            return said.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            return exception.Message;
        }
    }

    private int Invoke(StringWriter said, string[] arguments)
    {
        string[] words = [.. arguments.Select((word, i) =>
            i > 0 && arguments[i - 1] is "--image" or "--coarse" or "--truth" ? Path(word) : word)];
        string[] image = arguments.Contains("--image") ? [] : ["--image", Path("photo.png")];
        return RefineCommand.Create().Parse([.. image, .. words, "--out", Path(image.Length > 0 ? "out.png" : "out")]).Invoke(
            new() { EnableDefaultExceptionHandler = false, Output = said, Error = said });
    }
}
