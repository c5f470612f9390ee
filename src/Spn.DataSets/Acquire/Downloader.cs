using System.Net;
using System.Net.Http.Headers;

namespace Spn.DataSets.Acquire;

/// <summary>
/// Fetches files over http and https, on from where an earlier run stopped: the part stands beside the file as <c>FILE.part</c>. The
/// rest is asked for with <c>If-Range</c>, so that a file that has changed at the server is fetched whole.
/// </summary>
/// <param name="client">Does the requests.</param>
/// <param name="wait">The wait before the first retry, which grows with each.</param>
public sealed class Downloader(HttpClient client, TimeSpan wait)
{
    /// <summary>So many failures in a row, none of which brought more than ever before, end it.</summary>
    private const int Attempts = 4;

    /// <summary>So long a silence counts as a failure.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);

    /// <summary>A downloader with a client of its own.</summary>
    public static Downloader Create()
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = s_silence }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("spn-data-scripts/0.1");
        return new Downloader(client, TimeSpan.FromSeconds(2));
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="source">Where from, and what is known about it.</param>
    /// <param name="path">The file to make; it stands there when it is whole.</param>
    /// <param name="progress">Is told the bytes that are there, of how many; of 0 where the server does not say.</param>
    /// <param name="cancellation">Stops; the part stays.</param>
    /// <exception cref="DownloadException">It cannot be fetched.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task FetchAsync(
        ArchiveSource source, string path, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new DownloadException($"expected an address that begins with http:// or https://, got '{source.Address}'.");
        var file = new PartFile(path, source, progress);
        var most = file.Length;
        for (var failures = 0; ;)
        {
            try
            {
                await FetchRestAsync(address, file, cancellation);
                file.Finish();
                return;
            }
            catch (Exception exception) when (exception is NotSupportedException or UriFormatException)
            {
                // Where the server sends it on to is no address of http.
                throw new DownloadException(
                    $"expected a file at {address}, the server sends on to an address that is neither http:// nor https://; fetch the set "
                    + "from its own site by hand and give it with --from.", exception);
            }
            catch (Exception exception) when (exception is HttpRequestException or HttpIOException or TransientException
                || exception is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                failures = file.Length > most ? 1 : failures + 1;
                most = Math.Max(most, file.Length);
                if (failures >= Attempts)
                    throw new DownloadException(
                        $"expected to fetch {address}, got no further than {file.Length} bytes: {Reason(exception)}; run it again to go on "
                        + $"from there, or give the file you have (--from {source.File}).", exception);
                await Task.Delay(wait * failures, cancellation);
            }
        }
    }

    private async Task FetchRestAsync(Uri address, PartFile file, CancellationToken cancellation)
    {
        if (file.IsWhole(address))
            return;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (file.Resumable(address) is { } state)
        {
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
            request.Headers.IfRange = state.Condition();
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(s_silence);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when request.Headers.Range is not null:
                if (!file.Continues(response))
                {
                    file.StartOver();
                    throw new TransientException("the server answered with another part than the one asked for");
                }

                break;
            case HttpStatusCode.OK:
                file.Start(DownloadState.Of(address.AbsoluteUri, response));
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when request.Headers.Range is not null:
                file.StartOver();
                throw new TransientException("the server has no more bytes than the part that is here");
            case var status when (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                throw new TransientException(FormattableString.Invariant($"the server answered {(int)status} {status}"));
            case var status:
                throw new DownloadException(FormattableString.Invariant(
                    $"expected a file at {address}, the server answered {(int)status} {status}; the set may have moved: fetch it from its ")
                    + "own site by hand and give it with --from.");
        }

        using var body = await response.Content.ReadAsStreamAsync(silence.Token);
        await file.AppendAsync(body, silence, s_silence);
    }

    private static string Reason(Exception exception) => exception switch
    {
        OperationCanceledException => FormattableString.Invariant($"{s_silence.TotalSeconds} seconds of silence"),
        HttpRequestException { InnerException: { } inner } => inner.Message.TrimEnd('.'),
        _ => exception.Message.TrimEnd('.'),
    };
}

/// <summary>How far a file has come.</summary>
/// <param name="Bytes">The bytes that are there.</param>
/// <param name="Total">The bytes of the whole file; 0 where the server does not say.</param>
public sealed record DownloadProgress(long Bytes, long Total);

/// <summary>What may be different at the next attempt.</summary>
internal sealed class TransientException(string message) : Exception(message);
