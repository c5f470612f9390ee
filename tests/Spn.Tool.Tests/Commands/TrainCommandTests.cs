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
          "network": { "channels": 4, "encoder": [4, 4], "decoder": [] },
          "scenes": { "height": 32, "width": 40, "classes": 3, "objects": 3, "train": 4, "validation": 2, "test": 2 },
          "patches": { "size": 16, "batch": 2 },
          "training": { "steps": 60, "optimiser": "adam", "rate": 0.003, "schedule": "poly", "evaluateEvery": 20, "saveEvery": 1 }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-train-").FullName;

    public TrainCommandTests() => File.WriteAllText(At("config.json"), Tiny);

    private string At(string name) => Path.Combine(_folder, name);

    [Fact]
    public void It_trains_one_way_and_three_way_and_scores_both_beside_the_coarse_maps()
    {
        var text = Train("three");
        Assert.Matches(@"three \(three-way, seed 1\)  step 20/60  loss \d\.\d{4}  mean IoU \d+\.\d\d  trimap \d+\.\d\d", text);
        Assert.Contains("finished at step 60; best mean IoU", text);
        Train("one", "--connection", "one-way", "--seed", "3");
        Assert.Contains("\"seed\": 3", File.ReadAllText(At("one/config.json")));
        var table = CommandLine.Run(EvaluateCommand.Create(), "--model", At("one/best.safetensors"), "--model", At("three/best.safetensors"), "--data", "scenes");
        Assert.Matches(@"^IoU, % +coarse +one-way +three-way\n", table);
        foreach (var row in new[] { "background", "person", "tree", "mean IoU", "trimap mean IoU (3 px)", "overall accuracy", "mean accuracy" })
            Assert.Contains($"\n{row} ", table);
    }

    [Fact]
    public void Paused_and_resumed_it_writes_the_bytes_of_an_unbroken_training()
    {
        Train("once");
        Assert.Contains("paused, go on with --resume at step 33", Train("twice", "--pause-at", "33"));
        Assert.Contains("finished at step 60", CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("twice")));
        foreach (var file in new[] { "last.safetensors", "best.safetensors", "log.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(At($"once/{file}")), File.ReadAllBytes(At($"twice/{file}")));
    }

    [Fact]
    public async Task Killed_again_and_again_while_it_saves_it_always_leaves_a_checkpoint_that_loads_and_goes_on()
    {
        Train("once");
        var killed = 0;
        for (var kill = 0; kill < 4; kill++)
        {
            var before = Step();
            using var process = Start(["train", "--config", At("config.json"), "--data", "scenes", "--out", At("killed"), .. kill == 0 ? [] : new[] { "--resume" }]);
            // It saves after every step, and most of a step of this size is the saving.
            while (!process.HasExited && Step() < before + 8)
                await Task.Delay(1);
            if (!process.HasExited)
            {
                process.Kill();
                killed++;
            }

            await process.WaitForExitAsync();
            var checkpoint = Checkpoint.Load(At("killed/last.safetensors"));
            Assert.NotNull(checkpoint.Optimiser);
            Assert.True(checkpoint.Optimiser.Steps >= before);
        }

        Assert.True(killed >= 2, $"{killed} of 4 processes were killed before they were done");
        CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("killed"));
        Assert.Equal(File.ReadAllBytes(At("once/last.safetensors")), File.ReadAllBytes(At("killed/last.safetensors")));
        Assert.Equal(File.ReadAllText(At("once/log.csv")), File.ReadAllText(At("killed/log.csv")));
        Assert.Equal(["best.safetensors", "config.json", "last.safetensors", "log.csv"], Directory.GetFiles(At("killed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        long Step() => File.Exists(At("killed/last.safetensors")) ? Checkpoint.Load(At("killed/last.safetensors")).Optimiser!.Steps : 0;
    }

    [Fact]
    public async Task A_signal_ends_it_after_the_step_at_hand_with_a_checkpoint()
    {
        // SIGTERM goes the way of Ctrl+C, and unlike SIGINT is not ignored where the tests themselves run in the background.
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(At("long.json"), Tiny.Replace("\"steps\": 60", "\"steps\": 1000000").Replace("\"evaluateEvery\": 20, \"saveEvery\": 1", "\"evaluateEvery\": 1000000, \"saveEvery\": 1000000"));
        using var process = Start("train", "--config", At("long.json"), "--data", "scenes", "--out", At("long"));
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
        Assert.InRange(Checkpoint.Load(At("long/last.safetensors")).Optimiser!.Steps, Math.Max(1, before), 999_999);

        long Logged() => File.Exists(At("long/log.csv")) ? TrainingLog.Read(At("long/log.csv")).Entries[^1].Step : 0;
    }

    [Fact]
    public async Task A_training_that_diverges_is_named_with_the_checkpoint_from_before()
    {
        var refused = Assert.Throws<DivergedException>(() => Train("wild", "--config", Wild()));
        Assert.StartsWith("the training wild (three-way, seed 1) diverged (" + At("wild/last.safetensors") + " is from before): expected finite numbers", refused.Message);
        using var process = Start("compare", "--config", At("wild.json"), "--data", "scenes", "--out", At("both"), "--seeds", "4");
        var told = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Matches(@"(?m)^spn: the training one-way-seed-4 \(one-way, seed 4\) diverged \(.*one-way-seed-4", await told);
        Assert.Equal(1, process.ExitCode);

        string Wild()
        {
            File.WriteAllText(At("wild.json"), Tiny.Replace("\"adam\", \"rate\": 0.003", "\"sgd\", \"rate\": 1000"));
            return At("wild.json");
        }
    }

    [Fact]
    public void Resuming_needs_a_training_and_its_own_config()
    {
        var none = Assert.Throws<FileNotFoundException>(() => Train("mistyped", "--resume"));
        Assert.Contains("expected a training to go on with at " + At("mistyped/last.safetensors"), none.Message);
        Assert.False(Directory.Exists(At("mistyped")));
        Train("there", "--steps", "2");
        var before = File.ReadAllText(At("there/config.json"));
        Assert.Contains("got 'refiner.seed' 5 instead of 1", Assert.Throws<ArgumentException>(() => Train("there", "--resume", "--seed", "5")).Message);
        Assert.Equal(before, File.ReadAllText(At("there/config.json")));
        Assert.Contains("finished at step 4", Train("there", "--resume", "--steps", "4"));
    }

    [Fact]
    public void A_trained_model_refines_files_of_labels_and_of_probabilities()
    {
        Train("three");
        var scene = SceneGenerator.Render(new SceneOptions { Seed = 9, Height = 45, Width = 61, Classes = 3 });
        Png.Write(At("photo.png"), scene.Photo);
        Png.Write(At("coarse.png"), scene.Coarse(), scene.Palette);
        Png.Write(At("truth.png"), scene.Labels, scene.Palette);
        var probabilities = CoarseMaps.Certain(scene.Coarse(), 3);
        Npy.Write(At("coarse.npy"), probabilities);
        string Refine(params string[] more) => CommandLine.Run(RefineCommand.Create(), ["--model", At("three/best.safetensors"), "--image", At("photo.png"), .. more]);

        var table = Refine("--coarse", At("coarse.png"), "--truth", At("truth.png"), "--out", At("refined.png"));
        Assert.Matches(@"^IoU, % +coarse +three-way\n", table);
        var model = (RefinerModel)Checkpoint.Load(At("three/best.safetensors")).Model;
        var expected = OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels;
        Assert.Equal(expected, Png.Read(At("refined.png")).ToLabelMap().Labels);
        Assert.Equal("", Refine("--coarse", At("coarse.npy"), "--out", At("refined2.png")));
        Assert.Equal(expected, Png.Read(At("refined2.png")).ToLabelMap().Labels);
        SafeTensors.Write(At("coarse.safetensors"), [new SafeTensor("probabilities", [3, probabilities.Height, probabilities.Width], probabilities.Values)]);
        Assert.Equal("", Refine("--coarse", At("coarse.safetensors"), "--out", At("refined3.png")));
        Assert.Equal(expected, Png.Read(At("refined3.png")).ToLabelMap().Labels);
        Assert.Contains("expected one tensor", Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("three/best.safetensors"), "--out", At("r.png"))).Message);
        Assert.Contains("three-way", Refine("--block", "8", "--truth", At("truth.png")));

        Refine("--coarse", At("coarse.png"), "--out", At("tiles.png"), "--tile", "16", "--overlap", "4", "--only-coarse-classes");
        model.Inference = InferenceOptions.Default.WithTile(16).WithOverlap(4).WithRestrictClasses(true);
        Assert.Equal(OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels, Png.Read(At("tiles.png")).ToLabelMap().Labels);
        Assert.Contains("expected --overlap only with --tile", Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--overlap", "4")).Message);
        Assert.Contains("expected tiles of at least 16", Assert.ThrowsAny<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "3")).Message);
        Assert.Contains("expected --tile only with --model", Assert.Throws<ArgumentException>(() => CommandLine.Run(RefineCommand.Create(), "--image", At("photo.png"), "--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "16")).Message);

        Assert.Contains("--sigma only without --model", Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--sigma", "0.1")).Message);
        Npy.Write(At("wrong.npy"), new FeatureMap(new MapShape(1, 4, 3, 3)));
        Assert.Contains("expected class probabilities 3×h×w", Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.npy"), "--out", At("r.png"))).Message);
        Png.Write(At("wrong.png"), LabelMap.Generate(4, 4, (_, _) => 7));
        Assert.Contains("expected labels below 3", Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.png"), "--out", At("r.png"))).Message);
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_is_written()
    {
        string Refusal(params string[] arguments) => Assert.ThrowsAny<Exception>(() => CommandLine.Run(TrainCommand.Create(), arguments)).Message;
        Assert.StartsWith("expected --config FILE or --preset NAME (scenes,", Refusal("--data", "scenes", "--out", At("a")));
        Assert.StartsWith("expected --config or --preset, got both", Refusal("--data", "scenes", "--config", At("config.json"), "--preset", "scenes", "--out", At("a")));
        Assert.StartsWith("expected --out", Refusal("--data", "scenes", "--config", At("config.json")));
        Assert.StartsWith("expected a folder 'train' in", Refusal("--data", _folder, "--config", At("config.json"), "--out", At("a")));
        Assert.StartsWith("expected --coarse, the folder of a trained baseline", Refusal("--data", "scenes", "--preset", "camvid", "--out", At("a")));
        Assert.StartsWith("expected --coarse only with", Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("a"), "--coarse", _folder));
        Assert.StartsWith("expected --connection", Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("a"), "--connection", "two-way"));
        Assert.False(Directory.Exists(At("a")));
        Train("there", "--steps", "1");
        Assert.Contains("go on with it (--resume)", Refusal("--data", "scenes", "--config", At("config.json"), "--out", At("there")));
    }

    [Fact]
    public void A_guidance_network_that_is_vgg_16_starts_from_trained_weights_or_says_that_it_does_not()
    {
        // As deep as VGG-16 and of few channels, and a first convolution that does not learn.
        File.WriteAllText(At("vgg.json"), Tiny.Replace("\"encoder\": [4, 4], \"decoder\": []", "\"encoder\": [2, 3, 4, 4, 4, 4], \"convolutions\": [2, 2, 3, 3, 3, 0], \"decoder\": [4, 4, 4, 4]")
            .Replace("\"steps\": 60", "\"steps\": 1, \"rateFactors\": { \"encode1_1\": 0 }"));
        string TrainVgg(string name, params string[] more) => CommandLine.Run(TrainCommand.Create(), ["--config", At("vgg.json"), "--data", "scenes", "--out", At(name), .. more]);
        Assert.Contains("random weights; --vgg FILE", TrainVgg("random"));
        var model = Checkpoint.Load(At("random/last.safetensors")).Model;
        var tensors = model.Parameters.Where(parameter => parameter.Name.StartsWith("encode", StringComparison.Ordinal))
            .Select(parameter => new SafeTensor(parameter.Name.Replace("encode", "conv"), parameter.Shape, [.. parameter.Values.Select((_, i) => 0.01f * (i % 7))])).ToList();
        SafeTensors.Write(At("vgg.safetensors"), tensors);
        Assert.DoesNotContain("random weights", TrainVgg("trained", "--vgg", At("vgg.safetensors")));
        Assert.Equal(tensors[0].Values, Checkpoint.Load(At("trained/last.safetensors")).Model.Parameters.Single(parameter => parameter.Name == "encode1_1.weight").Values);

        string Refusal(string name, params string[] more) => Assert.ThrowsAny<Exception>(() => TrainVgg(name, ["--vgg", At("vgg.safetensors"), .. more])).Message;
        Assert.Contains("--vgg only for a new training", Refusal("trained", "--resume"));
        Assert.Contains("--vgg only with", Assert.Throws<ArgumentException>(() => Train("plain", "--vgg", At("vgg.safetensors"))).Message);
        SafeTensors.Write(At("vgg.safetensors"), [new SafeTensor("conv1_1.weight", [1], [0])]);
        Assert.Contains("expected tensor 'conv1_1.weight' of shape [2, 3, 3, 3], got [1]", Refusal("wrong"));
        Assert.False(Directory.Exists(At("wrong")) || Directory.Exists(At("plain")));
    }

    [Fact]
    public void Show_prints_the_config_and_the_network_and_trains_nothing()
    {
        var text = CommandLine.Run(TrainCommand.Create(), "--data", "scenes", "--preset", "scenes", "--show");
        Assert.Contains("SPN three-way", text);
        Assert.StartsWith(TrainingPresets.Text("scenes"), text, StringComparison.Ordinal);
    }

    private string Train(string name, params string[] more) =>
        CommandLine.Run(TrainCommand.Create(), [.. more.Contains("--config") ? [] : new[] { "--config", At("config.json") }, "--data", "scenes", "--out", At(name), .. more]);

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(TrainCommand).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
