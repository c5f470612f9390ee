using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spn.Tool.Commands;

/// <summary><c>spn info</c>: what this build is and what it finds on this machine.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Say what this build is and what it finds on this machine.");
        command.SetAction(_ =>
        {
            var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
            Console.WriteLine($"spn       {typeof(FeatureMap).Assembly.GetName().Version?.ToString(3)}");
            Console.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
            Console.WriteLine($"cores     {Environment.ProcessorCount}");
            Console.WriteLine($"SIMD      {(widest == 0 ? "none, scalar kernels" : $"{widest} bits")}");
            var cuda = Cuda.Status();
            Console.WriteLine($"CUDA      {(cuda.IsAvailable ? "" : "no: ")}{cuda.Sentence}");
            return 0;
        });
        return command;
    }
}
