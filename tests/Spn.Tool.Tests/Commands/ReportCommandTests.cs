using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Reports;
using Spn.Tool.Tests.Reports;
using Spn.Visuals;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn report</c>: its numbers are those of <c>spn evaluate</c>, and what it refuses.</summary>
[Collection(TorchCollection.Name)]
public sealed class ReportCommandTests(ModelReportFixture fixture) : IClassFixture<ModelReportFixture>
{
    [LibtorchFact]
    public void Its_scores_are_those_that_evaluate_prints()
    {
        var two = Evaluated("--model", fixture.Model, fixture.Versus, "--data", "scenes");
        Assert.Equal(two, Shown(fixture.Page, columns: 4));
        var one = Evaluated("--model", fixture.Model, "--data", "scenes");
        Assert.Equal(one, Shown(fixture.Alone, columns: 4));
        Assert.Equal("change", one[0][3]);
        Assert.Contains("mean IoU", one.Select(row => row[0]));
    }

    [LibtorchFact]
    public void The_same_models_and_data_give_the_same_bytes()
    {
        Run("--model", fixture.Model, "--versus", fixture.Versus, "--data", "scenes", "--out", fixture.At("again.html"));
        Assert.Equal(File.ReadAllBytes(fixture.Page), File.ReadAllBytes(fixture.At("again.html")));
    }

    [LibtorchFact]
    public void A_page_never_replaces_the_model_that_it_is_about()
    {
        var model = fixture.At("model.html");
        File.Copy(fixture.Model, model, overwrite: true);
        foreach (var given in (string[][])[["--model", model], ["--model", fixture.Model, "--versus", model]])
            Assert.Contains("is the model itself", Assert.Throws<ArgumentException>(
                () => Run([.. given, "--data", "scenes", "--out", model])).Message, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(fixture.Model), File.ReadAllBytes(model));
    }

    [LibtorchFact]
    public void A_baseline_has_no_coarse_map_to_start_from()
    {
        File.WriteAllText(fixture.At("baseline.json"), """
            {
              "model": "baseline", "network": { "scale": 2, "network": { "encoder": [4, 4], "decoder": [4] } },
              "scenes": { "height": 32, "width": 40, "objects": 3, "train": 4, "validation": 2, "test": 6 },
              "patches": { "height": 16, "width": 16, "batch": 2 }, "training": { "steps": 2, "optimiser": { "kind": "adam" } }
            }
            """);
        CommandLine.Run(TrainCommand.Create(), "--config", fixture.At("baseline.json"),
            "--data", "scenes", "--out", fixture.At("baseline"));
        var baseline = fixture.At("baseline/last.safetensors");
        Run("--model", baseline, "--data", "scenes", "--out", fixture.At("baseline.html"));
        Assert.Equal(Evaluated("--model", baseline, "--data", "scenes"), Shown(fixture.At("baseline.html"), columns: 2));
        Assert.DoesNotContain("coarse map", File.ReadAllText(fixture.At("baseline.html")));
        Run("--model", fixture.Model, "--versus", baseline, "--data", "scenes", "--out", fixture.At("beside.html"));
        Assert.Equal(
            Evaluated("--model", fixture.Model, baseline, "--data", "scenes"), Shown(fixture.At("beside.html"), columns: 4));
    }

