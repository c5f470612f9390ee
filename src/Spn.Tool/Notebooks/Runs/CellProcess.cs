using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Spn.Tool.Notebooks.Host;

namespace Spn.Tool.Notebooks.Runs;

/// <summary>
/// The process that runs one notebook's cells, seen from the tool. It has a folder for temporary files, which goes with it.
/// </summary>
internal sealed class CellProcess : IDisposable
{
    private const int KeptLines = 40;

    private static readonly Lock Starting = new();

    private readonly Process _process;
    private readonly AnonymousPipeServerStream _pipe;
    private readonly Channel<CellEvent> _events = Channel.CreateUnbounded<CellEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<string> _errorLines = [];
    private readonly Task _draining;
    private readonly TemporaryFolder _temporary;

    private CellProcess(Process process, AnonymousPipeServerStream pipe, TemporaryFolder temporary, Action<string> onRawOutput)
    {
        (_process, _pipe, _temporary) = (process, pipe, temporary);
        _ = Task.Run(ReadEventsAsync);
        _draining = Task.WhenAll(DrainAsync(process.StandardOutput, onRawOutput), DrainAsync(process.StandardError, KeepErrorLine));
    }

    /// <summary>What the cells tell, in order; ends when the process ends.</summary>
    public ChannelReader<CellEvent> Events => _events.Reader;

    /// <summary>Starts the process and hands it the cells.</summary>
    /// <param name="request">The cells and the notebook's folder, which is where they run.</param>
    /// <param name="onRawOutput">
    /// Gets each line that reaches standard output past the console, for example from native code, and what is left behind.
    /// </param>
    public static CellProcess Start(CellsRequest request, Action<string> onRawOutput)
    {
        // One at a time: a process started meanwhile would inherit this one's pipe.
        lock (Starting)
            return StartAlone(request, onRawOutput);
    }

    private static CellProcess StartAlone(CellsRequest request, Action<string> onRawOutput)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var start = new ProcessStartInfo
        {
            FileName = DotnetHost(),
            WorkingDirectory = request.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        var tool = typeof(CellProcess).Assembly.Location;
        var folder = Path.GetDirectoryName(tool)!;
        string[] arguments =
        [
            "exec", "--depsfile", Path.Combine(folder, "notebook-cells.deps.json"),
            "--runtimeconfig", Path.Combine(folder, "Spn.Tool.runtimeconfig.json"), tool, CellHost.Verb, pipe.GetClientHandleAsString(),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["TZ"] = "UTC";

        // The compilers' own start is most of a short run, and profiling them never pays off.
        start.Environment["DOTNET_TieredPGO"] = "0";

        // The sockets of debuggers and profilers stay behind when a process is killed, and nobody attaches here.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var temporary = new TemporaryFolder(onRawOutput);
        temporary.Set(start.Environment);
        request = request with { Temporary = temporary.Path };
        try
        {
            var process = Process.Start(start) ?? throw new IOException("expected the notebook's process to start, but it did not.");
            pipe.DisposeLocalCopyOfClientHandle();
            var started = new CellProcess(process, pipe, temporary, onRawOutput);
            process.StandardInput.WriteLine(request.ToLine());
            process.StandardInput.Flush();
            return started;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            pipe.Dispose();
            temporary.Dispose();
            throw new IOException(
                $"expected '{start.FileName}' to start the notebook's process: {exception.Message}; is the .NET 10 runtime on the path?");
        }
    }

    /// <summary>
    /// Waits for the end of a process that has stopped sending, and says how it ended: <c>exit code 134: Stack overflow.</c>
    /// </summary>
    /// <param name="anyLine">Whether any line on standard error is taken for the reason, not just those of the runtime.</param>
    public async Task<string> EndingAsync(bool anyLine)
    {
        await _process.WaitForExitAsync();
        await Task.WhenAny(_draining, Task.Delay(TimeSpan.FromSeconds(2)));
        string? reason;
        lock (_errorLines)
            reason = _errorLines.FirstOrDefault(l => anyLine || l.StartsWith("Stack overflow", StringComparison.Ordinal)
                || l.StartsWith("Unhandled exception", StringComparison.Ordinal) || l.StartsWith("Process terminated", StringComparison.Ordinal)
                || l.StartsWith("Out of memory", StringComparison.Ordinal) || l.StartsWith("Fatal error", StringComparison.Ordinal));
        return $"exit code {_process.ExitCode}{(reason is null ? "" : $": {reason}")}";
    }

    /// <summary>Ends the process and whatever it has started.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
        _pipe.Dispose();
        _temporary.Dispose();
    }

    /// <summary>The dotnet command of the runtime that runs this.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return File.Exists(Path.Combine(root, name)) ? Path.Combine(root, name) : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? name;
    }

    private async Task ReadEventsAsync()
    {
        using var reader = new StreamReader(_pipe, new UTF8Encoding(false));
        var ended = _process.WaitForExitAsync();
        try
        {
            while (true)
            {
                var line = reader.ReadLineAsync();

                // A process that a cell has started may hold the pipe open after ours is gone.
                if (await Task.WhenAny(line, ended) == ended && await Task.WhenAny(line, Task.Delay(TimeSpan.FromSeconds(1))) != line)
                    break;
                if (await line is not { } text)
                    break;
                _events.Writer.TryWrite(CellEvent.FromLine(text));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or System.Text.Json.JsonException)
        {
            // The last line is cut short when the process is killed while it writes.
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    private static async Task DrainAsync(StreamReader reader, Action<string> keep)
    {
        while (await reader.ReadLineAsync() is { } line)
            keep(line);
    }

    private void KeepErrorLine(string line)
    {
        lock (_errorLines)
            if (_errorLines.Count < KeptLines)
                _errorLines.Add(line);
    }
}
