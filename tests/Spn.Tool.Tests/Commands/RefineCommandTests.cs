using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn refine</c> from files to files, one by one and by folders.</summary>
public sealed class RefineCommandTests : IDisposable
{
    private static readonly Scene Scene = SceneGenerator.Render(5, 60, 84);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-refine-").FullName;

    public RefineCommandTests()
    {
        Png.Write(Path("photo.png"), Scene.Photo);
        Png.Write(Path("truth.png"), Scene.Labels, Scene.Palette);
        Png.Write(Path("coarse.png"), Scene.Coarse(), Scene.Palette);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
        Assert.Equal("", Notices("photos", "greys", "--palette", "voc"));
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

    [Theory]
    [InlineData("--image photo.png --out o.png", "--coarse")]
    [InlineData("--image photo.png --coarse coarse.png --block 8 --out o.png", "either --coarse or --block")]
    [InlineData("--image photo.png --coarse coarse.png", "--out")]
    [InlineData("--image photo.png --block 8 --out o.png", "--truth")]
    [InlineData("--image missing.png --coarse coarse.png --out o.png", "missing.png")]
    [InlineData("--image truth.png --coarse photo.png --out o.png", "--palette voc, camvid")]
    [InlineData("--image photo.png --coarse photo.png --kind mask --out o.png", "--kind labels")]
    [InlineData("--image photo.png --coarse either.png --out o.png", "say --kind labels or --kind mask")]
    [InlineData("--image empty --coarse coarse.png --out o.png", "photographs")]
    [InlineData("--image photo.png --coarse empty --out o.png", "got a folder")]
    [InlineData("--image photo.png --coarse coarse.png --out empty", "ends in .png")]
    [InlineData("--image photo.png --coarse coarse.png --errors o.png", "--truth with --errors")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --class 3", "--class only with --errors")]
    [InlineData("--image photo.png --coarse coarse.png --truth truth.png --errors o.png --class cow", "got 'cow'")]
    [InlineData("--image photo.png --coarse coarse.png --report o.png", "end in .html")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --encoding rle", "cityscapes or ade20k")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --max-pixels 100", "1 to 100 pixels, got 60×84")]
    [InlineData("--image photo.png --coarse photo.png --kind labels --out o.png", "indices")]
    [InlineData("--image photo.png --coarse coarse.png --truth coarse.png", "60×84")]
    [InlineData("--image coarse.png --coarse truth.png --out o.png", "no larger")]
    [InlineData("--image photo.png --coarse coarse.png --out o.jpg", ".png")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --palette rainbow", "camvid")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --kind soft", "--kind labels, mask or auto")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --connection two-way", "three-way or one-way")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --sigma 0", "above 0")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --sigma-space 60", "--sigma-space only with --connection one-way")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --connection three-way --sigma-range 1",
        "--sigma-range only with --connection one-way")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --connection one-way --sigma 1", "--sigma only with --connection three-way")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --connection one-way --strength 1",
        "--strength only with --connection three-way")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --connection one-way --smoothing 1",
        "--smoothing only with --connection three-way")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --kind mask --palette voc", "--palette only with labels")]
    [InlineData("--image photo.png --truth truth.png --block 8 --kind mask", "--block only with labels")]
    [InlineData("--image empty --coarse empty --out o", "photographs")]
    [InlineData("--image . --coarse empty --out o", "empty")]
    public void Bad_input_is_one_sentence(string arguments, string named)
    {
        Directory.CreateDirectory(Path("empty"));
        Write("either.png", new LabelMap(1, 3, [0, 90, 200]));
        var words = arguments.Split(' ')
            .Select(word => word.EndsWith(".png") || word is "." or "empty" or "o" or "o.jpg" ? Path(word) : word).ToArray();
        var error = Assert.ThrowsAny<Exception>(() => Run(words));
        Assert.True(error is ArgumentException or IOException or InvalidDataException, error.ToString());
        Assert.Contains(named, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(File.Exists(Path("o.png")));
    }

    [Theory]
    [InlineData("--ignore 300", "expected a whole number from 0 to 255 for --ignore, got '300'.")]
    [InlineData("--block 0", "expected a whole number from 1 to 65536 for --block, got '0'.")]
    [InlineData("--tile x", "expected a whole number from 0 to 1048576 for --tile, got 'x'.")]
    [InlineData("--sigma wide", "expected a number from 0 to 1000000 for --sigma, got 'wide'.")]
    [InlineData("--strength 1.5", "expected a number from 0 to 1 for --strength, got '1.5'.")]
    [InlineData("--confidence -2", "expected a number from 0 to 100 for --confidence, got '-2'.")]
    public void A_number_out_of_range_is_answered_by_the_range(string option, string said)
    {
        var parsed = RefineCommand.Create().Parse(["--image", "a", .. option.Split(' ')]);
        Assert.Equal(said, Assert.Single(parsed.Errors).Message);
    }

    [Fact]
    public void Pictures_and_a_page_show_what_was_done()
    {
        File.WriteAllBytes(Path("photo.jpg"), Spn.Photos.Photograph.EncodeJpeg(Png.Read(Path("photo.png"))));
        var said = Run(
            "--image", Path("photo.jpg"), "--coarse", Path("coarse.png"), "--truth", Path("truth.png"), "--palette", "scenes",
            "--overlay", Path("o.png"), "--contours", Path("c.png"), "--errors", Path("e.png"), "--report", Path("r.html"));
        foreach (var name in new[] { "o.png", "c.png", "e.png", "r.html" })
            Assert.Contains($"wrote {Path(name)}", said);
        foreach (var name in new[] { "o.png", "c.png", "e.png" })
            Assert.Equal((60, 84, 3), (Png.Read(Path(name)).Height, Png.Read(Path(name)).Width, Png.Read(Path(name)).Channels));
        var page = File.ReadAllText(Path("r.html"));
        Assert.Contains("<h2>photo.jpg</h2>", page);
        Assert.Equal(4, Regex.Count(page, "<img alt=\"photo.jpg: [^\"]+\" src=\"data:image/jpeg;base64,"));
        Assert.Contains("wrong before and after", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void A_folder_gives_a_page_with_the_worst_first()
    {
        foreach (var (name, seed) in new[] { ("a<b>", 1), ("b", 2), ("c", 3) })
        {
            var scene = SceneGenerator.Render(seed, 48, 64);
            Png.Write(Path($"photos/{name}.png"), scene.Photo);
            Png.Write(Path($"truths/{name}.png"), scene.Labels, scene.Palette);
        }

        var said = Run(
            "--image", Path("photos"), "--truth", Path("truths"), "--block", "8", "--errors", Path("errors"), "--class", "1",
            "--report", Path("r.html"));
        Assert.Contains($"wrote 3 files to {Path("errors")}", said);
        var scores = Regex.Matches(File.ReadAllText(Path("r.html")), @"coarse, ([\d.]+) % refined")
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, scores.Length);
        Assert.Equal(scores.Order(), scores);
        Assert.Contains("<h2>a&lt;b&gt;.png</h2>", File.ReadAllText(Path("r.html")));
    }

    [Theory]
    [InlineData("--image photo.png --coarse coarse.png --out photo.png", "--out is the photograph itself, '*'; name another file.")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out folder/../coarse.png", "--out is the coarse map itself, '*'; name another file.")]
    [InlineData(
        "--image photo.png --coarse coarse.png --truth truth.png --out truth.png", "--out is the true map itself, '*'; name another file.")]
    [InlineData("--image linked.png --coarse coarse.png --out photo.png", "--out is the photograph itself, '*'; name another file.")]
    [InlineData(
        "--image photos --truth truths --block 8 --out photos/", "--out is the folder of photographs itself, '*'; name another folder.")]
    [InlineData("--image photos --coarse truths --out truths", "--out is the folder of coarse maps itself, '*'; name another folder.")]
    [InlineData(
        "--image photos --truth truths --block 8 --out truths", "--out is the folder of true maps itself, '*'; name another folder.")]
    [InlineData(
        "--image photos --truth truths --block 8 --out alias", "--out is the folder of photographs itself, '*'; name another folder.")]
    [InlineData("--image links --truth truths --block 8 --out photos", "--out is the photograph itself, '*'; name another file.")]
    public void An_output_does_not_replace_an_input(string arguments, string said)
    {
        foreach (var (from, to) in new[] { ("photo.png", "photos/a.png"), ("truth.png", "truths/a.png") })
            AtomicFile.WriteBytes(Path(to), File.ReadAllBytes(Path(from)));
        Directory.CreateDirectory(Path("links"));
        File.CreateSymbolicLink(Path("linked.png"), "photo.png");
        File.CreateSymbolicLink(Path("links/a.png"), "../photos/a.png");
        Directory.CreateSymbolicLink(Path("alias"), Path("photos"));
        var before = Contents();
        var words = arguments.Split(' ').Select(word => word.StartsWith('-') || word == "8" ? word : Path(word)).ToArray();
        var output = said.Contains("file") && Directory.Exists(words[^1]) ? System.IO.Path.Combine(words[^1], "a.png") : words[^1];
        Assert.Equal(said.Replace("*", output), Assert.Throws<ArgumentException>(() => Run(words)).Message);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Photographs_that_share_a_name_are_refused()
    {
        foreach (var name in new[] { "photos/a.png", "photos/a.ppm", "truths/a.png" })
            ImageFile.Write(Path(name), Png.Read(Path(name.StartsWith("photos") ? "photo.png" : "truth.png")));
        var error = Assert.Throws<ArgumentException>(
            () => Run("--image", Path("photos"), "--truth", Path("truths"), "--block", "8", "--out", Path("out")));
        Assert.Contains("got a.png and a.ppm; rename", error.Message);
        Assert.False(Directory.Exists(Path("out")));
    }

    [Fact]
    public void The_process_says_it_and_exits_with_2()
    {
        string[] arguments =
        [
            System.IO.Path.Combine(AppContext.BaseDirectory, "Spn.Tool.dll"),
            "refine", "--image", Path("photo.png"), "--coarse", Path("none.png"), "--out", Path("o.png"),
        ];
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("spn: ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private (string, string)[] Contents() =>
        [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order().Select(
            file => (file, Convert.ToBase64String(File.ReadAllBytes(file))))];

    private void Write(string name, LabelMap labels) =>
        Png.Write(Path(name), new Image(labels.Height, labels.Width, 1, Array.ConvertAll(labels.Labels, label => (ushort)label)));

    private static string Run(params string[] arguments) => Run(new StringWriter(), arguments);

    private static string Run(TextWriter error, params string[] arguments)
    {
        var output = new StringWriter();
        var code = RefineCommand.Create().Parse(arguments).Invoke(
            new() { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        Assert.Equal(0, code);
        return output.ToString();
    }
}
