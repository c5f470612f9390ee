using System.Collections;
using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Spn.Tests;

/// <summary>The kernel tests once more with the wider instruction sets switched off, each in a process of its own.</summary>
public class InstructionSetTests
{
    /// <summary>Tells the child process which vector width it must not exceed; unset outside of it.</summary>
    private const string WidestVariable = "SPN_TESTS_WIDEST_VECTOR";

    /// <summary>
    /// Extents of the kernel tests: 1 to 70. A child process, whose vectors have eight lanes at most, takes those that leave each remainder
    /// after none, one and two vectors, and those around four vectors and around a tile.
    /// </summary>
    internal static IReadOnlyList<int> Extents { get; } = IsChild
        ? [.. Enumerable.Range(1, 18), .. Enumerable.Range(31, 4), .. Enumerable.Range(63, 4)]
        : [.. Enumerable.Range(1, 70)];

    /// <summary>Whether this is a process that a test of this class has started.</summary>
    internal static bool IsChild => Environment.GetEnvironmentVariable(WidestVariable) is not null;

    [Theory]
    [InlineData("EnableAVX512", 256)]
    [InlineData("EnableAVX2", 128)]
    [InlineData("EnableHWIntrinsic", 0)]
    public async Task Kernels_equal_the_reference_with_a_narrower_instruction_set(string knob, int widest)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "test", typeof(InstructionSetTests).Assembly.Location, "--nologo", "--filter",
            $"FullyQualifiedName~{nameof(CpuKernelTests)}|FullyQualifiedName~{nameof(SharedWeightsTests)}" +
            $"|FullyQualifiedName~{nameof(ConstrainTests)}|FullyQualifiedName~{nameof(NormaliseTests)}" +
            $"|FullyQualifiedName~{nameof(SimdMathTests)}" +
            $"|FullyQualifiedName~{nameof(The_child_process_runs_on_the_narrower_instruction_set)}" +
            $"|FullyQualifiedName~{nameof(ConventionTests.On_a_tie_the_earlier_direction_wins_and_takes_the_whole_gradient)}" +
            $"|FullyQualifiedName~{nameof(ConventionTests.Ties_among_later_directions_go_to_the_earlier_of_them)}" +
            $"|FullyQualifiedName~{nameof(ConventionTests.No_NaN_is_lost_in_the_maximum)}",
        })
            start.ArgumentList.Add(argument);
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
        foreach (var inherited in variables.Where(IsOfTheTestHost))
            start.Environment.Remove(inherited);
        start.Environment[$"DOTNET_{knob}"] = "0";
        start.Environment[WidestVariable] = widest.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var temporary = Directory.CreateTempSubdirectory("spn-tests-");
        try
        {
            start.Environment["TMPDIR"] = temporary.FullName;
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            var text = await output + await error;
            Assert.True(process.ExitCode == 0, $"with {knob} off: {text}");
            Assert.Matches("Passed:", text);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [ChildFact]
    public void The_child_process_runs_on_the_narrower_instruction_set()
    {
        var widest = Environment.GetEnvironmentVariable(WidestVariable);
        Assert.False(Vector512.IsHardwareAccelerated);
        Assert.Equal(widest == "256", Vector256.IsHardwareAccelerated);
        Assert.Equal(widest != "0", Vector128.IsHardwareAccelerated);
    }

    private static bool IsOfTheTestHost(string variable) =>
        variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);

    /// <summary>A fact of the child process.</summary>
    private sealed class ChildFactAttribute : FactAttribute
    {
        public ChildFactAttribute()
        {
            if (!IsChild)
                Skip = "Holds in the processes that the tests beside it start.";
        }
    }
}
