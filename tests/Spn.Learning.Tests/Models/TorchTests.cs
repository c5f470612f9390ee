using System.Diagnostics;
using Spn.Arrays;

namespace Spn.Tests.Learning;

public class TorchTests
{
    [TorchFact]
    public void PyTorch_reads_a_checkpoint_and_its_guidance_network_gives_the_same_weights()
    {
        var folder = Directory.CreateTempSubdirectory("spn-torch").FullName;
        try
        {
            using var model = new SpnRefiner(RefinerOptions.Helen.WithSeed(3) with { WeightGain = 1 });
            var image = Batches.Of(2, 32, 48, 2, seed: 1).Image;
            string At(string name) => Path.Combine(folder, name + ".safetensors");
            Checkpoint.Save(At("model"), model);
            SafeTensors.Write(At("image"), [new SafeTensor("image", [2, 3, 32, 48], image.Values)]);
            var script = Path.Combine(AppContext.BaseDirectory, "torch_guidance_of_checkpoint.py");
            var run = Python.Run(script, At("model"), At("image"), At("result"));
            Assert.True(run.ExitCode == 0, run.Text);
            var expected = SafeTensors.Read(At("result"))["weights"];
            Assert.Equal([2, 384, 16, 24], expected.Shape);
            Near.Assert_near(expected.Values, model.Weights(image).Values, 1e-5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A test that needs a python3 with PyTorch, and is skipped where there is none.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasTorch = new(() => Python.Run("-c", "import torch, numpy").ExitCode == 0);

    public TorchFactAttribute()
    {
        if (!HasTorch.Value)
            Skip = "There is no python3 with PyTorch.";
    }
}

/// <summary>Runs python3.</summary>
internal static class Python
{
    public sealed record Output(int ExitCode, string Text);

    public static Output Run(params string[] arguments)
    {
        try
        {
            var program = OperatingSystem.IsWindows() ? "python" : "/usr/bin/python3";
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return new Output(process.ExitCode, text);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return new Output(-1, exception.Message);
        }
    }
}
