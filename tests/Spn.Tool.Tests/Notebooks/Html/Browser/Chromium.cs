using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spn.Tool.Tests.Notebooks.Html.Browser;

/// <summary>
/// A headless system Chromium with one tab, spoken to over its DevTools protocol. Microsoft.Playwright would do the same, but its
/// package takes 790 MB on disk for a node runtime that these tests have no other use for.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Arguments =
    [
        "about:blank", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--remote-debugging-port=0",
    ];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _receiving;
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _session = "";
    private int _lastId;

    private Chromium(Process process, string profile, ClientWebSocket socket)
    {
        (_process, _profile, _socket) = (process, profile, socket);
        _receiving = ReceiveAsync();
    }

    /// <summary>The browser's program; null when there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Errors on the console, uncaught exceptions, violations of the page's policy and requests that failed.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The addresses that the page asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Starts the browser and opens an empty tab.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("spn-browser-").FullName;
        var start = new ProcessStartInfo(Path!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in Arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add($"--user-data-dir={profile}");
        var process = Process.Start(start)!;
        try
        {
            var address = await ReadAddressAsync(process).WaitAsync(Patience);
            var socket = new ClientWebSocket();
            socket.Options.Proxy = null;
            await socket.ConnectAsync(new Uri(address), CancellationToken.None).WaitAsync(Patience);
            var browser = new Chromium(process, profile, socket);
            await browser.OpenTabAsync();
            return browser;
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            await DeleteAsync(profile);
            throw;
        }
    }

    private async Task OpenTabAsync()
    {
        var target = await SendAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true };
        _session = (string)(await SendAsync("Target.attachToTarget", attached))["sessionId"]!;
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
            await SendAsync($"{domain}.enable", []);
    }

    /// <summary>Loads a file, waits until it is there, and counts complaints and requests from then on.</summary>
    public async Task OpenAsync(string path)
    {
        _complaints.Clear();
        _requests.Clear();
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        await _loaded.Task.WaitAsync(Patience);
    }

    /// <summary>The value of a script's expression.</summary>
    public async Task<JsonNode> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true });
        return answer["result"]?["value"] ?? throw new InvalidOperationException($"'{expression}' gave no value: {answer.ToJsonString()}");
    }

    /// <summary>Waits until a script's condition holds, as long as a slow machine may take.</summary>
    public async Task UntilAsync(string condition)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50))
            if ((bool)await EvaluateAsync($"Boolean({condition})"))
                return;
        throw new TimeoutException($"'{condition}' did not come true; the page complains: {string.Join("; ", _complaints)}");
    }

    /// <summary>Sends a command of the protocol and waits for its answer.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session.Length > 0)
            message["sessionId"] = _session;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _session = "";
        await SendAsync("Browser.close", []);
        await _closing.CancelAsync();
        await _receiving;
        _socket.Dispose();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _closing.Dispose();
        await DeleteAsync(_profile);
    }

    /// <summary>The browser's helpers may still write for a moment after it has gone.</summary>
    private static async Task DeleteAsync(string profile)
    {
        for (var attempt = 1; Directory.Exists(profile); attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                Take(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException && _closing.IsCancellationRequested)
        {
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && _pending.TryRemove(id, out var waiting))
        {
            if (message["error"] is { } error)
                waiting.SetException(new InvalidOperationException(error.ToJsonString()));
            else
                waiting.SetResult(message["result"]!.DeepClone());
            return;
        }

        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue((string)parameters!["request"]!["url"]!);
                break;
            case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] == "error":
            case "Runtime.consoleAPICalled" when (string?)parameters!["type"] == "error":
            case "Runtime.exceptionThrown" or "Network.loadingFailed":
                _complaints.Enqueue(parameters!.ToJsonString());
                break;
        }
    }

    private static async Task<string> ReadAddressAsync(Process process)
    {
        const string Announcement = "DevTools listening on ";
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync();
                _ = process.StandardOutput.ReadToEndAsync();
                return line[Announcement.Length..];
            }
        }

        throw new InvalidOperationException($"{Path} ended before it said where it listens.");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        string[] names = OperatingSystem.IsWindows()
            ? ["chrome.exe", "msedge.exe"]
            : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (OperatingSystem.IsWindows())
        {
            Environment.SpecialFolder[] roots = [Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86];
            foreach (var root in roots.Select(Environment.GetFolderPath))
            {
                folders.Add(System.IO.Path.Combine(root, "Google", "Chrome", "Application"));
                folders.Add(System.IO.Path.Combine(root, "Microsoft", "Edge", "Application"));
            }
        }

        var candidates = folders.SelectMany(folder => names.Select(name => System.IO.Path.Combine(folder, name)));
        return candidates.Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome").FirstOrDefault(File.Exists);
    }
}
