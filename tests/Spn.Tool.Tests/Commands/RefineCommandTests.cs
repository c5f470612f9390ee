using System.Globalization;
using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn refine</c> from files to files, one by one and by folders.</summary>
public sealed class RefineCommandTests : RefineCase
{
    [Theory]
    [InlineData("three-way"), InlineData("one-way")]
    public void A_palette_label_map_keeps_its_palette_and_takes_the_size_of_the_photograph(string connection)
    {
        Assert.Equal(
            $"wrote {Path("refined.png")}",
            Run("--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--out", Path("refined.png"), "--connection", connection)
                .TrimEnd());
        var (coarse, refined) = (Png.Read(Path("coarse.png")), Png.Read(Path("refined.png")));
        Assert.Equal((60, 84), (refined.Height, refined.Width));
        Assert.Equal(coarse.ColourTable, refined.ColourTable);
        var options = new RefinementOptions { Connection = connection == "one-way" ? Connection.OneWay : Connection.ThreeWay };
        Assert.Equal(
            Refinement.Labels(Png.Read(Path("photo.png")).ToFeatureMap(), coarse.ToLabelMap(), options).Labels,
            refined.ToLabelMap().Labels);
    }

    [Fact]
    public void A_truth_of_one_bit_is_labels()
    {
        LabelMap Halves(int height, int width) => LabelMap.Generate(height, width, (_, column) => (byte)(2 * column / width));
        Write("halves.png", Halves(8, 11));
        ImageFile.Write(Path("bits.pgm"), new Image(60, 84, 1, Array.ConvertAll(Halves(60, 84).Labels, label => (ushort)label), 1));
        var said = Run("--image", Path("photo.png"), "--coarse", Path("halves.png"), "--kind", "labels", "--truth", Path("bits.pgm"));
        Assert.Contains("over 5040 pixels", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_prints_the_IoU_of_each_class_before_and_after()
    {
        var table = Run("--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--truth", Path("truth.png"));
        var coarse = Scene.Coarse();
        var photo = Png.Read(Path("photo.png")).ToFeatureMap();
        var before = SegmentationScore.Compare(Scene.Labels, Refinement.UpsampledLabels(photo, coarse), 255);
        var after = SegmentationScore.Compare(Scene.Labels, Refinement.Labels(photo, coarse), 255);
        string Percent(double share) => (100 * share).ToString("f2", CultureInfo.InvariantCulture);
        Assert.Matches(new Regex($@"^mean IoU +{Percent(before.MeanIoU)} +{Percent(after.MeanIoU)} +[+-]", RegexOptions.Multiline), table);
        foreach (var score in after.Classes.Where(c => c.Present))
            Assert.Matches(new Regex($@"^class {score.Index} .*{Percent(score.IoU)}", RegexOptions.Multiline), table);
    }

    [Fact]
    public void A_memory_changes_nothing_of_the_result_and_one_that_is_too_small_is_refused()
    {
        string[] Arguments(string output, params string[] more) =>
            ["--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--out", Path(output), .. more];
        Run(Arguments("free.png"));
        Run(Arguments("bound.png", "--memory", "4GB"));
        Assert.Equal(File.ReadAllBytes(Path("free.png")), File.ReadAllBytes(Path("bound.png")));
        string Refusal(string memory) => Assert.Throws<ArgumentException>(() => Run(Arguments("none.png", "--memory", memory))).Message;
        Assert.StartsWith("expected --memory of at least", Refusal("10MB"));
        Assert.Equal("expected --memory as a size, such as 2GB or 800MB, got 'much'.", Refusal("much"));
        Assert.False(File.Exists(Path("none.png")));
    }

    [Theory]
    [InlineData("2GB", 2_000_000_000), InlineData("1.5 GiB", 3L << 29), InlineData("800mb", 800_000_000), InlineData("64K", 64_000)]
    public void Sizes_of_memory_are_read_as_people_write_them(string text, long bytes) =>
        Assert.Equal(bytes, MemorySize.Parse(text, "--memory"));

    [Fact]
    public void A_grey_map_is_a_soft_mask()
    {
        var mask = FeatureMap.Generate(
            new MapShape(1, 1, 60, 84), (_, _, row, column) => Scene.Labels[row, column] == Scene.Labels[30, 42] ? 1 : 0);
        Png.Write(Path("mask-truth.png"), mask);
        Png.Write(Path("mask.png"), Resize.Area(mask, 10, 14));
        var table = Run(
            "--image", Path("photo.png"), "--coarse", Path("mask.png"), "--truth", Path("mask-truth.png"), "--out", Path("refined.png"));
        Assert.Contains("object", table);
        var refined = Png.Read(Path("refined.png"));
        Assert.Equal((60, 84, 1, false), (refined.Height, refined.Width, refined.Channels, refined.IsIndexed));
        Assert.Contains(refined.Samples, sample => sample is > 10 and < 245);
    }

    [Fact]
    public void The_kind_that_was_chosen_is_said_once_where_nobody_named_it()
    {
        Write("grey.png", Scene.Coarse());
        foreach (var name in new[] { "1.png", "2.png" })
        {
            AtomicFile.WriteBytes(Path($"photos/{name}"), File.ReadAllBytes(Path("photo.png")));
            AtomicFile.WriteBytes(Path($"greys/{name}"), File.ReadAllBytes(Path("grey.png")));
        }

        string Notices(string image, string coarse, params string[] more)
        {
            var error = new StringWriter();
            Run(error, ["--image", Path(image), "--coarse", Path(coarse), "--out", Path("out"), .. more]);
            return error.ToString().ReplaceLineEndings("\n");
        }

        Assert.Equal("coarse: labels (grey, few small values); --kind mask reads a soft mask.\n", Notices("photos", "greys"));
        Directory.Delete(Path("out"), recursive: true);
        Assert.Equal("", Notices("photos", "greys", "--kind", "labels"));
        Directory.Delete(Path("out"), recursive: true);
        Assert.Equal("coarse: labels (grey, few small values).\n", Notices("photos", "greys", "--palette", "voc"));
    }

    [Fact]
    public void A_palette_map_is_said_to_be_read_as_labels()
    {
        var error = new StringWriter();
        Run(error, "--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--truth", Path("truth.png"));
        Assert.Equal("coarse: labels (palette).", error.ToString().TrimEnd());
    }

    [Fact]
    public void A_grey_map_of_indices_stays_grey_and_the_ignored_label_is_not_scored()
    {
        var labels = LabelMap.Generate(60, 84, (row, column) => row < 30 ? (byte)2 : column < 42 ? (byte)11 : (byte)4);
        Write("grey-truth.png", labels);
        Write("grey.png", Resize.Nearest(labels, 6, 8));
        var table = Run(
            "--image", Path("photo.png"), "--coarse", Path("grey.png"), "--truth", Path("grey-truth.png"), "--out", Path("refined.png"),
            "--ignore", "11", "--palette", "camvid");
        Assert.Contains("pole", table);
        Assert.Contains("pavement", table);
        Assert.DoesNotContain("class 11", table);
        Assert.Contains($"over {60 * 84 - 30 * 42} pixels of 1 image", table);
        Assert.Equal<byte>([2, 4], Png.Read(Path("refined.png")).ToLabelMap().Labels.Distinct().Order());
        Run("--image", Path("photo.png"), "--coarse", Path("grey.png"), "--out", Path("grey-out.png"), "--kind", "labels");
        Assert.False(Png.Read(Path("grey-out.png")).IsIndexed);
    }

    [Fact]
    public void Folders_are_matched_by_name_and_scored_together()
    {
        foreach (var seed in new[] { 1, 2 })
        {
            var scene = SceneGenerator.Render(seed, 50, 70);
            Png.Write(Path($"photos/{seed}.png"), scene.Photo);
            Png.Write(Path($"truths/{seed}.png"), scene.Labels, scene.Palette);
        }

        var table = Run("--image", Path("photos"), "--truth", Path("truths"), "--block", "8", "--out", Path("out"));
        Assert.Contains("over 7000 pixels of 2 images", table);
        Assert.Equal(["1.png", "2.png"], Directory.GetFiles(Path("out")).Select(System.IO.Path.GetFileName).Order());
        var mean = Regex.Match(table, @"^mean IoU +(\S+) +(\S+)", RegexOptions.Multiline);
        double Value(int group) => double.Parse(mean.Groups[group].Value, CultureInfo.InvariantCulture);
        Assert.True(Value(2) > Value(1), table);
    }
}
