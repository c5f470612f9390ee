using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spn.Visuals;

/// <summary>A widget as a piece of HTML and as a whole page; its markup, style and script are resources of this assembly.</summary>
internal static partial class WidgetPage
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>The scripts made of resources so far, and the hash of each.</summary>
    private static readonly ConcurrentDictionary<string, string> Known = new();

    /// <summary>The markup of a widget between its style and its script.</summary>
    /// <param name="folder">The folder of its resources.</param>
    /// <param name="modules">Its scripts in their order, "Folder.name" each; they share one scope of their own.</param>
    /// <param name="fill">What stands for each <c>{{name}}</c> in its markup.</param>
    public static string Fragment(string folder, IReadOnlyList<string> modules, IReadOnlyDictionary<string, string> fill)
    {
        // In one pass, so that nothing in a value is taken for another name.
        var markup = Place().Replace(Resource($"{folder}.{folder.ToLowerInvariant()}.html"), place => fill[place.Groups["name"].Value]);
        var script = string.Concat(modules.Select(module => Resource($"{module}.js")));
        return $"<style>\n{Resource($"{folder}.{folder.ToLowerInvariant()}.css")}</style>\n{markup}"
            + Admitted($"(() => {{\n\"use strict\";\n{script}}})();");
    }

    /// <summary>A script that belongs to a page and to none of its widgets.</summary>
    /// <param name="module">"Folder.name".</param>
    public static string Script(string module) => Admitted($"\n{Resource($"{module}.js")}");

    /// <summary>
    /// A script that <see cref="Whole"/> admits wherever it stands; any other that finds its way into a page does not run.
    /// </summary>
    /// <param name="code">Of resources alone, never of data.</param>
    public static string Admitted(string code)
    {
        Known.TryAdd(code, $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}");
        return $"<script>{code}</script>\n";
    }

    /// <summary>A whole page that opens offline: no network, and of scripts only this code's own, each admitted by its hash.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Pieces of HTML, widgets among them.</param>
    /// <param name="admitted">The hashes of scripts that those of the body put into the page, as <c>sha256-…</c>.</param>
    public static string Whole(string title, string body, IEnumerable<string>? admitted = null)
    {
        var hashes = ScriptPattern().Matches(body).Select(match => Known.GetValueOrDefault(match.Groups["code"].Value))
            .OfType<string>().Concat(admitted ?? []).Distinct().Select(hash => $" '{hash}'");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}; script-src{string.Concat(hashes)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Words.Encode(Words.Cut(title, 300))}</title>
            </head>
            <body style="margin:16px;background:#fff">
            {body}</body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    [GeneratedRegex("{{(?<name>[a-z]+)}}")]
    private static partial Regex Place();

    [GeneratedRegex("<script>(?<code>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptPattern();

    /// <summary>A resource of this folder, "Folder.name.extension", with line feeds.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(WidgetPage).Assembly.GetManifestResourceStream($"Spn.Visuals.Widgets.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
