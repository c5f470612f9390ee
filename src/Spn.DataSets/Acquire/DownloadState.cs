using System.Net.Http.Headers;
using System.Text.Json;

namespace Spn.DataSets.Acquire;

/// <summary>What a half-fetched file is a part of; it stands beside the part.</summary>
/// <param name="Address">Where it comes from.</param>
/// <param name="Tag">The server's strong entity tag; empty where it gave none.</param>
/// <param name="Modified">When the server says the file was changed, as it says it; empty where it does not.</param>
/// <param name="Total">The bytes of the whole file; −1 where the server does not say.</param>
internal sealed record DownloadState(string Address, string Tag, string Modified, long Total)
{
    /// <summary>Whether a part can be told from a part of a newer file: without that it is fetched anew.</summary>
    public bool CanResume => Tag.Length > 0 || Modified.Length > 0;

    public static DownloadState Of(string address, HttpResponseMessage response) => new(
        address, response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : "",
        response.Content.Headers.LastModified?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        response.Content.Headers.ContentLength ?? -1);

    /// <summary>The header that asks for the rest of this very file, or for all of a newer one.</summary>
    public RangeConditionHeaderValue Condition() => Tag.Length > 0
        ? new RangeConditionHeaderValue(new EntityTagHeaderValue(Tag))
        : new RangeConditionHeaderValue(DateTimeOffset.ParseExact(Modified, "R", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reads one; null where there is none, or none that can be used: then the file is fetched anew.</summary>
    public static DownloadState? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var state = JsonSerializer.Deserialize<DownloadState>(File.ReadAllBytes(path));
            return state is { Address: not null, Tag: not null, Modified: not null, CanResume: true } ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(this));
}
