using Xunit.Abstractions;

namespace Spn.Tests.Cuda;

/// <summary>
/// The CUDA source on the host: propagation.cu compiled against a shim that runs blocks and threads, with their barriers and shared memory,
/// under the address and undefined-behaviour sanitizers, against plain loops in double precision.
/// </summary>
public class HostShimTests(ITestOutputHelper output)
{
    [SanitizerFact]
    public void Kernels_equal_the_reference_at_extents_1_to_70_and_no_sanitizer_complains()
    {
        var folder = Directory.CreateTempSubdirectory("spn-shim").FullName;
        try
        {
            var check = Path.Combine(folder, "check");
            Compiler.Build(
                Compiler.Sanitizing!, check, ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"],
                "kernels.cpp", "shim.cpp", "check.cpp");
            var halves = new[] { ("1", "50"), ("51", "70") };
            Parallel.ForEach(halves, half =>
            {
                var (exitCode, text) = Compiler.Run(check, half.Item1, half.Item2);
                Assert.True(exitCode == 0, text);
                output.WriteLine($"extents {half.Item1} to {half.Item2}: {text.Trim()}");
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
