using System.Text.Json;
using System.Text.Json.Nodes;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Tests.Reports;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn evaluate</c>: parts, tables of the paper, methods without training, seeds; what it refuses.</summary>
[Collection(TorchCollection.Name)]
public sealed class EvaluateCommandTests(ModelReportFixture fixture) : IClassFixture<ModelReportFixture>
{
    private const string Scenes = "scenes";

    [LibtorchFact]
    public void Parts_merged_are_the_tables_of_one_run_to_the_byte()
    {
        string[] Outs(string name) =>
            [.. new[] { "md", "csv", "json" }.SelectMany(format => new[] { "--out", fixture.At($"{name}.{format}") })];
        string[] models = ["--model", fixture.Model, fixture.Versus, "--data", Scenes];
        var whole = Run([.. models, .. Outs("whole")]);
        foreach (var of in (int[])[1, 4, 6])
        {
            string[] parts = [.. Enumerable.Range(1, of).Reverse().Select(k => fixture.At($"part-{k}-of-{of}.json"))];
            for (var k = 1; k <= of; k++)
                Assert.Equal($"wrote {parts[^k]}\n", Run([.. models, "--shard", $"{k}/{of}", "--out", parts[^k]]));
            var merged = Run(["--merge", .. parts, .. Outs("merged")]);
            Assert.Equal(whole.Replace("whole", "merged"), merged);
            foreach (var format in (string[])["md", "csv", "json"])
                Assert.Equal(File.ReadAllBytes(fixture.At($"whole.{format}")), File.ReadAllBytes(fixture.At($"merged.{format}")));
        }

        Assert.StartsWith("expected all 4 parts, got 2: 2/4, 3/4 missing",
            Refusal<InvalidDataException>("--merge", fixture.At("part-1-of-4.json"), fixture.At("part-4-of-4.json")));
        Assert.Contains("part-1-of-6.json: expected a part of the evaluation that ",
            Refusal<InvalidDataException>("--merge", fixture.At("part-1-of-4.json"), fixture.At("part-1-of-6.json")));
    }

