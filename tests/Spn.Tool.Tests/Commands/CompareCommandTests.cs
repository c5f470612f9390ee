using System.CommandLine;
using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

[Collection(TorchCollection.Name)]
public sealed class CompareCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-compare-").FullName;

    [LibtorchFact]
    public void Every_seed_trains_both_connections_and_a_second_call_only_scores()
    {
        var config = Path.Combine(_folder, "config.json");
        File.WriteAllText(config, """
            {
              "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
              "scenes": { "height": 32, "width": 40, "objects": 3, "train": 3, "validation": 1, "test": 2 },
              "patches": { "height": 16, "width": 16, "batch": 2 },
              "training": { "steps": 10, "optimiser": { "kind": "adam" }, "rates": { "base": 0.003 }, "evaluateEvery": 10 }
            }
            """);
        string[] arguments = ["--config", config, "--data", "scenes", "--out", Path.Combine(_folder, "out"), "--seeds", "1", "5"];
        var table = Run(arguments);
        Assert.Matches(@"^IoU, % +coarse +one-way +three-way +gain of three-way\nbackground +\d", table);
        Assert.Matches(
            @"\nmean IoU +\d+\.\d\d  +\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)  +\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\) +[+-]?\d", table);
        Assert.Matches(@"\nright, where coarse is right \(\d\d\.\d\d % of pixels\) +100\.00 +\d+\.\d\d \(", table);
        Assert.Contains("; of each training the last checkpoint\n", table);
        Assert.Matches(
            @"of 2 images.*\nwhere there are several seeds: their mean, from the least to the most; of each training the last checkpoint\n"
            + @"seed 1: mean IoU \d+\.\d\d coarse, \d+\.\d\d one-way, \d+\.\d\d three-way, trimap .*\nseed 5: ",
            table);
        Assert.Equal(
            ["one-way-seed-1", "one-way-seed-5", "three-way-seed-1", "three-way-seed-5"],
            Directory.GetDirectories(Path.Combine(_folder, "out")).Select(Path.GetFileName).Order());
        var written = File.GetLastWriteTimeUtc(Path.Combine(_folder, "out/one-way-seed-5/best.safetensors"));
        Assert.Equal(table, Run(arguments));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_folder, "out/one-way-seed-5/best.safetensors")));

        // However many trainings run beside it, and one after the other.
        string[] alone = ["--config", config, "--data", "scenes", "--out", Path.Combine(_folder, "alone"), "--seeds", "5"];
        Run([.. alone, "--threads", "1"]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder, "out/one-way-seed-5/last.safetensors")),
            File.ReadAllBytes(Path.Combine(_folder, "alone/one-way-seed-5/last.safetensors")));
        Assert.Contains(
            "--jobs from 1 to", Assert.Throws<ArgumentException>(() => Run([.. alone, "--threads", "1", "--jobs", "2"])).Message);
        File.WriteAllText(config, File.ReadAllText(config).Replace("0.003", "0.001"));
        Assert.Contains("'training.rates.base' 0.001 instead of 0.003", Assert.Throws<ArgumentException>(() => Run(arguments)).Message);
        Assert.Contains(
            "expected the config of a refiner",
            Assert.Throws<ArgumentException>(() => Run("--preset", "camvid-baseline", "--data", "scenes", "--out", _folder)).Message);
    }

    [LibtorchFact]
    public void With_held_out_images_the_best_checkpoint_of_each_training_is_scored()
    {
        var data = Path.Combine(_folder, "data");
        foreach (var (split, count) in new[] { ("train", 4), ("val", 1) })
            for (var i = 0; i < count; i++)
            {
                var scene = SceneGenerator.Render(i + 1, 32, 40);
                foreach (var part in new[] { split, split + "annot" })
                    Directory.CreateDirectory(Path.Combine(data, part));
                ImageFile.Write(Path.Combine(data, split, $"{i}.png"), Image.FromFeatureMap(scene.Photo, 255));
                ImageFile.Write(Path.Combine(data, split + "annot", $"{i}.png"), Image.FromLabelMap(scene.Labels));
            }

        var config = Path.Combine(_folder, "held-out.json");
        File.WriteAllText(config, """
            {
              "network": { "channels": 11, "guidance": { "encoder": [4, 4], "decoder": [] } },
              "data": { "classes": "camvid", "ignoredLabel": 11, "row": 1, "holdOut": 2 },
              "coarse": { "from": "blocks" },
              "patches": { "height": 16, "width": 16, "batch": 2 },
              "training": { "steps": 10, "optimiser": { "kind": "adam" }, "rates": { "base": 0.003 }, "evaluateEvery": 10 }
            }
            """);
        string[] arguments = ["--config", config, "--data", data, "--out", Path.Combine(_folder, "held"), "--seeds", "1"];
        var table = Run(arguments);
        Assert.Contains("; of each training the checkpoint that does best on 2 held-out training images\n", table);

        // One with other weights in its place has another score; what came last does not matter.
        var (one, three) = (Path.Combine(_folder, "held/one-way-seed-1"), Path.Combine(_folder, "held/three-way-seed-1"));
        var other = Path.Combine(_folder, "other");
        Run(["--config", config, "--data", data, "--out", other, "--seeds", "2"]);
        File.Copy(Path.Combine(other, "one-way-seed-2/best.safetensors"), Path.Combine(one, "best.safetensors"), overwrite: true);
        var changed = Run(arguments);
        Assert.NotEqual(Column(table, 2), Column(changed, 2));
        Assert.Equal(Column(table, 3), Column(changed, 3));
    }

    private static string Column(string table, int number) =>
        string.Join('\n', Regex.Matches(table, @"^(mean IoU|sky|building) +(\S+) +(\S+) +(\S+)", RegexOptions.Multiline)
            .Select(match => match.Groups[number + 1].Value));

    private static string Run(params string[] arguments)
    {
        using var writer = new StringWriter();
        CompareCommand.Create().Parse(arguments).Invoke(
            new InvocationConfiguration { Output = writer, Error = TextWriter.Null, EnableDefaultExceptionHandler = false });
        return writer.ToString();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
