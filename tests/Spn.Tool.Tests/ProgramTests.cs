using System.Diagnostics;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests;

/// <summary>The program as a process: one line of error, an exit code, no stack trace.</summary>
public class ProgramTests
{
    [Theory]
    [InlineData("refin", "spn: expected a command (info, ", "), got 'refin'; the nearest is 'refine'.")]
    [InlineData("train --data scenes --steps x",
        "spn: expected a whole number from 1 to 1000000000 for --steps, got 'x'; see 'spn train --help'.")]
    [InlineData("train --data scenes --seed x", "spn: expected --seed to be a whole number from -2147483648 to 2147483647, got 'x'; see")]
    [InlineData("train --data scenes --pause-at -3", "spn: expected a whole number from 1 to 1000000000 for --pause-at, got '-3'; see")]
    [InlineData("train --data scenes --config /nowhere/c.json --show", "spn: expected a file at /nowhere/c.json, found none; ")]
    [InlineData("train --data scenes --config / --show", "spn: expected a file at /, got a folder; ")]
    public async Task What_is_wrong_is_told_in_one_line(string arguments, string line, string end = "")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(TrainCommand).Assembly.Location);
        foreach (var argument in arguments.Split(' '))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.StartsWith(line, error, StringComparison.Ordinal);
        Assert.EndsWith(end, error.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (process.ExitCode, await output));
    }

    [Fact]
    public async Task Help_calls_the_program_spn()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(TrainCommand).Assembly.Location, "refine", "--help"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Contains("\n  spn refine [options]", (await process.StandardOutput.ReadToEndAsync()).ReplaceLineEndings("\n"));
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
