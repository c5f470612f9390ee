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
    /// <param name="outputsHtml">The outputs; blocks of data in script elements are no scripts.</param>
    /// <param name="admitted">The hashes of scripts of ours, as <c>sha256-…</c>.</param>
    public static string For(string outputsHtml, IEnumerable<string>? admitted = null)
    {
        var hashes = Script().Matches(outputsHtml).Where(m =>
            !DataType().IsMatch(m.Groups["attributes"].Value)).Select(m => m.Groups["body"].Value)
            .Where(body => body.Length > 0).Select(Hash).Concat(admitted ?? []).Distinct().Select(hash => $"'{hash}'").ToList();
        var scripts = hashes.Count == 0 ? "" : $" script-src {string.Join(' ', hashes)};";
        return $"default-src 'none'; img-src data:; media-src data:; font-src data:; style-src 'unsafe-inline';{scripts} "
            + "base-uri 'none'; form-action 'none'";
    }

    /// <summary>How a policy names a script.</summary>
    public static string Hash(string script) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}";

    /// <summary>A type that no browser runs.</summary>
    [GeneratedRegex(@"\btype\s*=\s*[""']?\s*(?!module\b|importmap\b|[a-z]+/(?:x-)?(?:java|ecma|live|j)script)[a-z]",
        RegexOptions.IgnoreCase)]
    private static partial Regex DataType();

    [GeneratedRegex(@"<script\b(?<attributes>[^>]*)>(?<body>.*?)</script\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
