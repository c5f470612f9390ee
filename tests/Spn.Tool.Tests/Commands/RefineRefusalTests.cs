using System.Diagnostics;
using Spn.Imaging;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>What <c>spn refine</c> refuses, in one sentence and before it writes.</summary>
public sealed class RefineRefusalTests : RefineCase
{
    [Theory]
    [InlineData("--image photo.png --out o.png", "--coarse")]
    [InlineData("--image photo.png --coarse coarse.png --block 8 --out o.png", "either --coarse or --block")]
    [InlineData("--image photo.png --coarse coarse.png", "--out")]
    [InlineData("--image photo.png --block 8 --out o.png", "--truth")]
    [InlineData("--image missing.png --coarse coarse.png --out o.png", "missing.png")]
    [InlineData("--image truth.png --coarse photo.png --out o.png", "--palette (voc, camvid")]
    [InlineData("--image photo.png --coarse photo.png --kind mask --out o.png", "--kind labels")]
    [InlineData("--image photo.png --coarse either.png --out o.png", "say --kind labels or --kind mask")]
    [InlineData("--image empty --coarse coarse.png --out o", "photographs")]
    [InlineData("--image typo --coarse empty --out o", "expected a photograph or a folder of them for --image, found nothing at")]
    [InlineData("--image photo.png --coarse empty --out o.png", "got a folder")]
    [InlineData("--image photo.png --coarse coarse.png --out empty", "it is a folder; name a file in it")]
    [InlineData("--image photo.png --coarse coarse.png --report empty", "it is a folder; name a file in it")]
    [InlineData("--image . --coarse empty --out o.png", "expected --out to be a folder, as --image is one")]
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
    [InlineData("--image photo.png --coarse coarse.png --out o.png --kind soft", "labels, mask or auto for --kind")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --connection two-way", "three-way or one-way")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --sigma 0", "from 0.001 to 1000000 for --sigma, got '0'")]
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
    [InlineData("--image photo.png --coarse coarse.png --out o.png --method crf --sigma 1", "--sigma only with --method hand-weights")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --method guided --connection one-way",
        "--connection only with --method hand-weights, got --method guided")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --method bilinear --memory 2GB", "--memory only with --method hand-weights")]
    [InlineData("--image photo.png --coarse coarse.png --out o.png --method crf --model m.safetensors", "--method only without --model")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --method cnn",
        "bilinear, bilateral, guided, domain-transform, hand-weights or crf for --method")]
    [InlineData(
        "--image photo.png --coarse coarse.png --out o.png --method domain-transform --connection three-way",
        "--connection three-way only with --method hand-weights")]
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
    [InlineData("--sigma wide", "expected a number from 0.001 to 1000000 for --sigma, got 'wide'.")]
    [InlineData("--strength 1.5", "expected a number from 0.001 to 1 for --strength, got '1.5'.")]
    [InlineData("--confidence -2", "expected a number from 0 to 100 for --confidence, got '-2'.")]
    public void A_number_out_of_range_is_answered_by_the_range(string option, string said)
    {
        var parsed = RefineCommand.Create().Parse(["--image", "a", .. option.Split(' ')]);
        Assert.Equal(said, Assert.Single(parsed.Errors).Message);
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
}
