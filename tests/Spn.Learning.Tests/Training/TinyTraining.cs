using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The smallest refiner there is, on scenes of 32×40: a step takes milliseconds.</summary>
internal static class TinyTraining
{
    public const string Text = """
        {
          "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
          "scenes": { "height": 32, "width": 40, "objects": 3, "clutter": 1, "train": 4, "validation": 2, "test": 2 },
          "patches": { "height": 16, "width": 16, "batch": 2 },
          "training": { "steps": 200, "optimiser": { "kind": "adam" }, "rates": { "policy": "poly", "base": 0.003 }, "evaluateEvery": 40 }
        }
        """;

    public static TrainingConfig Config => TrainingConfig.Parse(Text);

    public static TrainingPlan Plan(TrainingConfig? config = null)
    {
        var used = config ?? Config;
        return new TrainingPlan(used, TrainingSet.FromScenes(used.Scenes));
    }

    /// <summary>The values of a parameter or buffer.</summary>
    public static float[] Values(ISegmenter model, string name) => TensorMemory.ToArray<float>(Tensor(model, name).detach().contiguous());

    public static TorchSharp.torch.Tensor Tensor(ISegmenter model, string name) =>
        model.Module.named_parameters().Single(one => one.name == name).parameter;
}

/// <summary>Progress as it is reported, on the thread that reports.</summary>
internal sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