    [LibtorchFact]
    public void A_folder_of_photographs_is_reported_on_and_one_that_is_damaged_is_named()
    {
        var folder = fixture.At("photographs");
        foreach (var (part, seed) in new[] { ("train", 0), ("train", 1), ("val", 2), ("val", 3) })
        {
            var scene = SceneGenerator.Render(new SceneOptions { Seed = seed, Height = 40, Width = 400, Classes = 3 });
            Png.Write(Path.Combine(folder, part, $"<b>{seed}.png"), scene.Photo);
            Png.Write(Path.Combine(folder, part + "annot", $"<b>{seed}.png"), scene.Labels, scene.Palette);
        }

        var model = fixture.TrainOn(
            folder, "folder", "--set", "data.classes=[\"ground\",\"house\",\"tree\"]", "--set", "training.steps=3");
        Run("--model", model, "--data", folder, "--out", fixture.At("photographs.html"));
        Assert.Equal(Evaluated("--model", model, "--data", folder), Shown(fixture.At("photographs.html"), columns: 4));
        var page = File.ReadAllText(fixture.At("photographs.html"));
        Assert.Contains("&lt;b&gt;2.png", page);
        Assert.DoesNotContain("<b>", page);
        Assert.Contains("Pictures are reduced to at most 320 pixels a side", page);

        File.WriteAllText(Path.Combine(folder, "val", "<b>3.png"), "no picture");
        var refused = Assert.Throws<InvalidDataException>(() => Run("--model", model, "--data", folder, "--out", fixture.At("no.html")));
        Assert.Contains("<b>3.png", refused.Message);
        Assert.False(File.Exists(fixture.At("no.html")));
    }

    [LibtorchFact]
    public void What_cannot_be_reported_on_is_refused_in_a_sentence()
    {
        string Refused<T>(params string[] arguments)
            where T : Exception => Assert.ThrowsAny<T>(() => Run(["--data", "scenes", .. arguments])).Message;
        var page = fixture.At("refused.html");
        var (damaged, missing) = (fixture.At("no.safetensors"), fixture.At("no-such.safetensors"));
        File.WriteAllText(damaged, "this is no checkpoint");
        Assert.StartsWith(
            $"{damaged}: expected a checkpoint of spn train", Refused<InvalidDataException>("--model", damaged, "--out", page));
        Assert.Contains("no-such", Refused<IOException>("--model", missing, "--out", page));

        // Where the page goes is looked at before a model is read.
        Assert.StartsWith("expected --out to end in .html",
            Refused<ArgumentException>("--model", missing, "--out", fixture.At("page.txt")));
        Directory.CreateDirectory(fixture.At("folder.html"));
        Assert.Contains("it is a folder", Refused<IOException>("--model", missing, "--out", fixture.At("folder.html")));

        Assert.StartsWith(
            "expected another checkpoint for --versus",
            Refused<ArgumentException>("--model", fixture.Model, "--versus", fixture.Model, "--out", page));
        var three = fixture.TrainOn(
            ThreeClasses(), "three", "--set", "data.classes=[\"a\",\"b\",\"c\"]", "--set", "training.steps=1");
        Assert.Contains(
            "expected a model of 7 classes", Refused<ArgumentException>("--model", fixture.Model, "--versus", three, "--out", page));
        var nowhere = Assert.ThrowsAny<IOException>(() => Run("--model", three, "--data", fixture.At("nowhere"), "--out", page));
        Assert.Contains("expected the folder of a data set", nowhere.Message);
        Assert.False(File.Exists(page));
    }

