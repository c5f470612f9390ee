using System.CommandLine;
using Spn.Tool.Gpu;

namespace Spn.Tool.Commands;

/// <summary><c>spn check cuda</c>: every CUDA kernel on this machine's GPU against the reference.</summary>
internal static class CheckCommand
{
    public static Command Create() => new("check", "Check this machine.") { CreateCuda() };

    private static Command CreateCuda()
    {
        var quick = new Option<bool>("--quick")
        {
            Description = "Small shapes alone, each once: for compute-sanitizer, which slows kernels down.",
        };
        var command = new Command("cuda", "Hold every CUDA kernel on the first NVIDIA GPU against the reference.") { quick };
        command.SetAction(parsed =>
        {
            var device = Cuda.Device();
            Console.WriteLine(device);
            foreach (var (kernel, registers, localBytes) in device.Module.Resources())
                Console.WriteLine($"{kernel}: {registers} registers, {localBytes} bytes of local memory");
            var summary = CudaCheck.Run(device, parsed.GetValue(quick), Console.Out);
            Console.WriteLine($"{summary.Checks} checks, {summary.Failures} failures");
            if (summary.Failures == 0)
                return 0;
            Console.WriteLine(
                "Where a scan failed and the naive one beside it did not, the scan is wrong; where both did, what comes before them.");
            return 1;
        });
        return command;
    }
}
