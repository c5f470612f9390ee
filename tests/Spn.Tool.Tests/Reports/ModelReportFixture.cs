using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Tests.Commands;

namespace Spn.Tool.Tests.Reports;

/// <summary>Two small refiners of a few steps on six scenes, and the page about them: made by the first test that asks.</summary>
public sealed class ModelReportFixture : IDisposable
{
    private const string Tiny = """
        {
          "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
          "scenes": { "height": 32, "width": 40, "objects": 3, "train": 4, "validation": 2, "test": 6 },
          "patches": { "height": 16, "width": 16, "batch": 2 },
          "training": { "steps": 30, "optimiser": { "kind": "adam" }, "rates": { "policy": "poly", "base": 0.01 }, "evaluateEvery": 30 }
        }
        """;

    private readonly Lazy<(string Model, string Versus)> _models;
    private readonly Lazy<string> _page, _alone;

    public ModelReportFixture()
    {
        File.WriteAllText(At("config.json"), Tiny);
        _models = new(() => (Train("one"), Train("other", "--set", "network.connection=one-way", "--set", "training.seed=2")));
        _page = new(() => Report("page.html", "--versus", Versus));
        _alone = new(() => Report("alone.html"));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("spn-report-").FullName;

    public string Model => _models.Value.Model;

    public string Versus => _models.Value.Versus;

    /// <summary>The page about both.</summary>
    public string Page => _page.Value;

    /// <summary>The page about the first alone.</summary>
    public string Alone => _alone.Value;

    public string At(string name) => Path.Combine(Folder, name);

    public string Train(string name, params string[] more) => TrainOn("scenes", name, more);

    public string TrainOn(string data, string name, params string[] more)
    {
        CommandLine.Run(TrainCommand.Create(), ["--config", At("config.json"), "--data", data, "--out", At(name), .. more]);
        return At($"{name}/last.safetensors");
    }

    /// <summary>Truth and predictions of every image, from the models themselves: coarse, the first, the other.</summary>
    internal List<(string Name, LabelMap Truth, LabelMap[] Predicted)> Maps()
    {
        var parsed = EvaluateCommand.Create().Parse(["--model", Model, Versus, "--data", "scenes"]);
        using var scored = ScoredModels.Load(parsed, [Model, Versus]);
        return [.. scored.Set.Test.Select((image, i) =>
        {
            var coarse = scored.Plan.TestCoarse!.Upsampled(i);
            var refined = scored.Models.Select(model => OneHot.ArgMax(model.Model.Predict(image.ToFeatureMap(), coarse)));
            return (image.Name, image.Labels, (LabelMap[])[OneHot.ArgMax(coarse), .. refined]);
        })];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Report(string name, params string[] more)
    {
        CommandLine.Run(ReportCommand.Create(), ["--model", Model, "--data", "scenes", "--out", At(name), .. more]);
        return At(name);
    }
}
