using Spn.Arrays;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>Coarse maps that someone else's segmenter wrote to a folder; and models that cannot be scored side by side.</summary>
[Collection(TorchCollection.Name)]
public sealed class CoarseFolderTests : IDisposable
{
    private const string Config = """
        {
          "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
          "data": { "classes": ["ground", "house", "tree"] },
          "scenes": { "height": 32, "width": 40, "objects": 3, "train": 2, "validation": 1, "test": 1 },
          "coarse": { "from": "folder" },
          "patches": { "height": 16, "width": 16, "batch": 2 },
          "training": { "steps": 3, "optimiser": { "kind": "adam" }, "rates": { "base": 0.003 } }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-coarse-").FullName;

    public CoarseFolderTests()
    {
        File.WriteAllText(At("config.json"), Config);
        foreach (var part in new[] { "train", "trainannot", "val", "valannot", "coarse" })
            Directory.CreateDirectory(At(part));
        for (var i = 0; i < 3; i++)
        {
            var scene = SceneGenerator.Render(new SceneOptions { Seed = i, Height = 32, Width = 40, Classes = 3 });
            var part = i < 2 ? "train" : "val";
            Png.Write(At($"{part}/{i}.png"), scene.Photo);
            Png.Write(At($"{part}annot/{i}.png"), scene.Labels, scene.Palette);
            var probabilities = CoarseMaps.Certain(scene.Coarse(), 3);
            if (i == 0)
                Png.Write(At("coarse/0.png"), scene.Coarse(), scene.Palette);
            else if (i == 1)
                Npy.Write(At("coarse/1.npy"), probabilities);
            else
                SafeTensors.Write(
                    At("coarse/2.safetensors"),
                    [new SafeTensor("probabilities", [3, probabilities.Height, probabilities.Width], probabilities.Values)]);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    [LibtorchFact]
    public void Train_evaluate_and_compare_take_labels_and_probabilities_by_the_names_of_the_photographs()
    {
        string[] data = ["--data", _folder, "--coarse", At("coarse")];
        Assert.Contains(
            "finished at step 3", CommandLine.Run(TrainCommand.Create(), ["--config", At("config.json"), "--out", At("out"), .. data]));
        Assert.Matches(
            @"(?m)^IoU, % +coarse +three-way +change$",
            CommandLine.Run(EvaluateCommand.Create(), ["--model", At("out/last.safetensors"), .. data]));
        Assert.Contains(
            "of 1 image; of each training the last checkpoint\nseed 1: mean IoU",
            CommandLine.Run(CompareCommand.Create(), ["--config", At("config.json"), "--out", At("both"), "--seeds", "1", .. data]));

        foreach (var (command, more) in new[]
        {
            (TrainCommand.Create(), new[] { "--config", At("config.json"), "--out", At("a") }),
            (EvaluateCommand.Create(), ["--model", At("out/last.safetensors")]),
            (CompareCommand.Create(), ["--config", At("config.json"), "--out", At("a")]),
        })
            Assert.Contains(
                "of 1 to 1000 pixels, got 32×40",
                Assert.Throws<InvalidDataException>(() => CommandLine.Run(command, ["--max-pixels", "1000", .. data, .. more])).Message);

        Assert.StartsWith(
            "expected --coarse, the folder of coarse maps",
            Assert.Throws<ArgumentException>(
                () => CommandLine.Run(TrainCommand.Create(), "--config", At("config.json"), "--data", _folder, "--out", At("a"))).Message);
        File.Copy(At("val/2.png"), At("val/1.png"));
        File.Copy(At("valannot/2.png"), At("valannot/1.png"));
        Assert.Contains(
            "got two called 1",
            Assert.Throws<InvalidDataException>(
                () => CommandLine.Run(TrainCommand.Create(), ["--config", At("config.json"), "--out", At("b"), .. data])).Message);
        File.Delete(At("coarse/2.safetensors"));
        File.Delete(At("val/1.png"));
        Assert.Contains(
            "expected 2.png, 2.npy or 2.safetensors in",
            Assert.Throws<FileNotFoundException>(
                () => CommandLine.Run(EvaluateCommand.Create(), ["--model", At("out/last.safetensors"), .. data])).Message);
    }

    [LibtorchFact]
    public void Models_that_see_other_images_or_coarse_maps_are_not_scored_side_by_side()
    {
        string Trained(string name, string from, string to)
        {
            File.WriteAllText(At(name + ".json"), Config.Replace("\"from\": \"folder\"", "\"block\": 8").Replace(from, to));
            CommandLine.Run(TrainCommand.Create(), "--config", At(name + ".json"), "--data", "scenes", "--out", At(name));
            return At(name + "/last.safetensors");
        }

        string Refusal(string one, string two) =>
            Assert.Throws<ArgumentException>(
                () => CommandLine.Run(EvaluateCommand.Create(), "--model", one, two, "--data", "scenes")).Message;
        var eight = Trained("eight", "\"block\": 8", "\"block\": 8");
        Assert.Contains("with 'coarse.block' 4 instead of 8 of", Refusal(eight, Trained("four", "\"block\": 8", "\"block\": 4")));
        Assert.Contains("with 'scenes.objects' 4 instead of 3 of", Refusal(eight, Trained("more", "\"objects\": 3", "\"objects\": 4")));
        Assert.Contains(
            "three-way",
            CommandLine.Run(
                EvaluateCommand.Create(), "--model", eight, Trained("longer", "\"steps\": 3", "\"steps\": 4"), "--data", "scenes"));
    }

    [LibtorchFact]
    public void A_TorchScript_file_is_the_guidance_network_and_stands_beside_the_checkpoints()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "tiny_guidance.pt");
        string Train(string name, params string[] more) => CommandLine.Run(
            TrainCommand.Create(), ["--data", _folder, "--coarse", At("coarse"), "--out", At(name), .. more]);
        string[] guided = ["--config", At("config.json"), "--set", "network.channels=6", "--connection", "one-way", "--guidance"];

        Assert.Contains("finished at step 3", Train("own", [.. guided, file]));
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(At("own/guidance.pt")));
        Assert.Contains("finished at step 5", Train("own", "--resume", "--steps", "5"));
        Assert.Matches(@"\nmean IoU +\d", CommandLine.Run(
            EvaluateCommand.Create(), "--model", At("own/last.safetensors"), "--data", _folder, "--coarse", At("coarse")));

        string Refused(params string[] arguments) => Assert.ThrowsAny<Exception>(() => Train("no", arguments)).Message;
        Assert.Contains("expected a guidance network that gives 72 channels", Refused(
            "--config", At("config.json"), "--set", "network.channels=6", "--guidance", file));
        File.WriteAllText(At("no.pt"), "not a network");
        Assert.Contains(At("no.pt"), Refused([.. guided, At("no.pt")]));
        Assert.Contains("--guidance only for a new training", Assert.Throws<ArgumentException>(
            () => Train("own", "--resume", "--guidance", file)).Message);
        Assert.False(Directory.Exists(At("no")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
