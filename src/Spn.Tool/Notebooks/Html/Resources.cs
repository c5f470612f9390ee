using System.Text.Json;
using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Html;

/// <summary>Brings pictures into the page as data, and keeps everything out that would need the network.</summary>
/// <param name="folder">Where relative paths start: the notebook's folder; null when it has none.</param>
/// <param name="report">Where missing files are reported.</param>
internal sealed partial class Resources(string? folder, PageReport report)
{
    /// <summary>
    /// The address of a picture as a data URI. A picture that is missing or remote gives null and a warning.
    /// </summary>
    /// <param name="address">As the author wrote it: <c>attachment:name</c>, a relative path, <c>data:</c>.</param>
    /// <param name="attachments">The cell's attachments.</param>
    public string? Inline(string address, JsonElement? attachments)
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return address;
        if (address.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase))
            return Attachment(Uri.UnescapeDataString(address["attachment:".Length..]), attachments);
        if (IsRemote(address))
        {
            report.Warn($"the picture {address} is on the network and was left out");
            return null;
        }

        return LocalFile(address);
    }

    /// <summary>
    /// Makes a fragment of HTML self-contained: pictures with relative addresses are inlined, addresses on the network are taken out of
    /// everything that would load them, each with a warning.
    /// </summary>
    public string MakeSelfContained(string html, JsonElement? attachments) =>
        LoadingTag().Replace(html, tag => LoadedAddress().Replace(tag.Value, match =>
    {
        var address = System.Net.WebUtility.HtmlDecode(match.Groups["address"].Value);
        if (IsRemote(address))
        {
            report.Warn($"{address} is on the network and was left out");
            return $" data-left-out=\"{HtmlText.Encode(address)}\"";
        }

        var isPicture = tag.Groups["name"].Value.Equals("img", StringComparison.OrdinalIgnoreCase)
            && match.Groups["attribute"].Value.Equals("src", StringComparison.OrdinalIgnoreCase);
        if (!isPicture || address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return match.Value;
        return Inline(address, attachments) is { } data ? $" src=\"{data}\"" : $" data-left-out=\"{HtmlText.Encode(address)}\"";
    }));

    /// <summary>The kind of picture by its first bytes; null for none that a browser shows.</summary>
    public static string? PictureType(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'B', (byte)'M', ..] => "image/bmp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => bytes[..Math.Min(bytes.Length, 1024)].IndexOf("<svg"u8) >= 0 ? "image/svg+xml" : null,
    };

    private string? Attachment(string name, JsonElement? attachments)
    {
        if (attachments is { ValueKind: JsonValueKind.Object } all
            && all.TryGetProperty(name, out var bundle) && bundle.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in bundle.EnumerateObject().Where(e => e.Name.StartsWith("image/", StringComparison.Ordinal)))
            {
                var text = PageJson.Text(entry.Value);
                return text.Contains('<')
                    ? $"data:{HtmlText.Encode(entry.Name)};base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text))}"
                    : $"data:{HtmlText.Encode(entry.Name)};base64,{PageJson.Base64(text)}";
            }
        }

        report.Warn($"the attachment {name} is missing");
        return null;
    }

    private string? LocalFile(string address)
    {
        var path = Uri.UnescapeDataString(address.Split('?', '#')[0]);
        var full = folder is null || path.Length == 0 || path.Contains('\0') || path.Contains(':') || Path.IsPathRooted(path)
            ? null : Path.GetFullPath(Path.Combine(folder, path));
        if (full is null || !File.Exists(full))
        {
            report.Warn($"the picture {address} was not found");
            return null;
        }

        var bytes = File.ReadAllBytes(full);
        if (PictureType(bytes) is { } type)
            return $"data:{type};base64,{Convert.ToBase64String(bytes)}";
        report.Warn($"the file {address} is not a picture that browsers show");
        return null;
    }

    private static bool IsRemote(string address) =>
        address.StartsWith("//", StringComparison.Ordinal)
        || (SchemeStart().IsMatch(address) && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.\-]*://")]
    private static partial Regex SchemeStart();

    [GeneratedRegex(@"<(?<name>img|script|link|iframe|video|audio|source|embed|object|track|input|image|use)\b[^>]*>",
        RegexOptions.IgnoreCase)]
    private static partial Regex LoadingTag();

    [GeneratedRegex("""\s(?<attribute>src|href|xlink:href|poster|data|srcset)\s*=\s*(?:"(?<address>[^"]*)"|'(?<address>[^']*)'|(?<address>[^\s"'>]+))""", RegexOptions.IgnoreCase)]
    private static partial Regex LoadedAddress();
}
