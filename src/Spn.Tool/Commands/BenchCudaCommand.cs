using System.CommandLine;
using System.Globalization;
using Spn.Tool.Gpu;

namespace Spn.Tool.Commands;

/// <summary><c>spn bench cuda</c>: how fast the CUDA kernels are, beside what a copy on the same GPU moves.</summary>
internal static class BenchCudaCommand
{
    private static readonly MapShape[] Shapes = [new(1, 32, 64, 64), new(8, 32, 64, 64), new(16, 8, 1024, 1024), new(1, 21, 512, 512)];

    public static Command Create()
    {
        var output = new Option<string?>("--output") { Description = "Write the table to this file too." };
        var command = new Command("cuda", "Time the CUDA kernels on the first NVIDIA GPU, and its copy.") { output };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } file)
                AtomicFile.Check(file);
            var device = Cuda.Device();
            using var bench = new CudaBenchmark(device);
            var lines = new List<string>
            {
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{device}; a copy on the device moves {bench.CopyBandwidth / 1e9:f0} GB/s (read and written)"),
                "",
                "| shape | work | ms | GB/s | of the copy |",
                "| --- | --- | ---: | ---: | ---: |",
            };
            lines.ForEach(Console.WriteLine);
            foreach (var shape in Shapes)
                foreach (var line in bench.Lines(shape))
                {
                    lines.Add(line);
                    Console.WriteLine(line);
                }

            if (parsed.GetValue(output) is { } path)
            {
                AtomicFile.WriteText(path, string.Join('\n', lines) + '\n');
                Console.WriteLine($"wrote {path}");
            }

            return 0;
        });
        return command;
    }
}
