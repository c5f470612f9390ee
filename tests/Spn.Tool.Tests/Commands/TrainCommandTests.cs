using System.Diagnostics;
using Spn.Arrays;
using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn train</c> and <c>spn evaluate</c> on scenes of a few pixels.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private const string Tiny = """
        {
          "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
          "scenes": { "height": 32, "width": 40, "objects": 3, "train": 4, "validation": 2, "test": 2 },
          "patches": { "height": 16, "width": 16, "batch": 2 },
          "training": { "steps": 60, "optimiser": { "kind": "adam" }, "rates": { "policy": "poly", "base": 0.003 }, "evaluateEvery": 20 }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-train-").FullName;

    public TrainCommandTests() => File.WriteAllText(At("config.json"), Tiny);

    private string At(string name) => Path.Combine(_folder, name);

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
    public void Paused_and_resumed_it_writes_the_bytes_of_an_unbroken_training()
    {
        Train("once");
        Assert.Contains("paused, go on with --resume at step 33", Train("twice", "--pause-at", "33"));
        Assert.Contains(
            "finished at step 60", CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("twice")));
        foreach (var file in new[] { "last.safetensors", "best.safetensors", "log.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(At($"once/{file}")), File.ReadAllBytes(At($"twice/{file}")));
    }

    [LibtorchFact]
    public async Task Killed_again_and_again_while_it_saves_it_always_leaves_a_checkpoint_that_loads_and_goes_on()
    {
        // An evaluation after every step saves after every step, and most of a step of this size is the saving.
        string[] often = ["--set", "training.evaluateEvery=1", "--set", "training.evaluateImages=1"];
        Train("once", often);
        var killed = 0;
        for (var kill = 0; kill < 4; kill++)
        {
            var before = Step();
            string[] goOn = kill == 0 ? [] : ["--resume"];
            using var process = Start(
                ["train", "--config", At("config.json"), "--data", "scenes", "--out", At("killed"), .. often, .. goOn]);
            while (!process.HasExited && Step() < before + 8)
                await Task.Delay(1);
            if (!process.HasExited)
            {
                process.Kill();
                killed++;
            }

            await process.WaitForExitAsync();
            Assert.True(Step() >= before);
        }

        Assert.True(killed >= 2, $"{killed} of 4 processes were killed before they were done");
        CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("killed"));
        Assert.Equal(File.ReadAllBytes(At("once/last.safetensors")), File.ReadAllBytes(At("killed/last.safetensors")));
        Assert.Equal(File.ReadAllText(At("once/log.csv")), File.ReadAllText(At("killed/log.csv")));
        Assert.Equal(
            ["best.safetensors", "config.json", "last.safetensors", "log.csv"],
            Directory.GetFiles(At("killed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        long Step() => File.Exists(At("killed/last.safetensors")) ? Steps("killed") : 0;
    }

    [LibtorchFact]
    public async Task A_signal_ends_it_after_the_step_at_hand_with_a_checkpoint()
    {
        // SIGTERM goes the way of Ctrl+C, and unlike SIGINT is not ignored where the tests themselves run in the background.
        if (OperatingSystem.IsWindows())
            return;
        using var process = Start(
            "train", "--config", At("config.json"), "--steps", "1000000", "--set", "training.evaluateEvery=1000000", "--data", "scenes",
            "--out", At("long"));
        var told = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && Logged() == 0)
            await Task.Delay(20);
        var before = Logged();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var end = patience.Token.Register(() => process.Kill());
        await process.WaitForExitAsync();
        Assert.Matches(@"cancelled, go on with --resume at step \d+;", await told);
        Assert.Equal(1, process.ExitCode);
        Assert.InRange(Steps("long"), Math.Max(1, before), 999_999);

        long Logged() => File.Exists(At("long/log.csv")) ? TrainingLog.Read(At("long/log.csv")).Entries[^1].Step : 0;
    }

    [LibtorchFact]
    public async Task A_training_that_diverges_is_named_with_the_checkpoint_from_before()
    {
        var refused = Assert.Throws<DivergedException>(() => Train("wild", "--config", Wild()));
        Assert.StartsWith(
            "the training wild (three-way, seed 1) diverged (" + At("wild/last.safetensors") + " is from before): expected finite numbers",
            refused.Message);
        using var process = Start("compare", "--config", At("wild.json"), "--data", "scenes", "--out", At("both"), "--seeds", "4");
        var told = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Matches(@"(?m)^spn: the training one-way-seed-4 \(one-way, seed 4\) diverged \(.*one-way-seed-4", await told);
        Assert.Equal(1, process.ExitCode);

        string Wild()
        {
            File.WriteAllText(At("wild.json"), Tiny.Replace("\"kind\": \"adam\"", "\"kind\": \"sgd\"").Replace("0.003", "1e6"));
            return At("wild.json");
        }
    }

    [LibtorchFact]
    public void Resuming_needs_a_training_and_its_own_config()
    {
        var none = Assert.Throws<FileNotFoundException>(() => Train("mistyped", "--resume"));
        Assert.Contains("expected a training to go on with at " + At("mistyped/last.safetensors"), none.Message);
        Assert.False(Directory.Exists(At("mistyped")));
        Train("there", "--steps", "2");
        var before = File.ReadAllText(At("there/config.json"));
        Assert.Contains(
            "got 'training.seed' 5 instead of 1",
            Assert.Throws<ArgumentException>(() => Train("there", "--resume", "--seed", "5")).Message);
        Assert.Equal(before, File.ReadAllText(At("there/config.json")));
        Assert.Contains("finished at step 4", Train("there", "--resume", "--steps", "4"));
    }

    [LibtorchFact]
    public void A_trained_model_refines_files_of_labels_and_of_probabilities()
    {
        Train("three");
        var scene = SceneGenerator.Render(new SceneOptions { Seed = 9, Height = 45, Width = 61 });
        Png.Write(At("photo.png"), scene.Photo);
        Png.Write(At("coarse.png"), scene.Coarse(), scene.Palette);
        Png.Write(At("truth.png"), scene.Labels, scene.Palette);
        var probabilities = CoarseMaps.Certain(scene.Coarse(), 7);
        Npy.Write(At("coarse.npy"), probabilities);
        string Refine(params string[] more) =>
            CommandLine.Run(RefineCommand.Create(), ["--model", At("three/best.safetensors"), "--image", At("photo.png"), .. more]);

        var table = Refine("--coarse", At("coarse.png"), "--truth", At("truth.png"), "--out", At("refined.png"));
        Assert.Matches(@"^IoU, % +coarse +three-way +change\n", table);
        var model = (SpnRefiner)Checkpoint.Load(At("three/best.safetensors")).Model;
        var expected = OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels;
        Assert.Equal(expected, Png.Read(At("refined.png")).ToLabelMap().Labels);
        Assert.Equal("", Refine("--coarse", At("coarse.npy"), "--out", At("refined2.png")));
        Assert.Equal(expected, Png.Read(At("refined2.png")).ToLabelMap().Labels);
        SafeTensors.Write(
            At("coarse.safetensors"),
            [new SafeTensor("probabilities", [7, probabilities.Height, probabilities.Width], probabilities.Values)]);
        Assert.Equal("", Refine("--coarse", At("coarse.safetensors"), "--out", At("refined3.png")));
        Assert.Equal(expected, Png.Read(At("refined3.png")).ToLabelMap().Labels);
        Assert.Contains(
            "expected one tensor",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("three/best.safetensors"), "--out", At("r.png"))).Message);
        Assert.Contains("three-way", Refine("--block", "8", "--truth", At("truth.png")));

        Refine("--coarse", At("coarse.png"), "--out", At("tiles.png"), "--tile", "16", "--overlap", "4", "--only-coarse-classes");
        model.Inference = new() { Tile = 16, Overlap = 4, RestrictClasses = true };
        Assert.Equal(
            OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels,
            Png.Read(At("tiles.png")).ToLabelMap().Labels);
        Assert.Contains(
            "expected --overlap only with --tile",
            Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--overlap", "4")).Message);
        Assert.Contains(
            "expected tiles of at least 16",
            Assert.ThrowsAny<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "3")).Message);
        Assert.Contains(
            "expected --tile only with --model",
            Assert.Throws<ArgumentException>(
                () => CommandLine.Run(
                    RefineCommand.Create(),
                    "--image", At("photo.png"), "--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "16")).Message);

        Assert.Contains(
            "--sigma only without --model",
            Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--sigma", "0.1")).Message);
        Npy.Write(At("wrong.npy"), new FeatureMap(new MapShape(1, 4, 3, 3)));
        Assert.Contains(
            "expected class probabilities 7×h×w",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.npy"), "--out", At("r.png"))).Message);
        Png.Write(At("wrong.png"), LabelMap.Generate(4, 4, (_, _) => 9));
        Assert.Contains(
            "expected labels below 7",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.png"), "--out", At("r.png"))).Message);
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
        Assert.StartsWith("expected a folder 'train' in", Refusal("--data", _folder, "--config", At("config.json"), "--out", At("a")));
        Assert.StartsWith(
            "expected --coarse, the folder of a trained baseline", Refusal("--data", "scenes", "--preset", "camvid", "--out", At("a")));
        Assert.StartsWith(
            "expected --coarse only with",
            Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("a"), "--coarse", _folder));
        Assert.StartsWith(
            "expected --connection",
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
        Assert.Contains("--threads from 1 to 1024, got 0", Assert.Throws<ArgumentException>(() => Train("a", "--threads", "0")).Message);
        Assert.Contains("--device cpu or cuda, got 'tpu'", Assert.Throws<ArgumentException>(() => Train("a", "--device", "tpu")).Message);
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
            using var process = Start(start => start.Environment[TorchFolders.Variable] = _folder, arguments);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.Equal(exitCode, process.ExitCode);
            return await output + await error;
        }
    }

    [LibtorchFact]
    public void A_guidance_network_that_is_vgg_16_starts_from_trained_weights_or_says_that_it_does_not()
    {
        // As deep as VGG-16 and of few channels.
        File.WriteAllText(
            At("vgg.json"),
            Tiny.Replace("[4, 4]", "[2, 3, 4, 4, 4, 4], \"convolutions\": [2, 2, 3, 3, 3, 0]")
                .Replace("[]", "[4, 4, 4, 4]").Replace("0.003", "1e-12"));
        string TrainVgg(string name, params string[] more) =>
            CommandLine.Run(
                TrainCommand.Create(), ["--config", At("vgg.json"), "--steps", "1", "--data", "scenes", "--out", At(name), .. more]);
        Assert.Contains("VGG-16, starts from random weights; --vgg FILE", TrainVgg("random"));
        const string first = "guidance.encode1_1.weight";
        var tensors = SafeTensors.Read(At("random/last.safetensors")).Tensors.Where(
            tensor => tensor.Name.StartsWith("guidance.encode", StringComparison.Ordinal))
            .Select(tensor => new SafeTensor(
                tensor.Name.Replace("guidance.encode", "conv"),
                tensor.Shape,
                [.. tensor.Values.Select((_, i) => 0.01f * (i % 7))])).ToList();
        SafeTensors.Write(At("vgg.safetensors"), tensors);
        Assert.DoesNotContain("random weights", TrainVgg("trained", "--vgg", At("vgg.safetensors")));
        Assert.All(
            SafeTensors.Read(At("trained/last.safetensors"))[first].Values.Zip(
                tensors.Single(tensor => tensor.Name == "conv1_1.weight").Values),
            pair => Assert.Equal(pair.Second, pair.First, 1e-6f));

        string Refusal(string name, params string[] more) =>
            Assert.ThrowsAny<Exception>(() => TrainVgg(name, ["--vgg", At("vgg.safetensors"), .. more])).Message;
        Assert.Contains("--vgg only for a new training", Refusal("trained", "--resume"));
        Assert.Contains("--vgg only with", Assert.Throws<ArgumentException>(() => Train("plain", "--vgg", At("vgg.safetensors"))).Message);
        Assert.Contains(
            "--imagenet only with", Assert.Throws<ArgumentException>(() => Train("plain", "--imagenet", At("vgg.safetensors"))).Message);
        SafeTensors.Write(At("vgg.safetensors"), [new SafeTensor("conv1_1.weight", [1], [0])]);
        Assert.Contains("expected tensor 'conv1_1.weight' of shape [2, 3, 3, 3], got [1]", Refusal("wrong"));
        Assert.False(Directory.Exists(At("wrong")) || Directory.Exists(At("plain")));
    }

    [LibtorchFact]
    public void Show_prints_the_config_and_the_network_and_trains_nothing()
    {
        var text = CommandLine.Run(TrainCommand.Create(), "--data", "scenes", "--preset", "scenes", "--show");
        Assert.Contains("SPN three-way, constrained", text);
        Assert.StartsWith(TrainingPresets.Text("scenes"), text, StringComparison.Ordinal);
    }

    private string Train(string name, params string[] more) =>
        CommandLine.Run(
            TrainCommand.Create(),
            [.. more.Contains("--config") ? [] : new[] { "--config", At("config.json") }, "--data", "scenes", "--out", At(name), .. more]);

    private long Steps(string name) =>
        long.Parse(
            Checkpoint.Load(At($"{name}/last.safetensors")).State["training.step"], System.Globalization.CultureInfo.InvariantCulture);

    private static Process Start(params string[] arguments) => Start(_ => { }, arguments);

    private static Process Start(Action<ProcessStartInfo> change, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(TrainCommand).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        change(start);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
