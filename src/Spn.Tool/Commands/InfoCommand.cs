using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary><c>spn info</c>: what this build is and what it finds on this machine.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Say what this build is and what it finds on this machine.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var widest = Vector512.IsHardwareAccelerated ? 512
                : Vector256.IsHardwareAccelerated ? 256
                : Vector128.IsHardwareAccelerated ? 128 : 0;
            var (cuda, torch) = (Cuda.Status(), TorchLibrary.Status());
            output.WriteLine($"spn       {typeof(FeatureMap).Assembly.GetName().Version?.ToString(3)}");
            output.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
            output.WriteLine($"cores     {Environment.ProcessorCount}");
            output.WriteLine($"SIMD      {(widest == 0 ? "none, scalar kernels" : $"{widest} bits")}");
            output.WriteLine($"CUDA      {(cuda.IsAvailable ? "" : "no: ")}{cuda.Sentence}");
            output.WriteLine($"torch     {(torch.IsAvailable ? "" : "no: ")}{torch.Sentence}");
            if (torch.IsAvailable)
                output.WriteLine(
                    $"          {torch.Threads} {(torch.Threads == 1 ? "thread" : "threads")}, {(torch.Cuda ? "with" : "without")} CUDA");
            return 0;
        });
        return command;
    }
}