    [LibtorchFact]
    public async Task A_cancelled_run_stops_between_two_images_and_leaves_no_file()
    {
        string[] arguments = ["--model", fixture.Model, "--data", "scenes", "--out", fixture.At("cancelled.html")];
        using var cancel = new CancellationTokenSource();
        var parsed = ReportCommand.Create().Parse(arguments);
        using (var scored = ScoredModels.Load(parsed, [fixture.Model]))
        {
            var done = 0;
            ScoredColumn[] columns = [ScoredColumn.Coarse];
            Assert.Throws<OperationCanceledException>(() => EvaluationWork.Gather(
                scored, columns, EvaluationArguments.Run(parsed, scored, columns), EvaluationShard.Whole, _ =>
                {
                    if (++done == 2)
                        cancel.Cancel();
                }, cancel.Token));
            Assert.Equal(2, done);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReportCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancel.Token));
        Assert.False(File.Exists(fixture.At("cancelled.html")));
    }

    [Fact]
    public void Images_that_pass_are_not_kept()
    {
        var images = TrainingSet.FromScenes(new SceneSetOptions { Height = 32, Width = 32, Test = 2 }).Test;
        var first = LazyImages.Passing(images, 1);
        Assert.NotSame(first, LazyImages.Passing(images, 1));
        Assert.Equal(first.Pixels, images[1].Pixels);
        Assert.Same(images[1], LazyImages.Passing(images, 1));
    }

    [Fact]
    public void Images_beyond_the_bound_are_made_again()
    {
        var scenes = TrainingSet.FromScenes(new SceneSetOptions { Height = 32, Width = 32, Test = 3 }).Test;
        var images = new LazyImages(
            [.. Enumerable.Range(0, 3).Select(i => (Func<LabelledImage>)(() => LazyImages.Passing(scenes, i)))], 2 * 4096);
        Assert.Equal(3, images.Count(image => image.Height == 32));
        Assert.Same(images[1], images[1]);
        Assert.NotSame(images[2], images[2]);
        Assert.Equal(images[2].Pixels, images[2].Pixels);
    }

    [Fact]
    public void A_thumbnail_gives_back_its_maps()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 50, 80), (_, c, row, column) => (c * 40 + row + column) % 200 / 255f);
        var truth = LabelMap.Generate(50, 80, (row, column) => row < 3 ? LabelMap.Ignore : (byte)(column / 20));
        var predicted = LabelMap.Generate(50, 80, (row, _) => (byte)(row / 10));
        var whole = Thumbnail.Of(photo, truth, [predicted], 80);
        Assert.Equal([truth.Labels, predicted.Labels], whole.UnpackMaps().Select(map => map.Labels));
        var half = Thumbnail.Of(photo, truth, [predicted], 40);
        Assert.Equal((25, 40), (half.Height, half.Width));
        Assert.Equal([Resize.Nearest(truth, 25, 40).Labels, Resize.Nearest(predicted, 25, 40).Labels],
            half.UnpackMaps().Select(map => map.Labels));
        var (shown, exact) = (half.UnpackPhoto(), Resize.Area(photo, 25, 40));
        Assert.True(shown.Values.Zip(exact.Values, (one, other) => Math.Abs(one - other)).Average() < 0.03);
    }

    private static string Run(params string[] arguments) => CommandLine.Run(ReportCommand.Create(), arguments);

    /// <summary>The rows of the table that <c>spn evaluate</c> prints, the last line and what is said of the data left out.</summary>
    private static List<string[]> Evaluated(params string[] arguments)
    {
        var lines = CommandLine.Run(EvaluateCommand.Create(), arguments).TrimEnd().Split('\n');
        var rows = lines.SkipLast(1).SkipWhile(line => line.StartsWith("data: ", StringComparison.Ordinal));
        return [.. rows.Select(line => Regex.Split(line.Trim(), " {2,}"))];
    }

    /// <summary>The rows of a page's table of scores.</summary>
    private static List<string[]> Shown(string path, int columns)
    {
        var table = Regex.Match(File.ReadAllText(path),
            "<table data-part=\"scores\">(.*?)</table>", RegexOptions.Singleline).Groups[1].Value;
        return [.. Regex.Matches(table, "<tr>(.*?)</tr>").Select(row => Regex.Matches(row.Groups[1].Value, "<t[hd][^>]*>(.*?)</t[hd]>")
            .Select(cell => WebUtility.HtmlDecode(cell.Groups[1].Value)).Take(columns).ToArray())];
    }

    private string ThreeClasses()
    {
        var folder = fixture.At("three-classes");
        foreach (var (part, seed) in new[] { ("train", 0), ("train", 1), ("val", 2) })
        {
            var scene = SceneGenerator.Render(new SceneOptions { Seed = seed, Height = 32, Width = 40, Classes = 3 });
            Png.Write(Path.Combine(folder, part, $"{seed}.png"), scene.Photo);
            Png.Write(Path.Combine(folder, part + "annot", $"{seed}.png"), scene.Labels, scene.Palette);
        }

        return folder;
    }
}
