using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Spn.Tool.Benchmarks;

/// <summary>The guidance network in PyTorch, in a process of its own that answers one request at a time, so that both sides can take turns.</summary>
internal sealed class TorchGuidance : IDisposable
{
    private const string Script = "tests/benchmarks/peers/torch_guidance.py";

    private readonly Process _process;

    private TorchGuidance(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>PyTorch's version.</summary>
    public string Version { get; }

    /// <summary>Starts the script when there is a Python with PyTorch.</summary>
    /// <returns>The peer, or why there is none.</returns>
    public static (TorchGuidance? Peer, string Skipped) Start(int threads)
    {
        if (TorchPeer.FindScript(Script) is not { } script)
            return (null, $"{Script} was not found above {Environment.CurrentDirectory}");
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            if (TorchPeer.Run(python, "-c", "import torch") is null)
                continue;
            string[] arguments = [script, threads.ToString(CultureInfo.InvariantCulture), "--serve"];
            var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            if (process.StandardOutput.ReadLine() is not { } greeting)
            {
                process.Dispose();
                return (null, $"{python} {script} failed; run it to see why");
            }

            using var json = JsonDocument.Parse(greeting);
            return (new TorchGuidance(process, json.RootElement.GetProperty("torch").GetString()!), "");
        }

        return (null, "no python3 with torch was found (Debian: python3-torch)");
    }

    /// <summary>Seconds of each of some runs of <c>forward</c> or <c>both</c>.</summary>
    public double[] Time(int batch, string work, int runs)
    {
        _process.StandardInput.WriteLine(FormattableString.Invariant($"{batch} {work} {runs}"));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new IOException($"expected times from {Script}, but it stopped; run it to see why.");
        return [.. JsonSerializer.Deserialize<double[]>(line)!.Select(ms => ms / 1e3)];
    }

    /// <summary>Lets the script end.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
