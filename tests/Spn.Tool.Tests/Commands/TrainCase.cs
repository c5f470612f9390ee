using System.Diagnostics;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>Trainings on scenes of a few pixels, in a folder of their own.</summary>
public abstract class TrainCase : IDisposable
{
    private protected const string Tiny = """
        {
          "network": { "channels": 8, "guidance": { "encoder": [4, 4], "decoder": [] } },
          "scenes": { "height": 32, "width": 40, "objects": 3, "train": 4, "validation": 2, "test": 2 },
          "patches": { "height": 16, "width": 16, "batch": 2 },
          "training": { "steps": 60, "optimiser": { "kind": "adam" }, "rates": { "policy": "poly", "base": 0.003 }, "evaluateEvery": 20 }
        }
        """;

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("spn-train-").FullName;

    protected TrainCase() => File.WriteAllText(At("config.json"), Tiny);

    protected string At(string name) => Path.Combine(Folder, name);

    private protected string Train(string name, params string[] more) =>
        CommandLine.Run(
            TrainCommand.Create(),
            [.. more.Contains("--config") ? [] : new[] { "--config", At("config.json") }, "--data", "scenes", "--out", At(name), .. more]);

    private protected long Steps(string name) =>
        long.Parse(
            Checkpoint.Load(At($"{name}/last.safetensors")).State["training.step"], System.Globalization.CultureInfo.InvariantCulture);

    private protected static Process Start(params string[] arguments) => Start(_ => { }, arguments);

    private protected static Process Start(Action<ProcessStartInfo> change, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(TrainCommand).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        change(start);
        return Process.Start(start)!;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
