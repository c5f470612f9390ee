using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Spn.DataSets.Tests.Acquire;

/// <summary>A server on this machine that sends one file, as well or as badly as a test wants.</summary>
public sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];

    public LocalServer(byte[] body)
    {
        Body = body;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The file.</summary>
    public byte[] Body { get; set; }

    /// <summary>Its entity tag; empty: none.</summary>
    public string Tag { get; set; } = "\"1\"";

    /// <summary>Whether parts are sent.</summary>
    public bool Ranges { get; set; } = true;

    /// <summary>Whether the length of the file is said.</summary>
    public bool SaysLength { get; set; } = true;

    /// <summary>The connection ends after so many bytes of each response; the number is taken from here, one a response.</summary>
    public Queue<int> Cuts { get; } = [];

    /// <summary>Status codes that come before any other answer.</summary>
    public Queue<int> Failures { get; } = [];

    /// <summary>Where every request is sent on to; empty: nowhere.</summary>
    public string Elsewhere { get; set; } = "";

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The Range header of each request; "whole" where there is none.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var header = new StringBuilder();
            var one = new byte[1];
            while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                if (await stream.ReadAsync(one) == 0)
                    return;
                else
                    header.Append((char)one[0]);
            string? Value(string name) => header.ToString().Split("\r\n")
                .FirstOrDefault(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
            var range = Value("Range");
            lock (_requests)
                _requests.Add(range ?? "whole");
            await stream.WriteAsync(Answer(range, Value("If-Range")));
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }

    private byte[] Answer(string? range, string? ifRange)
    {
        if (Failures.TryDequeue(out var failure))
            return Encoding.ASCII.GetBytes($"HTTP/1.1 {failure} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (Elsewhere.Length > 0)
            return Encoding.ASCII.GetBytes(
                $"HTTP/1.1 302 Found\r\nLocation: {Elsewhere}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var from = Ranges && range is not null && (ifRange is null || ifRange == Tag) ? int.Parse(range["bytes=".Length..^1]) : 0;
        if (from > 0 && from >= Body.Length)
            return Encoding.ASCII.GetBytes($"HTTP/1.1 416 No\r\nContent-Range: bytes */{Body.Length}\r\nConnection: close\r\n\r\n");
        var head = from > 0
            ? $"HTTP/1.1 206 Partial\r\nContent-Range: bytes {from}-{Body.Length - 1}/{Body.Length}\r\n"
            : "HTTP/1.1 200 OK\r\n";
        if (SaysLength)
            head += $"Content-Length: {Body.Length - from}\r\n";
        if (Tag.Length > 0)
            head += $"ETag: {Tag}\r\n";
        var rest = Body.AsSpan(from);
        if (Cuts.TryDequeue(out var cut))
            rest = rest[..Math.Min(cut, rest.Length)];
        return [.. Encoding.ASCII.GetBytes($"{head}Connection: close\r\n\r\n"), .. rest];
    }
}
