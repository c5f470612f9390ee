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
    [InlineData("scenes --out ''", "spn: expected a value for --out, got an empty one; name one.", "")]
    [InlineData("train --data scenes --seed x", "spn: expected a whole number from 0 to 2147483647 for --seed, got 'x'; see")]
    [InlineData("train --data scenes --treads 2",
        "spn: expected an option of 'spn train', got '--treads'; the nearest is '--threads'; see")]
    [InlineData("inspect --x x.npy --raw", "spn: expected an option of 'spn inspect', got '--raw'; write --normalisation raw; see")]
    [InlineData("train --raw", "spn: expected an option of 'spn train', got '--raw'; the nearest is ")]
    [InlineData("refine --image a.png --out b.png --method propagation",
        "spn: expected bilinear, ", "for --method, got 'propagation'; write --method hand-weights; see 'spn refine --help'.")]
    [InlineData("bench trainin",
        "spn: expected a command (propagation, training, cuda, explorer, report, crf, tasks, kernels), got 'trainin'; the nearest is ")]
    [InlineData("bench propagation --torch-runs 0", "spn: expected a whole number from 1 to 10000 for --torch-runs, got '0'; see")]
    [InlineData("bench propagation --no-torch --shape 9999,99999,9999,9", "spn: expected a shape of at most 178956965 values, got '9999,")]
    [InlineData("bench propagation --no-torch --json /", "spn: cannot write '/': it is a folder; name a file in it.")]
    [InlineData("bench training --json /", "spn: cannot write '/': it is a folder; name a file in it.")]
    [InlineData("train --data scenes --preset scenes --out /dev/null/x", "spn: cannot write '/dev/null/x/config.json': it is a device; ")]
    [InlineData("propagate --input x.npy --weights p.npy --output p.png", "spn: expected a file name that ends in .npy, got 'p.png'; ")]
    [InlineData("train --data scenes --pause-at -3", "spn: expected a whole number from 1 to 1000000000 for --pause-at, got '-3'; see")]
    [InlineData("train --data scenes --config /nowhere/c.json --show", "spn: expected a file at /nowhere/c.json, found none; ")]
    [InlineData("train --data scenes --config / --show", "spn: expected a file at /, got a folder; ")]
    public async Task What_is_wrong_is_told_in_one_line(string arguments, string line, string end = "")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(TrainCommand).Assembly.Location);
        foreach (var argument in arguments.Split(' '))
            start.ArgumentList.Add(argument == "''" ? "" : argument);
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
