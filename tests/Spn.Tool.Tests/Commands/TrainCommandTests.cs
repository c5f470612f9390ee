using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn train</c> and <c>spn evaluate</c>.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrainCommandTests : TrainCase
{
    [LibtorchFact]
    public void It_trains_one_way_and_three_way_and_scores_both_beside_the_coarse_maps()
    {
        var text = Train("three");
        Assert.Matches(@"three \(three-way, seed 1\)  step 20/60  loss \d\.\d{4}  mean IoU \d+\.\d\d  trimap \d+\.\d\d  \d+ s left", text);
        Assert.Contains("finished at step 60; best mean IoU", text);
        Train("one", "--connection", "one-way", "--seed", "3");
        Assert.Contains("\"seed\": 3", File.ReadAllText(At("one/config.json")));
        var table = CommandLine.Run(
            EvaluateCommand.Create(), "--model", At("one/best.safetensors"), "--model", At("three/best.safetensors"), "--data", "scenes");
        Assert.Matches(@"^IoU, % +coarse +one-way +three-way\n", table);
        foreach (var row in new[] { "background", "mean IoU", "trimap mean IoU (3 px)", "overall accuracy", "mean accuracy" })
            Assert.Contains($"\n{row} ", table);
    }

    [LibtorchFact]
    public void What_is_wrong_is_told_before_anything_is_written()
    {
        string Refusal(params string[] arguments) =>
            Assert.ThrowsAny<Exception>(() => CommandLine.Run(TrainCommand.Create(), arguments)).Message;
        Assert.StartsWith("expected --config FILE or --preset NAME (scenes,", Refusal("--data", "scenes", "--out", At("a")));
        Assert.StartsWith(
            "expected --config or --preset, got both",
            Refusal("--data", "scenes", "--config", At("config.json"), "--preset", "scenes", "--out", At("a")));
        Assert.StartsWith("expected --out", Refusal("--data", "scenes", "--config", At("config.json")));
        Assert.StartsWith("expected a data set in", Refusal("--data", Folder, "--config", At("config.json"), "--out", At("a")));
        Assert.StartsWith(
            "expected --coarse, the folder of a trained baseline", Refusal("--data", "scenes", "--preset", "camvid", "--out", At("a")));
        Assert.StartsWith(
            "expected --coarse only with",
            Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("a"), "--coarse", Folder));
        Assert.StartsWith(
            "expected three-way or one-way for --connection, got 'two-way'",
            Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("a"), "--connection", "two-way"));
        Assert.False(Directory.Exists(At("a")));
        Train("there", "--steps", "1");
        Assert.Contains("go on with it (--resume)", Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("there")));
    }

    [LibtorchFact]
    public void Settings_are_set_on_the_command_line()
    {
        Train(
            "set", "--steps", "1", "--set", "network.guidance.encoder=[4, 5]", "--set", "network.output=direct", "--set",
            "training.seed=9");
        var config = TrainingConfig.Load(At("set/config.json"));
        Assert.Equal([4, 5], config.Refiner!.Guidance.Encoder);
        Assert.Equal((RefinerOutput.Direct, 9, 1), (config.Refiner.Output, config.Training.Seed, config.Training.Steps));
        Assert.Contains(
            "got 'training.sede'; the nearest is 'training.seed'",
            Assert.Throws<InvalidDataException>(() => Train("a", "--set", "training.sede=9")).Message);
        Assert.Contains(
            "expected --set KEY=VALUE, got 'training.seed'",
            Assert.Throws<ArgumentException>(() => Train("a", "--set", "training.seed")).Message);
    }

    [LibtorchFact]
    public void Device_and_threads_are_told_before_anything_is_written()
    {
        Assert.Contains("finished at step 2", Train("one", "--steps", "2", "--device", "cpu", "--threads", "1"));
        Assert.Contains("for --threads, got '0'", Assert.ThrowsAny<Exception>(() => Train("a", "--threads", "0")).Message);
        Assert.Contains(
            "expected cpu or cuda for --device, got 'tpu'", Assert.Throws<ArgumentException>(() => Train("a", "--device", "tpu")).Message);
        if (!TorchLibrary.Status().Cuda)
            Assert.Contains(
                "--device cuda only where libtorch finds a GPU",
                Assert.Throws<ArgumentException>(() => Train("a", "--device", "cuda")).Message);
        Assert.False(Directory.Exists(At("a")));
    }

    [Fact]
    public async Task Without_libtorch_it_says_so_in_a_sentence_writes_nothing_and_everything_else_works()
    {
        Assert.Matches(
            "^spn: expected libtorch_cpu[^\n]*, found none; [^\n]*\n$",
            (await Told(2, "train", "--config", At("config.json"), "--data", "scenes", "--out", At("none"))).Replace("\r", ""));
        Assert.False(Directory.Exists(At("none")));
        Assert.Matches("(?m)^torch     no: expected libtorch_cpu", await Told(0, "info"));

        async Task<string> Told(int exitCode, params string[] arguments)
        {
            using var process = Start(start => start.Environment[TorchFolders.Variable] = Folder, arguments);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.Equal(exitCode, process.ExitCode);
            return await output + await error;
        }
    }

    [LibtorchFact]
    public void Show_prints_the_config_and_the_network_and_trains_nothing()
    {
        var text = CommandLine.Run(TrainCommand.Create(), "--data", "scenes", "--preset", "scenes", "--show");
        Assert.Contains("SPN three-way, constrained", text);
        Assert.StartsWith(TrainingPresets.Text("scenes"), text, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public void The_preset_for_scenes_on_photographs_is_warned_about()
    {
        foreach (var part in new[] { "train", "trainannot", "val", "valannot" })
            Directory.CreateDirectory(At(part));
        foreach (var part in new[] { "train", "val" })
        {
            var scene = SceneGenerator.Render(1, 64, 64);
            Png.Write(At($"{part}/1.png"), scene.Photo);
            Png.Write(At($"{part}annot/1.png"), scene.Labels, scene.Palette);
        }

        const string Warning = "warning: --preset scenes is a small network for generated scenes";
        var said = CommandLine.Run(TrainCommand.Create(), "--data", Folder, "--preset", "scenes", "--show");
        Assert.Contains(Warning, said);
        Assert.Contains("take --preset camvid", said);
        Assert.DoesNotContain(Warning, CommandLine.Run(TrainCommand.Create(), "--data", "scenes", "--preset", "scenes", "--show"));
        File.WriteAllText(At("spn-set.json"), 
            """{ "name": "mine", "scheme": "scenes", "licence": "", "settings": "", "archives": [], "splits": {} }""");
        said = CommandLine.Run(TrainCommand.Create(), "--data", Folder, "--preset", "scenes", "--show");
        Assert.Contains("7 classes; found by its spn-set.json", said);
        Assert.DoesNotContain(Warning, said);
    }

    [LibtorchFact]
    public void A_data_set_is_found_by_its_folders_chosen_by_val_and_reported_on_test()
    {
        foreach (var (part, seed) in new[] { ("train", 1), ("val", 2), ("test", 3) })
        {
            var scene = SceneGenerator.Render(seed, 64, 64);
            Png.Write(At($"set/{part}/1.png"), scene.Photo);
            Png.Write(At($"set/{part}annot/1.png"), scene.Labels, scene.Palette);
        }

        var said = CommandLine.Run(
            TrainCommand.Create(), "--config", At("config.json"), "--set", "data.classes=scenes", "--data", At("set"), "--out", At("a"),
            "--steps", "2");
        Assert.Contains("data: set (camvid): train 1, val 1, test 1; 7 classes; found by its train and trainannot", said);
        string[] scored = ["--model", At("a/last.safetensors"), "--data", At("set")];
        var table = CommandLine.Run(EvaluateCommand.Create(), scored);
        // The coarse map is that of the test image, to the last digit.
        var test = LabelledImage.FromScene(SceneGenerator.Render(3, 64, 64));
        var coarse = Evaluation.Coarse(
            [test], CoarseMaps.Majority([test], 7), new EvaluationOptions { Name = "coarse", ClassNames = Palette.Scenes.Names });
        Assert.Contains(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * coarse.MeanIoU:0.00}"),
            table.Split('\n').Single(line => line.StartsWith("mean IoU", StringComparison.Ordinal)));
        Assert.Contains("wrote", CommandLine.Run(ReportCommand.Create(), [.. scored, "--out", At("report.html")]));
        Assert.Contains(
            "expected the classes of the scheme 'voc'",
            Assert.ThrowsAny<Exception>(() => CommandLine.Run(
                TrainCommand.Create(), "--config", At("config.json"), "--set", "data.scheme=voc", "--set", "data.classes=scenes", "--data",
                At("set"), "--show")).Message);
    }
}
