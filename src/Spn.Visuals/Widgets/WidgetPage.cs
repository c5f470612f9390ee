using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spn.Visuals;

/// <summary>A widget as a piece of HTML and as a whole page; its markup, style and script are resources of this assembly.</summary>
internal static partial class WidgetPage
{
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
            + $"<script>(() => {{\n\"use strict\";\n{script}}})();</script>\n";
    }

    /// <summary>A script that belongs to a page and to none of its widgets.</summary>
    /// <param name="module">"Folder.name".</param>
    public static string Script(string module) => $"<script>\n{Resource($"{module}.js")}</script>\n";

    /// <summary>A whole page that opens offline: no network, and of scripts only those of its body, each admitted by its hash.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Pieces of HTML, widgets among them.</param>
    /// <param name="admitted">The hashes of scripts that those of the body put into the page, as <c>sha256-…</c>.</param>
    public static string Whole(string title, string body, IEnumerable<string>? admitted = null)
    {
        var hashes = ScriptPattern().Matches(body).Select(match => match.Groups["code"].Value)
            .Select(code => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}'")
            .Concat((admitted ?? []).Select(hash => $" '{hash}'")).Distinct();
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src{string.Concat(hashes)}; base-uri 'none'; form-action 'none'">
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

/// <summary>Makes the formatters of <see cref="Widget"/>; found and called by reflection.</summary>
internal sealed class WidgetFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new WidgetFormatter("text/html", widget => widget.ToHtml()), new WidgetFormatter("text/plain", widget => widget.ToText())];
}

/// <summary>Writes a widget as one mime type; called by reflection.</summary>
internal sealed class WidgetFormatter(string mimeType, Func<Widget, string> write)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not Widget widget)
            return false;
        writer.Write(write(widget));
        return true;
    }
}