    [LibtorchFact]
    public void Parts_of_a_report_merge_to_its_page_to_the_byte_and_damaged_ones_are_refused()
    {
        string Report(params string[] arguments) => CommandLine.Run(ReportCommand.Create(), arguments);
        var parts = Enumerable.Range(1, 4).Select(k => fixture.At($"report-{k}.json")).ToArray();
        for (var k = 1; k <= 4; k++)
            Report("--model", fixture.Model, "--versus", fixture.Versus, "--data", Scenes, "--shard", $"{k}/4", "--out", parts[k - 1]);
        Report(["--merge", .. parts.Reverse(), "--out", fixture.At("merged.html")]);
        Assert.Equal(File.ReadAllBytes(fixture.Page), File.ReadAllBytes(fixture.At("merged.html")));

        string Refused(params string[] given) => Assert.Throws<InvalidDataException>(
            () => Report(["--merge", .. given, "--out", fixture.At("no.html")])).Message;
        Assert.StartsWith("expected all 4 parts, got 3: 2/4 missing", Refused(parts[0], parts[2], parts[3]));
        Assert.Contains("report-2.json: expected each part once, got 2/4 in ", Refused([.. parts, parts[1]]));
        Assert.Contains("report-1.json: expected a part that --shard wrote", Refusal<InvalidDataException>("--merge", parts[0]));

        string Changed(string path, JsonNode value)
        {
            var root = JsonNode.Parse(File.ReadAllText(parts[0]))!;
            var names = path.Split('.');
            var place = names.SkipLast(1).Aggregate(root, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
            if (int.TryParse(names[^1], out var last))
                place[last] = value;
            else
                place[names[^1]] = value;
            File.WriteAllText(fixture.At("changed.json"), root.ToJsonString());
            return Refused([fixture.At("changed.json"), .. parts.Skip(1)]);
        }

        Assert.Contains("changed.json: expected the images of its counts", Changed("images.0.name", "<script>"));
        Assert.Contains("expected pictures that can be read", Changed("images.0.thumbnail.photo", "AAAA"));
        Assert.Contains("expected pictures that can be read", Changed("images.0.thumbnail.maps", "no base64"));
        Assert.Contains("expected pictures of at most 320", Changed("images.0.thumbnail.height", 100_000));
        // Zeros that unpack to more than there are pixels.
        Assert.Contains("expected pictures that can be read",
            Changed("images.0.thumbnail.maps", Spn.Visuals.PackedBytes.Of(new byte[50_000_000])));
        Assert.Contains("expected counts of images that add up", Changed("images.0.counts.0.2", 1));
        Assert.Contains("expected counts of its classes", Changed("images.0.counts.0.0", 99));
        Assert.Contains("expected a mean IoU from 0 to 1", Changed("images.0.meanIoU.0", 2));
        Assert.Contains("expected a colour for each class", Changed("colours", new JsonArray()));
        Assert.Contains("expected 'run.trimap' to be", Changed("evaluation.run.trimap", 0));
        Assert.False(File.Exists(fixture.At("no.html")));
    }

    [LibtorchFact]
    public void Methods_without_training_are_columns_with_times()
    {
        var json = fixture.At("methods.json");
        var text = Run("--model", fixture.Model, "--method", "all", "--data", Scenes, "--out", json);
        Assert.Matches(@"^IoU, % +coarse +bilateral +guided +domain-transform +hand-weights +crf +three-way\n", text);
        Assert.Matches(@"\nms an image, median( +\d+\.\d){7}\nms an image, mean( +\d+\.\d){7}\n", text);
        var rows = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row => row.GetProperty("cells"));

        // The numbers are those of the method alone.
        var set = TrainingSet.FromScenes(TrainingConfig.Load(fixture.At("config.json")).Scenes);
        var counts = ConfusionMatrix.Sum(set.Test.Select(image => ConfusionMatrix.FromLabels(image.Labels, OneHot.ArgMax(
            RefinementMethods.GuidedUpsampling.Refine(image.ToFeatureMap(), CoarseMaps.Majority([image], 7)[0], 8)), 7)));
        Assert.Equal(100 * counts.Score().MeanIoU, rows["mean IoU"][2].GetProperty("mean").GetDouble(), 1e-5);

        // No model, but the config of one, which says where coarse maps come from.
        var alone = Run("--config", fixture.At("config.json"), "--method", "crf", "guided", "--data", Scenes);
        Assert.Matches(@"^IoU, % +coarse +guided +crf\n", alone);
        string Row(string table, string name) => table.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Equal(Row(text, "mean IoU").Split(' ', StringSplitOptions.RemoveEmptyEntries)[4],
            Row(alone, "mean IoU").Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
        Assert.DoesNotContain("ms an image", Run("--model", fixture.Model, "--data", Scenes));
        Assert.Contains("ms an image", Run("--model", fixture.Model, "--data", Scenes, "--times"));
    }

    [LibtorchFact]
    public void A_model_that_restricts_classes_restricts_those_of_methods_too_and_the_table_says_so()
    {
        var model = fixture.Train("restricted", "--set", "network.inference.restrictClasses=true", "--steps", "2");
        string Table(params string[] more)
        {
            Run(["--model", model, "--method", "guided", "--data", Scenes, "--out", fixture.At("restricted.md"), .. more]);
            return File.ReadAllText(fixture.At("restricted.md"));
        }

        Assert.Contains("; classes restricted to those of the coarse map", Table());
        Assert.Contains("; classes not restricted", Table("--only-coarse-classes", "false"));
    }

    [LibtorchFact]
    public void Checkpoints_that_differ_by_their_seeds_share_a_column()
    {
        string Seeded(int seed) => fixture.Train($"seed-{seed}", "--set", $"training.seed={seed}", "--steps", "6");
        string[] seeds = [Seeded(5), Seeded(6)];
        var json = fixture.At("seeds.json");
        var text = Run(["--model", .. seeds, fixture.Model, "--data", Scenes, "--out", json]);
        // That one has other steps.
        Assert.Matches(@"^IoU, % +coarse +three-way seed-5 +three-way one\n", text);
        Assert.Matches(@"\nmean IoU +\d+\.\d\d +\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\) +\d+\.\d\d\n", text);
        Assert.Contains("where there are several seeds: their mean, from the least to the most", text);
        var row = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("rows")[0];
        var each = row.GetProperty("cells")[1].GetProperty("each");
        Assert.Equal([(5, "seed-5/last.safetensors"), (6, "seed-6/last.safetensors")], each.EnumerateArray().Select(one =>
            (one.GetProperty("seed").GetInt32(), one.GetProperty("file").GetString())));

        // The same seed twice is not two seeds.
        var best = Path.ChangeExtension(fixture.At("seed-5/best"), ".safetensors");
        Assert.Matches(
            @"^IoU, % +coarse +three-way seed-5/last +three-way seed-5/best\n", Run("--model", seeds[0], best, "--data", Scenes));
    }

    [LibtorchFact]
    public void Tables_of_the_paper_say_what_was_run_on_what()
    {
        var out1 = fixture.At("voc.csv");
        var voc = Run("--model", fixture.Model, fixture.Versus, "--data", Scenes, "--table", "voc", "--out", out1);
        Assert.Matches(@"^\| % +\| +ours \| paper: FCN-8s \|", voc);
        Assert.Matches(@"\n\| run on +\| scenes, 6 images \|( +VOC 2012 val \|){5}\n", voc);
        Assert.Matches(@"\n\| three-way, mean IoU +\| +\d+\.\d\d \| +69\.86 \| +73\.12 \|", voc);
        Assert.Contains("; classes restricted to those of the coarse map\n", voc);
        Assert.Contains("\"one-way, mean IoU\",%,paper: Deeplab VGG,VOC 2012 val,yes,,64.42,64.42,64.42\n", File.ReadAllText(out1));
        var free = Run("--model", fixture.Model, "--data", Scenes, "--table", "voc", "--only-coarse-classes", "false");
        Assert.Contains("; classes not restricted\n", free);

        var crf = Run("--model", fixture.Model, "--data", Scenes, "--table", "crf");
        Assert.Matches(@"\n\| coarse +\| +\d+\.\d\d \| +68\.97 \| +76\.40 \|\n\| crf +\| +\d+\.\d\d \| +71\.57 \|", crf);
        Assert.Matches(@"\n\| three-way +\| +\d+\.\d\d \| +73\.12 \| +79\.76 \|\n", crf);

        Assert.StartsWith("expected data with the classes of HELEN for --table helen",
            Refusal<ArgumentException>("--model", fixture.Model, "--data", Scenes, "--table", "helen"));
        var folder = fixture.At("faces");
        foreach (var (part, seed) in new[] { ("train", 0), ("train", 1), ("val", 2), ("val", 3) })
        {
            var scene = SceneGenerator.Render(new SceneOptions { Seed = seed, Height = 32, Width = 40 });
            Png.Write(Path.Combine(folder, part, $"{seed}.png"), scene.Photo);
            Png.Write(Path.Combine(folder, part + "annot", $"{seed}.png"), scene.Labels, scene.Palette);
        }

        var model = fixture.TrainOn(
            folder, "faces-model", "--set", "data.classes=helen", "--set", "training.steps=2", "--set", "network.channels=11");
        var faces = Run("--model", model, "--data", folder, "--table", "helen");
        Assert.Matches(@"\| run on +\| faces, 2 images \| +HELEN \| faces, 2 images \| +HELEN \|", faces);
        Assert.Matches(@"\n\| overall +\| +\d+\.\d\d \| +82\.89 \| +\d+\.\d\d \| +89\.30 \| +83\.68 \| +83\.21 \| +87\.09 \|\n", faces);
        Assert.Contains("\noverall: brows, eyes, nose and mouth, each merged", faces);

        // A baseline at full resolution is the paper's Highres-CNN.
        File.WriteAllText(fixture.At("highres.json"), """
            {
              "model": "baseline", "network": { "scale": 1, "network": { "encoder": [4, 4], "decoder": [4] } },
              "data": { "classes": "helen" },
              "patches": { "height": 16, "width": 16, "batch": 2 }, "training": { "steps": 2, "optimiser": { "kind": "adam" } }
            }
            """);
        CommandLine.Run(TrainCommand.Create(), "--config", fixture.At("highres.json"), "--data", folder, "--out", fixture.At("highres"));
        var beside = Run("--model", model, fixture.At("highres/last.safetensors"), "--data", folder, "--table", "helen");
        Assert.Matches(@"\| +Highres-CNN \| paper: Highres-CNN \|", beside);
    }

    [LibtorchFact]
    public void What_does_not_go_together_is_refused_in_a_sentence()
    {
        string[] model = ["--model", fixture.Model, "--data", Scenes];
        Assert.Equal("expected --model FILE or --method NAME, what is to be scored, or --merge PART.json; name at least one.",
            Refusal<ArgumentException>("--data", Scenes));
        Assert.StartsWith("expected --data, a folder", Refusal<ArgumentException>("--model", fixture.Model));
        Assert.StartsWith("expected --config FILE or --preset NAME", Refusal<ArgumentException>("--method", "crf", "--data", Scenes));
        Assert.StartsWith("expected --method bilinear, ", Refusal<ArgumentException>([.. model, "--method", "cfr"]));
        Assert.Contains("the nearest is 'crf'", Refusal<ArgumentException>([.. model, "--method", "cfr"]));
        Assert.StartsWith("expected helen, voc or crf for --table, got 'coco'", Refusal<ArgumentException>([.. model, "--table", "coco"]));
        Assert.StartsWith("expected --shard with one --out", Refusal<ArgumentException>([.. model, "--shard", "1/2"]));
        Assert.StartsWith("expected --shard with one --out",
            Refusal<ArgumentException>([.. model, "--shard", "1/2", "--out", fixture.At("a.md")]));
        foreach (var wrong in (string[])["0/2", "3/2", "1", "-1/2", "1/2/3", "1/999999", " 1/2", "a/b"])
            Assert.StartsWith("expected a part as in 3/16",
                Refusal<ArgumentException>([.. model, "--shard", wrong, "--out", fixture.At("a.json")]));
        Assert.StartsWith("expected --shard in at most as many parts as there are images, 6, got 1/7",
            Refusal<ArgumentException>([.. model, "--shard", "1/7", "--out", fixture.At("a.json")]));
        Assert.StartsWith("expected a table to end in .md, .csv or .json, got 'a.txt'",
            Refusal<ArgumentException>([.. model, "--out", fixture.At("a.txt")]));
        Assert.Contains("--out is a model itself", Refusal<ArgumentException>([.. model, "--out", fixture.Model]));
        foreach (var other in (string[][])[model, ["--shard", "1/2"], ["--data", Scenes], ["--method", "all"], ["--coarse", "a"]])
            Assert.StartsWith("expected --merge without --",
                Refusal<ArgumentException>([.. other, "--merge", fixture.At("a.json"), "--out", fixture.At("a.json.json")]));
        Assert.False(File.Exists(fixture.At("a.json")));
        Assert.ThrowsAny<IOException>(() => Run("--merge", fixture.At("nowhere.json")));
        File.WriteAllText(fixture.At("odd.json"), "{\"run\":1}");
        Assert.Contains("odd.json: expected a part that --shard wrote", Refusal<InvalidDataException>("--merge", fixture.At("odd.json")));
    }

    [Fact]
    public void A_listing_is_known_by_names_and_lengths_of_what_is_read()
    {
        var folder = Directory.CreateDirectory(fixture.At("listing")).FullName;
        string Digest() => Fingerprint.OfListing(folder);
        File.WriteAllText(Path.Combine(folder, "a.png"), "1");
        var first = Digest();
        File.WriteAllText(Path.Combine(folder, "part.json"), "not read");
        Assert.Equal(first, Digest());
        File.WriteAllText(Path.Combine(folder, "a.png"), "12");
        Assert.NotEqual(first, Digest());
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        var second = Digest();
        File.WriteAllText(Path.Combine(folder, "sub", "b.npy"), "1");
        Assert.NotEqual(second, Digest());
        Assert.Equal("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Fingerprint.OfText("test"));
    }

    private static string Run(params string[] arguments) => CommandLine.Run(EvaluateCommand.Create(), arguments);

    private static string Refusal<T>(params string[] arguments)
        where T : Exception => Assert.ThrowsAny<T>(() => Run(arguments)).Message;
}
