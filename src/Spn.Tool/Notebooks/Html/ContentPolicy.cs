using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Html;

/// <summary>
/// The page's Content-Security-Policy: no network at all, pictures only as data, and of scripts only those that stand in
/// the outputs, each admitted by its SHA-256. A script that comes into the page in any other way does not run.
/// </summary>
internal static partial class ContentPolicy
{
    /// <summary>The policy for a page with these outputs.</summary>
    public static string For(string outputsHtml)
    {
        var hashes = Script().Matches(outputsHtml).Select(m => m.Groups["body"].Value).Where(body => body.Length > 0)
            .Select(body => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}'").Distinct().ToList();
        var scripts = hashes.Count == 0 ? "" : $" script-src {string.Join(' ', hashes)};";
        return $"default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline';{scripts} base-uri 'none'; form-action 'none'";
    }

    [GeneratedRegex(@"<script\b[^>]*>(?<body>.*?)</script\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
