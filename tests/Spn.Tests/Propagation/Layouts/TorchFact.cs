using System.ComponentModel;
using System.Diagnostics;

namespace Spn.Tests;

/// <summary>A test that needs a python3 with PyTorch and NumPy, and is skipped with that reason where there is none.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Program = new(() =>
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(program => Run(program, "-c", "import torch, numpy").ExitCode == 0));

    public TorchFactAttribute()
    {
        if (Program.Value is null)
            Skip = "There is no python3 with PyTorch and NumPy.";
    }

    /// <summary>What it printed; the test fails where it ended otherwise than with zero.</summary>
    public static string Run(params string[] arguments)
    {
        var (code, text) = Run(Program.Value!, arguments);
        Assert.True(code == 0, text);
        return text;
    }

    private static (int ExitCode, string Text) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, text);
        }
        catch (Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
