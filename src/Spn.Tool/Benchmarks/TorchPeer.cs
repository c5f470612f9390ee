using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Spn.Tool.Benchmarks;

/// <summary>One line of the PyTorch script.</summary>
/// <param name="Version">PyTorch's version.</param>
/// <param name="Threads">Threads it ran on.</param>
/// <param name="Shape">N×C×H×W.</param>
/// <param name="Form">How the op was written.</param>
/// <param name="OneScan">Seconds for one scan.</param>
/// <param name="Four">Seconds for four scans and the maximum.</param>
/// <param name="Both">Seconds for forward and backward of that; null where it was not run.</param>
internal sealed record TorchFigure(string Version, int Threads, MapShape Shape, string Form, double OneScan, double Four, double? Both);

/// <summary>The same op in PyTorch, timed in a process of its own.</summary>
/// <param name="Figures">What it measured; empty when it was skipped.</param>
/// <param name="Skipped">Why it was skipped; empty when it was not.</param>
internal sealed record TorchPeer(IReadOnlyList<TorchFigure> Figures, string Skipped)
{
    private const string Script = "tests/benchmarks/peers/torch_propagation.py";

    /// <summary>Runs the script on one thread and on all cores, when there is a Python with PyTorch.</summary>
    public static TorchPeer Measure(int runs)
    {
        if (FindScript(Script) is not { } script)
            return new TorchPeer([], $"{Script} was not found above {Environment.CurrentDirectory}");
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Run(python, "-c", "import torch") is null)
                continue;
            var figures = new List<TorchFigure>();
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                if (Run(python, script, $"{threads}", $"{runs}", "--json") is not { } lines)
                    return new TorchPeer([], $"{python} {script} failed; run it to see why");
                figures.AddRange(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse));
            }

            return new TorchPeer(figures, "");
        }

        return new TorchPeer([], "no python3 with torch was found (Debian: python3-torch)");
    }

    private static TorchFigure Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var shape = root.GetProperty("shape");
        double? Seconds(string name) =>
            root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() / 1e3 : null;
        return new TorchFigure(
            root.GetProperty("torch").GetString()!,
            root.GetProperty("threads").GetInt32(),
            new MapShape(shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32(), shape[3].GetInt32()),
            root.GetProperty("form").GetString()!,
            Seconds("one_scan_ms")!.Value,
            Seconds("four_ms")!.Value,
            Seconds("forward_backward_ms"));
    }

    /// <summary>A file of the repository that the current folder is in, or null.</summary>
    internal static string? FindScript(string script)
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, script) is var path && File.Exists(path))
                return path;
        return null;
    }

    /// <summary>What a program printed, or null when it is not there or failed.</summary>
    internal static string? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            error.Wait();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
