using System.Diagnostics;
using Spn.Learning;
using TorchSharp;

namespace Spn.Tests.Learning;

/// <summary>
/// This assembly as a program, for what a process can do only once, or should not survive:
/// <c>dotnet exec Spn.Learning.Tests.dll WORD …</c>.
/// </summary>
internal static class ChildProcess
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["status"]:
                Console.WriteLine(TorchLibrary.Status().Sentence);
                return 0;
            case ["load", .. var folders]:
                try
                {
                    foreach (var folder in folders.DefaultIfEmpty(null))
                        TorchLibrary.Load(folder);
                    using (var three = torch.ones(3).sum())
                        Console.WriteLine($"sum {three.item<float>()}");
                    return 0;
                }
                catch (Exception exception) when (exception is TorchUnavailableException or InvalidOperationException)
                {
                    Console.WriteLine(exception.Message);
                    return 3;
                }

            case ["retry", var broken, var whole]:
                Assert.Throws<TorchUnavailableException>(() => TorchLibrary.Load(broken));
                Console.WriteLine(Assert.Throws<TorchUnavailableException>(() => TorchLibrary.Load(whole)).Message);
                return 0;

            case ["convolve"]:
                foreach (var channels in (int[])[3, 7, 12, 20, 27])
                    new HiddenCachesTests().Convolutions_of_any_number_of_channels_are_right_on_this_processor(channels, channels, 3);
                return 0;

            default:
                Console.WriteLine($"expected what to do, got {string.Join(' ', arguments)}");
                return 2;
        }
    }

    /// <summary>Runs a word of it.</summary>
    /// <param name="arguments">The word and what follows it.</param>
    /// <param name="environment">Variables to set; those with null are removed.</param>
    /// <param name="assembly">A copy of this assembly to run in its place.</param>
    public static async Task<ChildResult> RunAsync(
        string[] arguments, IReadOnlyDictionary<string, string?>? environment = null, string? assembly = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", assembly ?? typeof(ChildProcess).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new ChildResult(process.ExitCode, await output + await error);
    }
}

/// <summary>How a child process ended, and all that it printed.</summary>
internal sealed record ChildResult(int ExitCode, string Text);
